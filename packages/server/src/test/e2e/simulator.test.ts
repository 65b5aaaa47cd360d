// The simulator on a whole platform: every sample about the demo's account, and runs of many copies.
import { fieldNames } from '@wahook/receiver/protocol/fields';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { plainest } from '../../simulator/plainest.ts';
import { openSamples, sampleId } from '../../simulator/samples.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const futureField = 'placeholder_future_field';
const token = demo.adminKey;

let platform: TestPlatform;
let receiver: TestReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
  platform = await startPlatform({ config: { extraFields: futureField } });
  await platform.subscribeDemo(receiver.url, [...fieldNames, futureField]);
});
afterAll(async () => {
  await platform.stop();
  await receiver.close();
});

function simulate(at: TestPlatform, body: object) {
  const members = { waba_id: demo.waba.graphId, ...body };
  return at.call('POST', '/api/v1/simulator', { token, body: JSON.stringify(members) });
}

describe('the simulator', () => {
  it('makes every sample happen to an account of its own, and it arrives', async () => {
    const ids = (await openSamples()).list().map(sampleId);
    const answers = await Promise.all(ids.map((sample) => simulate(platform, { sample })));
    expect(answers.filter(({ status }) => status !== 202).map(({ text }) => text)).toEqual([]);
    await until(() => receiver.posts.length >= ids.length);
    const bodies = receiver.posts.map(({ body }) => body.toString());
    expect(bodies).toHaveLength(346);
    // None is about the account or the number that the samples were written with.
    for (const own of ['700100200300401', '700100200300777', '12025550110'])
      expect(bodies.filter((body) => body.includes(`"${own}"`))).toEqual([]);
    expect(bodies.some((body) => body.includes('ZGVtby1tZXNzYWdl'))).toBe(false);
  });

  it('takes a field alone for a variant that is there', async () => {
    const known = new Set((await openSamples()).list().map(sampleId));
    expect(Object.keys(plainest).sort()).toEqual([...fieldNames].filter(hasSamples(known)).sort());
    for (const [field, variant] of Object.entries(plainest)) expect(known).toContain(`${field}.${variant}`);
  });

  it('sends the same bytes for the same seed, and the sample as it is when asked for that', async () => {
    const changeOf = async (body: object) => {
      const { json } = await simulate(platform, body);
      const event = await platform.call('GET', `/api/v1/events/${json.first_seq}`, { token });
      return { seed: json.seed, id: /"id":"([^"]+)"/.exec(event.json.change)?.[1] };
    };
    const first = await changeOf({ sample: 'messages.text' });
    expect(await changeOf({ sample: 'messages.text', seed: first.seed })).toEqual(first);
    expect((await changeOf({ sample: 'messages.text' })).id).not.toBe(first.id);
    // Or a receiver that drops duplicates would drop the second of two samples.
    expect((await changeOf({ sample: 'messages.text_forwarded', seed: first.seed })).id).not.toBe(first.id);
    expect(await changeOf({ sample: 'messages.text', exact: true })).toEqual({
      seed: null,
      id: 'wamid.ZGVtby1tZXNzYWdlLTAwMDAwMS1maWN0aW9uYWw=',
    });
  });

  it.each([
    [{ sample: 'messages.text.more' }, 404, 'unknown_sample'],
    [{ sample: 'messages', waba: 1 }, 400, '"waba" means nothing here'],
    [{ sample: 'messages', count: 0 }, 400, '"count" must be a whole number from 1 to 100000'],
    [{ sample: 'messages', count: 2, rate_per_second: 2000 }, 400, 'from 0.0001 to 1000'],
    [{ sample: 'messages', rate_per_second: 2 }, 400, 'need a "count"'],
    [{ sample: 'messages', exact: true, seed: 'a' }, 400, 'nothing to draw'],
    [{ sample: 'messages', unset: ['nothing'] }, 400, 'Cannot take out nothing'],
    [{ sample: 'messages', count: 5, set: { 'a.b': 1 } }, 400, 'Cannot set a.b'],
    [{ sample: 'messages', set: [] }, 400, '"set" must be an object'],
  ])('refuses %j', async (body, status, detail) => {
    const answer = await simulate(platform, body);
    expect([answer.status, answer.text]).toEqual([
      status,
      expect.stringContaining(JSON.stringify(detail).slice(1, -1)),
    ]);
  });

  it('keeps a big number that is set as it is written', async () => {
    const { json } = await platform.call('POST', '/api/v1/simulator', {
      token,
      body: `{"sample":"flows","waba_id":"${demo.waba.graphId}","set":{"flow_id":9007199254740993}}`,
    });
    const event = await platform.call('GET', `/api/v1/events/${json.first_seq}`, { token });
    expect(event.json.change).toContain('"flow_id":9007199254740993');
  });

  it('is off in `start`, and says how to have it on', async () => {
    const gateway = await startPlatform({ mode: 'start' });
    const answer = await simulate(gateway, { sample: 'messages' });
    expect([answer.status, answer.json.code]).toEqual([403, 'simulator_off']);
    expect((await gateway.call('GET', '/api/v1/samples', { token })).json.data).toHaveLength(346);
    await gateway.stop();
  });
});

