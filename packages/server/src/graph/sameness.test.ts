// What a caller may not see answers, byte for byte but the trace id, like what is not there: every route, every
// kind of id. And the list of what is implemented, which refusals print, is the list of the routes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { ids, seedCast, tokens } from './contract/test-cast.ts';
import { implementedCalls } from './implemented.ts';
import { createRoutes } from './routes.ts';
import { type Answer, type Bench, harbour, lantern, openBench } from './test-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ seedMore: seedCast });
});
afterAll(() => bench.close());

const unknown = '900000000000009';
const edges = ['', '/subscriptions', '/subscribed_apps', '/phone_numbers', '/assigned_users'];
const hidden = [harbour.wabaId, harbour.appId, ids.foreignNumber, ids.foreignUser, ids.stranger];

/** Everything of an answer but what is random, and the id that was asked for. */
function withoutTrace(answer: Answer, id: string): string {
  const trace = answer.headers['x-fb-request-id'] ?? '';
  return JSON.stringify(answer).replaceAll(trace, '').replaceAll(trace.slice(-11), '').replaceAll(id, 'ID');
}

describe('the unknown and the forbidden', () => {
  it.each(['GET', 'POST', 'DELETE'])('answer alike to %s', async (method) => {
    const json = {
      user: ids.viewer,
      tasks: ['MANAGE'],
      business: ids.business,
      webhook_configuration: { override_callback_uri: '' },
    };
    for (const edge of edges) {
      for (const token of [tokens.admin, tokens.partner, tokens.viewer, tokens.app]) {
        const ask = async (id: string) =>
          withoutTrace(await bench.call(method, `/${id}${edge}`, { token, json }), id);
        const expected = await ask(unknown);
        for (const id of hidden) expect([edge, id, await ask(id)]).toEqual([edge, id, expected]);
      }
    }
  });

  it('answer alike for somebody who has no task on the account any more', async () => {
    const ask = async (id: string) =>
      withoutTrace(await bench.call('GET', `/${id}`, { token: tokens.idle }), id);
    const answers = await Promise.all([ask(lantern.wabaId), ask(ids.number), ask(unknown)]);
    expect(new Set(answers).size).toBe(1);
  });
});

describe('the list of what is implemented', () => {
  it('names exactly the routes there are', () => {
    const routes = createRoutes({
      store: bench.store,
      clock: systemClock,
      verifyCallback: async () => ({ ok: true }),
      extraFields: [],
      publicUrl: () => '',
    });
    const list = (edge: ReadonlyMap<string, unknown>, path: string) =>
      [...edge.keys()].map((method) => `${method} ${path}`);
    const owners = new Map([['subscriptions', 'APP_ID']]);
    const there = [
      ...[...routes.edges].flatMap(([name, edge]) => list(edge, `/${owners.get(name) ?? 'WABA_ID'}/${name}`)),
      ...[...routes.named].flatMap(([name, edge]) => list(edge, `/${name}`)),
      ...[...routes.open].flatMap(([name, edge]) => list(edge, `/${name}`)),
      ...['GET /WABA_ID', 'GET /PHONE_NUMBER_ID', 'POST /PHONE_NUMBER_ID', 'GET /APP_ID'],
      'POST /',
    ];
    expect([...routes.node.keys()]).toEqual(['GET', 'POST']);
    const told = implementedCalls.flatMap((line) => {
      const [, methods = '', path = ''] = /^([A-Z, and]+) (\/\S*)/.exec(line) ?? [];
      return methods.split(/, | and /).map((method) => `${method} ${path}`);
    });
    expect(told.toSorted()).toEqual(there.toSorted());
  });
});
