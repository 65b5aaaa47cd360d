// When postponed notifications go, by the clock alone.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildTable } from '../../routing/table.ts';
import { directory } from '../../routing/test-directory.ts';
import type { AppFaults, FaultParameters } from '../../store/faults.ts';
import { createTestClock } from '../../test/support/test-clock.ts';
import { createPostponing } from './postponing.ts';
import { faultSet, owedEvent } from './test-notification.ts';

const queueId = 1;

const weekMs = 7 * 86_400_000;

function start(
  faults: Record<string, FaultParameters>,
  change: Partial<AppFaults> = {},
  giveUpAfterMs = weekMs,
) {
  const clock = createTestClock(0);
  let table = buildTable(directory({ faults: [faultSet(faults, change)] }));
  /** Time and seqs of what was let go. */
  const went: [number, ...number[]][] = [];
  const note = (events: readonly { seq: number }[]) =>
    went.push([clock.now(), ...events.map(({ seq }) => seq)]);
  const postponing = createPostponing({
    routing: { table: () => table },
    clock,
    giveUpAt: (_queueId, acceptedAt) => acceptedAt + giveUpAfterMs,
    release: (_queueId, events) => note(events),
  });
  return {
    clock,
    went,
    postponing,
    take(...seqs: number[]) {
      for (const events of postponing.take(
        queueId,
        seqs.map((seq) => [owedEvent(seq)]),
      ))
        note(events);
    },
    become(snapshot: Parameters<typeof directory>[0]) {
      table = buildTable(directory(snapshot));
      postponing.routesChanged();
    },
  };
}

it.each([
  ['delay', { from_ms: 600_000, to_ms: 600_000 }],
  ['burst', { quiet_ms: 600_000 }],
  ['batch', { wait_ms: 60_000 }],
  ['reorder', { wait_ms: 60_000 }],
])('%s leaves half of its life to a notification that is given up soon', (fault, parameters) => {
  const { clock, went, take } = start({ [fault]: parameters }, {}, 60_000);
  clock.advance(20_000);
  take(1);
  clock.advance(3_600_000);
  expect(went).toEqual([[40_000, 1]]);
});

it('a burst postpones what comes, and lets it go faster than it came until it has caught up', () => {
  const { clock, went, take } = start({ burst: { quiet_ms: 9_000, factor: 3 } });
  for (const seq of [1, 2, 3]) {
    take(seq);
    clock.advance(3_000);
  }
  expect(went).toEqual([[9_000, 1]]);
  take(4);
  clock.advance(60_000);
  expect(went).toEqual([
    [9_000, 1],
    [10_000, 2],
    [11_000, 3],
    [12_000, 4],
  ]);
  take(5);
  expect(went).toHaveLength(4);
});

it.each([-3_600_000, 3_600_000])('a burst goes on when the wall clock is set by %i ms', (ms) => {
  const { clock, went, take } = start({ burst: { quiet_ms: 9_000, factor: 3 } });
  take(1);
  clock.advance(3_000);
  clock.set(ms);
  take(2);
  clock.advance(7_000);
  expect(went).toEqual([
    [ms + 9_000, 1],
    [ms + 10_000, 2],
  ]);
});

it('a swap lets as many pass as there are places, and then one more moment', () => {
  const { clock, went, take } = start({ reorder: { within: 1, wait_ms: 500 } });
  take(1, 2, 3);
  clock.advance(50);
  take(4);
  clock.advance(1_000);
  // 3 was postponed in turn, and passed by 4.
  expect(went.map(([, ...seqs]) => seqs)).toEqual([[2], [1], [4], [3]]);
  take(5);
  clock.advance(499);
  expect(went).toHaveLength(4);
  clock.advance(1);
  expect(went.at(-1)).toEqual([1_550, 5]);
});

it('a batch goes when it is full or its time is over, in the order of its events, within the bounds', () => {
  const { clock, went, take, postponing } = start({ batch: { size: 3, wait_ms: 200 } });
  take(1, 2, 3, 4);
  expect(went).toEqual([[0, 1, 2, 3]]);
  clock.advance(200);
  expect(went.at(-1)).toEqual([200, 4]);
  const big = (seq: number) => [owedEvent(seq, { change: new Uint8Array(2 * 1024 * 1024) })];
  postponing.take(queueId, [big(5), big(6)]);
  expect(went.at(-1)).toEqual([200, 5]);
});

it('nothing outlives the set: not its time, not its end, not an order promised since', () => {
  const delay = { delay: { from_ms: 60_000, to_ms: 60_000 } };
  const timed = start(delay, { expiresAt: 1_000 });
  timed.take(1);
  timed.clock.advance(1_000);
  timed.take(2);
  expect(timed.went).toEqual([
    [1_000, 1],
    [1_000, 2],
  ]);
  const cleared = start(delay);
  cleared.take(1);
  cleared.become({});
  expect(cleared.went).toEqual([[0, 1]]);
  const ordered = start(delay);
  ordered.take(1);
  const [app] = directory().apps;
  if (!app) throw new Error('the directory has an app');
  ordered.become({ faults: [faultSet(delay)], apps: [{ ...app, order: 'number' }] });
  expect(ordered.went).toEqual([[0, 1]]);
});

it('lets go of what is no longer owed, and of everything when it stops', () => {
  const { clock, went, take, postponing } = start({ delay: { from_ms: 10, to_ms: 10 } });
  take(1, 2);
  postponing.drop(queueId, new Set([1]));
  clock.advance(10);
  expect(went).toEqual([[10, 2]]);
  take(3);
  postponing.stop();
  clock.advance(100);
  expect(went).toHaveLength(1);
});

it('loses nothing and doubles nothing, whatever is on and however it comes', () => {
  const shares = fc.record({
    delay: fc.double({ min: 0, max: 1, noNaN: true }),
    other: fc.nat({ max: 100 }),
  });
  const arrivals = fc.array(fc.record({ ms: fc.nat({ max: 900 }), count: fc.integer({ min: 1, max: 4 }) }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.nat(), shares, arrivals, (seed, share, come) => {
      const other = share.other / 100;
      const { clock, went, take } = start(
        {
          delay: { probability: share.delay, from_ms: 1, to_ms: 700 },
          reorder: { probability: other, within: 3, wait_ms: 300 },
          batch: { probability: other, size: 3, wait_ms: 250 },
          burst: { probability: other / 10, quiet_ms: 500, factor: 2 },
        },
        { seed },
      );
      let seq = 0;
      for (const { ms, count } of come) {
        take(...Array.from({ length: count }, () => ++seq));
        clock.advance(ms);
      }
      clock.advance(60_000);
      const all = went.flatMap(([, ...seqs]) => seqs).sort((one, two) => one - two);
      expect(all).toEqual(Array.from({ length: seq }, (_, index) => index + 1));
    }),
    { numRuns: 60 },
  );
});
