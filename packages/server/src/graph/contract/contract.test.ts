// Runs the contract, case by case, against one server. After each case everything is as it was before.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, type Call, lantern, openBench, removeSubscriptions } from '../test-bench.ts';
import { type Case, cases, type Sent } from './test-cases.ts';
import { ids, seedCast } from './test-cast.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ seedMore: seedCast });
});
afterAll(() => bench.close());

describe('the contract', () => {
  beforeEach(async () => {
    await removeSubscriptions(bench.store);
    await takeTasksFromIda();
  });

  it.each(cases.map((each) => [`${each.says} ${each.source}`, each] as const))('%s', async (_says, each) => {
    for (const given of each.given) expect(await send(given)).toMatchObject({ status: 200 });
    const answer = await send(each.sent);
    expect({ status: answer.status, json: answer.json }).toEqual({
      status: each.expected.status,
      json: each.expected.json,
    });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=UTF-8',
      'facebook-api-version': expect.stringMatching(/^v2[56]\.0$/),
      'cache-control': answer.status === 200 ? 'private, no-cache, no-store, must-revalidate' : 'no-store',
      ...each.expected.headers,
    });
    expect(bench.notices).toEqual([]);
  });

  it('has at least 150 cases, no two alike, each with its source', () => {
    const names = cases.map(({ says, source, sent }) => `${sent.line} ${says} ${source}`);
    expect(names.length).toBeGreaterThanOrEqual(150);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    for (const { source } of cases as Case[]) expect(source).toMatch(/^(\[S\d+\]|\(obs\)|\(assumed\))/);
  });
});

function send({ line, token, query, form, json, handshake }: Sent) {
  const [method = '', target = ''] = line.split(' ');
  // Two slashes stand for "without a version".
  const path = target.startsWith('//') ? target.slice(1) : `/v25.0${target}`;
  bench.verdict = handshake ? { ok: false, ...handshake } : { ok: true };
  const call: Call = {
    ...(token !== null && { token }),
    ...(query && { query: new URLSearchParams(query).toString() }),
    ...(form && { form: new URLSearchParams(form).toString() }),
    ...(json !== undefined && { json }),
  };
  return bench.call(method, path, call);
}

async function takeTasksFromIda(): Promise<void> {
  const { users, wabas } = bench.store;
  const [ida, account] = await Promise.all([users.find(ids.idle), wabas.find(lantern.wabaId)]);
  if (ida && account) await wabas.saveUser({ wabaId: account.id, userId: ida.id, tasks: [] });
}
