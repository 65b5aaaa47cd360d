// How a run goes on when the server behind it is busy, full, or told to stop.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Publish, Published } from '../accept/publish.ts';
import { createTestClock } from '../test/support/test-clock.ts';
import { until } from '../test/support/until.ts';
import { type Burst, runBurst } from './burst.ts';
import { createRunIds } from './run-ids.ts';
import { createRuns, endedMax } from './runs.ts';

const clock = createTestClock();
const ids = createRunIds(randomBytes);
const target = { wabaId: '300000000000001', businessId: null, number: null };
const sample = new TextEncoder().encode('{"entry":[{"id":"1","changes":[{"field":"flows","value":{}}]}]}');
const busy: Published = { ok: false, refusal: { code: 'busy', message: 'Busy.', retryAfterSeconds: 1 } };
const full: Published = { ok: false, refusal: { code: 'disk_full', message: 'The disk is full.' } };

function accepted(seq: number): Published {
  return { ok: true, accepted: 1, duplicates: 0, firstSeq: seq, lastSeq: seq, repeated: false };
}

interface Options {
  ratePerSecond?: number | null;
  copyBytes?: number;
}

function startRun(
  count: number,
  publish: Publish,
  { ratePerSecond = null, copyBytes = 1_000 }: Options = {},
) {
  const runs = createRuns<Burst>(clock, ids);
  const facts = {
    ...{ sample: 'flows', wabaId: target.wabaId, count, made: 0, events: 0, ratePerSecond },
    ...{ customers: 1, seed: 'a', firstSeq: null, lastSeq: null, warned: {} },
  };
  const run = runs.start(facts, (burst, reins) =>
    runBurst(burst, { sample, target, edits: [], copyBytes, strict: null }, { publish, clock, reins }),
  );
  if (!run) throw new Error('the run was not started');
  return { run, runs };
}

describe('a burst', () => {
  it('offers what was refused as busy again, and makes neither more nor fewer', async () => {
    let calls = 0;
    const { run } = startRun(3, async () => (++calls <= 4 ? busy : accepted(calls)));
    await until(() => {
      clock.advance(1_000);
      return run.state !== 'running';
    });
    expect([run.state, run.made, calls]).toEqual(['done', 3, 7]);
  });

  it('fails with the cause when it cannot go on, and keeps what it has made', async () => {
    let calls = 0;
    const { run } = startRun(100, async () => (++calls > 64 ? full : accepted(calls)));
    await until(() => run.state !== 'running');
    expect([run.state, run.made, run.problem]).toEqual(['failed', 64, 'The disk is full.']);
  });

  it('counts what was stored beside a copy that was refused, and from the first', async () => {
    let calls = 0;
    const { run } = startRun(4, async () => (++calls === 2 ? full : accepted(10 - calls)));
    await until(() => run.state !== 'running');
    expect(run).toMatchObject({ state: 'failed', made: 3, events: 3, firstSeq: 6, lastSeq: 9 });
  });

  it.each([-3_600_000, 3_600_000])('keeps to its rate when the wall clock is set by %i ms', async (ms) => {
    let calls = 0;
    const { run, runs } = startRun(100, async () => accepted(++calls), { ratePerSecond: 1 });
    await until(() => run.made === 1);
    clock.set(ms);
    clock.advance(1_000);
    await until(() => run.made === 2);
    clock.advance(3_000);
    await until(() => run.made === 5);
    await runs.stop(run.id);
    expect(calls).toBe(5);
  });

  it.each([
    [1_000, 64],
    [3_000_000, 1],
  ])('has no more than a few megabytes on their way: of %i bytes, %i copies', async (copyBytes, atOnce) => {
    let [going, most] = [0, 0];
    const publish: Publish = async () => {
      most = Math.max(most, ++going);
      await new Promise(setImmediate);
      return accepted(going--);
    };
    const { run } = startRun(100, publish, { copyBytes });
    await until(() => run.state === 'done');
    expect(most).toBe(atOnce);
  });

  it('stops while it waits for a busy server', async () => {
    const { run, runs } = startRun(1, async () => busy);
    await runs.stop(run.id);
    expect([run.state, run.problem, run.made]).toEqual(['stopped', null, 0]);
  });

  it('is forgotten when many others have ended since', async () => {
    const runs = createRuns(clock, ids);
    let first = '';
    for (let n = 0; n <= endedMax; n++) {
      const run = runs.start({}, async () => null);
      first ||= run?.id ?? '';
      await until(() => run?.state === 'done');
    }
    expect(runs.list()).toHaveLength(endedMax);
    expect(runs.get(first)).toBeNull();
  });

  it('whose work breaks says so instead of taking the server with it', async () => {
    const run = createRuns(clock, ids).start({}, () => Promise.reject(new Error('broken')));
    await until(() => run?.state === 'failed');
    expect(run?.problem).toContain('broken');
  });

  it('has an id that no run of another start of the server has', () => {
    const boots = [1, 2].map((boot) => createRunIds((bytes) => new Uint8Array(bytes).fill(boot)));
    const made = boots.flatMap((each) => [each.next(), each.next()]);
    expect(made).toEqual(['cccc-1', 'cccc-2', 'dddd-1', 'dddd-2']);
  });
});
