// Settings of the contract, and what is noted of its changes.
import { afterEach, describe, expect, it } from 'vitest';
import { ids, seedCast, tokens } from './contract/test-cast.ts';
import { type Bench, type BenchOptions, lantern, openBench } from './test-bench.ts';
import { subscribedApps, subscriptions } from './test-expectations.ts';

let bench: Bench;
afterEach(() => bench.close());

async function open(options: BenchOptions = {}): Promise<void> {
  bench = await openBench({ seedMore: seedCast, ...options });
}

describe('rules: original', () => {
  it('say "success" as a string, as the first documentation did', async () => {
    await open({ rules: 'original' });
    for (const method of ['POST', 'DELETE']) {
      const answer = await bench.call(method, subscribedApps, { token: tokens.admin });
      expect(answer).toMatchObject({ status: 200, json: { success: 'true' } });
    }
  });
});

describe('pretty', () => {
  it.each(['1', 'true'])('pretty=%s indents answers and errors', async (pretty) => {
    await open();
    const ask = (id: string) =>
      bench.graph.handle({
        method: 'GET',
        path: `/${id}`,
        query: new URLSearchParams({ access_token: tokens.admin, pretty }),
        headers: new Map(),
        contentType: undefined,
        body: new Uint8Array(),
      });
    expect((await ask(lantern.wabaId)).body).toBe(
      `{\n  "id": "${lantern.wabaId}",\n  "name": "Lantern Books"\n}`,
    );
    expect((await ask('900000000000009')).body).toMatch(/^\{\n {2}"error": \{/);
  });
});

describe('the audit log', () => {
  it('notes who changed what, of callbacks the host alone, and nothing that changed nothing', async () => {
    await open();
    const asApp = { token: lantern.appToken };
    const object = 'whatsapp_business_account';
    const callback = { object, callback_url: 'https://a.example/secret-path', verify_token: 'secret-token' };
    const override = { override_callback_uri: 'https://b.example/secret-path', verify_token: 'secret-token' };
    const other = { ...override, override_callback_uri: 'https://c.example:8443/secret-path' };
    const path = `/${ids.number}`;
    const steps: [string, string, string, object?][] = [
      ['POST', subscriptions, asApp.token, callback],
      ['POST', subscriptions, asApp.token, { object, fields: ['messages'] }],
      ['POST', subscribedApps, tokens.admin],
      ['POST', subscribedApps, tokens.admin],
      ['POST', subscribedApps, tokens.admin, override],
      ['POST', path, tokens.admin, { webhook_configuration: override }],
      ['POST', path, tokens.admin, { webhook_configuration: other }],
      ['POST', path, tokens.admin, { webhook_configuration: { override_callback_uri: '' } }],
      ['POST', `/${lantern.wabaId}/assigned_users`, tokens.admin, { user: ids.idle, tasks: ['DEVELOP'] }],
      ['DELETE', `/${lantern.wabaId}/assigned_users`, tokens.admin, { user: ids.idle }],
      ['DELETE', subscribedApps, tokens.developer],
      ['DELETE', subscribedApps, tokens.developer],
      ['DELETE', subscriptions, asApp.token],
    ];
    for (const [method, target, token, json] of steps) {
      expect(await bench.call(method, target, { token, json: json ?? {} })).toMatchObject({ status: 200 });
    }
    const entries = (await bench.store.audit.list({ limit: 100 })).toReversed();
    const [app, admin, dan] = [`app:${lantern.appId}`, `user:${ids.admin}`, 'user:500000000000012'];
    expect(entries.map(({ actor, action, subject, details }) => [actor, action, subject, details])).toEqual([
      [app, 'subscription.callback_set', lantern.appId, { old_host: null, new_host: 'a.example' }],
      [app, 'subscription.amended', lantern.appId, {}],
      [admin, 'waba.subscribed', lantern.wabaId, {}],
      [admin, 'override.set', lantern.wabaId, { old_host: null, new_host: 'b.example' }],
      [admin, 'override.set', ids.number, { old_host: null, new_host: 'b.example' }],
      [admin, 'override.set', ids.number, { old_host: 'b.example', new_host: 'c.example:8443' }],
      [admin, 'override.removed', ids.number, { old_host: 'c.example:8443', new_host: null }],
      [admin, 'assigned_user.set', lantern.wabaId, { user: ids.idle }],
      [admin, 'assigned_user.removed', lantern.wabaId, { user: ids.idle }],
      [dan, 'override.removed', lantern.wabaId, { old_host: 'b.example', new_host: null }],
      [dan, 'waba.unsubscribed', lantern.wabaId, {}],
      [app, 'subscription.removed', lantern.appId, { old_host: 'a.example', new_host: null }],
    ]);
    expect(JSON.stringify(entries)).not.toContain('secret');
  });
});
