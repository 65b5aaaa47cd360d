// What a batch may not do: act for somebody else, go round a proof or a budget, nest, run for ever.
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provingSecret, seedCast, tokens } from './contract/test-cast.ts';
import { type Bench, harbour, lantern, openBench } from './test-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ seedMore: seedCast });
});
afterEach(() => bench.close());

const read = { method: 'GET', relative_url: lantern.wabaId };

async function codes(batch: object[], more: object = {}, token?: string): Promise<unknown> {
  const answer = await bench.call('POST', '/v25.0', { json: { batch, ...more }, ...(token && { token }) });
  return Array.isArray(answer.json) ? answer.json.map((part: { code: number }) => part.code) : answer.json;
}

describe('a batch', () => {
  it('authenticates each item: its own token wins, none at all is refused for that item alone', async () => {
    const own = { ...read, relative_url: `${lantern.wabaId}?access_token=${harbour.token}` };
    expect(await codes([read, own], {}, tokens.admin)).toEqual([200, 400]);
    expect(await codes([read, { ...read, relative_url: `me?access_token=${tokens.admin}` }])).toEqual([
      400, 200,
    ]);
  });

  it('with a token that is no good refuses each item', async () => {
    expect(await codes([read, read], {}, tokens.expired)).toEqual([401, 401]);
  });

  it('asks each item for the proof of the app secret', async () => {
    const proof = createHmac('sha256', provingSecret).update(tokens.proving).digest('hex');
    expect(await codes([read], {}, tokens.proving)).toEqual([400]);
    expect(await codes([read], { appsecret_proof: proof }, tokens.proving)).toEqual([200]);
    const alone = { ...read, relative_url: `${lantern.wabaId}?access_token=${tokens.proving}` };
    expect(await codes([alone], { appsecret_proof: proof }, tokens.admin)).toEqual([400]);
  });

  it('cannot hold another batch', async () => {
    const inner = new URLSearchParams({ batch: JSON.stringify([read]) }).toString();
    for (const relative_url of ['', '/', 'v25.0', '//v25.0/']) {
      const nested = { method: 'POST', relative_url, body: inner };
      expect(await codes([nested], {}, tokens.admin)).toEqual([400]);
    }
  });

  it('leaves no token in links that came in a header, and shows headers unless told not to', async () => {
    const list = { method: 'GET', relative_url: `${lantern.wabaId}/phone_numbers?limit=1` };
    const answer = await bench.call('POST', '/', { token: tokens.admin, json: { batch: [list] } });
    expect(answer.json).toMatchObject([
      { headers: expect.arrayContaining([{ name: 'facebook-api-version', value: 'v26.0' }]) },
    ]);
    expect(JSON.stringify(answer.json)).toContain('after=');
    expect(JSON.stringify(answer.json)).not.toContain(tokens.admin);
  });

  it('answers null for items that it had no time for', async () => {
    bench.duringHandshake = async () => {
      bench.time.now += 61_000;
    };
    const slow = {
      method: 'POST',
      relative_url: `${lantern.appId}/subscriptions?access_token=${lantern.appToken}`,
      body: 'object=whatsapp_business_account&callback_url=https%3A%2F%2Fa.example%2F&verify_token=x',
    };
    const answer = await bench.call('POST', '/', { token: tokens.admin, json: { batch: [slow, read] } });
    expect(answer.json).toMatchObject([{ code: 200 }, null]);
  });
});