function hasSamples(known: ReadonlySet<string>) {
  return (field: string) => [...known].some((id) => id.startsWith(`${field}.`));
}

describe('a burst', () => {
  let still: TestPlatform;
  let clock: TestClock;
  beforeAll(async () => {
    clock = createTestClock();
    still = await startPlatform({ clock });
  });
  afterAll(() => still.stop());

  const runOf = async (id: string) =>
    (await still.call('GET', `/api/v1/simulator/runs/${id}`, { token })).json;
  const ended = (id: string) =>
    until(async () => {
      const run = await runOf(id);
      return run.state === 'running' ? null : run;
    });
  const changes = async (first: number, last: number) => {
    const events = await still.store.events.list({ limit: 1000 });
    return events
      .filter(({ seq }) => seq >= first && seq <= last)
      .sort((a, b) => a.seq - b.seq)
      .map(({ change }) => new TextDecoder().decode(change ?? new Uint8Array()));
  };

  it('makes as many events as it was asked for, each another, to several customers', async () => {
    const { status, json } = await simulate(still, { sample: 'messages.text', count: 200, seed: 'friday' });
    expect(status).toBe(201);
    const run = await ended(json.id);
    expect(run).toMatchObject({ state: 'done', made: 200, events: 200, seed: 'friday', customers: 100 });
    const made = await changes(run.first_seq, run.last_seq);
    expect(new Set(made.map((change) => /"id":"(wamid[^"]+)"/.exec(change)?.[1])).size).toBe(200);
    expect(new Set(made.map((change) => /"from":"(\d+)"/.exec(change)?.[1])).size).toBeGreaterThan(50);
    // The same again: the clock stands still, so the bytes are the same as well.
    const again = await ended(
      (await simulate(still, { sample: 'messages.text', count: 200, seed: 'friday' })).json.id,
    );
    expect(await changes(again.first_seq, again.last_seq)).toEqual(made);
  });

  it('keeps to its rate, and ends when it is stopped', async () => {
    const { json } = await simulate(still, { sample: 'messages', count: 100, rate_per_second: 2 });
    await until(async () => (await runOf(json.id)).made === 1);
    clock.advance(2_000);
    await until(async () => (await runOf(json.id)).made === 5);
    const stopped = await still.call('POST', `/api/v1/simulator/runs/${json.id}/stop`, { token });
    expect(stopped.json).toMatchObject({ state: 'stopped', made: 5 });
    expect((await still.store.audit.list({ limit: 1 }))[0]).toMatchObject({
      action: 'simulator.started',
      details: { run: json.id, sample: 'messages.text', count: 100 },
    });
  });

  it('is one of a bounded number, and none that is unknown', async () => {
    const ids: string[] = [];
    const start = () => simulate(still, { sample: 'flows', count: 2, rate_per_second: 0.01 });
    for (let n = 0; n < 10; n++) ids.push((await start()).json.id);
    expect((await start()).json).toMatchObject({ status: 409, code: 'too_many_runs' });
    for (const id of ids) await still.call('POST', `/api/v1/simulator/runs/${id}/stop`, { token });
    const listed = await still.call('GET', '/api/v1/simulator/runs', { token });
    expect(listed.json.data.slice(0, 10).map((run: { id: string }) => run.id)).toEqual(ids.reverse());
    const unknown = await still.call('GET', '/api/v1/simulator/runs/1', { token });
    expect([unknown.json.code, unknown.json.detail]).toEqual([
      'unknown_run',
      expect.stringMatching(/^No run has the id "1": runs end with the server, .* begin with [a-z]{4}-\.$/),
    ]);
    const elsewhere = await still.call('POST', `/api/v1/scenarios/runs/${ids[0]}/stop`, { token });
    expect(elsewhere.json.detail).toContain(`/api/v1/simulator/runs/${ids[0]}`);
  });
});
