// Settling and retrying: what was attempted is recorded once, and nothing that is owed gets lost or sent for
// ever.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import { acceptOwed, attempt, bytesOf, retrying, settlement } from './samples.ts';

const nothing: ReadonlySet<string> = new Set();

export function deliveriesChapter(bench: Bench): void {
  firstAttemptCases(bench);
  laterAttemptCases(bench);
  dueCases(bench);
}

function firstAttemptCases(bench: Bench): void {
  it('records a delivery with its first attempt', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    await store.deliveries.settle([settlement([1], { attempt: attempt({ excerpt: bytesOf('fine') }) })]);
    expect(await store.deliveries.get('1-1')).toEqual({
      id: '1-1',
      queueId: 1,
      replayId: null,
      replayedBy: null,
      appId: 0,
      firstSeq: 1,
      events: 1,
      state: 'delivered',
      attemptCount: 1,
      lastStatus: 200,
      reason: 'ok',
      acceptedAt: 1_000,
      firstAttemptAt: 2_000,
      lastAttemptAt: 2_000,
      nextAt: null,
      giveUpAt: 9_000,
      splitFrom: null,
      seqs: [1],
      faults: [],
      attempts: [
        {
          no: 1,
          startedAt: 2_000,
          durationMs: 30,
          status: 200,
          reason: 'ok',
          excerpt: bytesOf('fine'),
          faults: [],
        },
      ],
    });
    expect(await store.deliveries.backlog()).toEqual([]);
  });

  it('records the members of a delivery of several events', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [], [1], [1]);
    await store.deliveries.settle([settlement([1, 3, 4])]);
    expect(await store.deliveries.get('1-1')).toMatchObject({ events: 3, seqs: [1, 3, 4] });
    for (const seq of [1, 3, 4]) expect(await store.deliveries.list({ seq, limit: 10 })).toHaveLength(1);
    expect(await store.deliveries.list({ seq: 2, limit: 10 })).toEqual([]);
  });

  it('counts only for members that are still owed', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1], [1]);
    await store.deliveries.settle([settlement([1])]);
    await store.deliveries.settle([settlement([1, 2, 3], { reason: 'late' })]);
    expect(await store.deliveries.get('1-1')).toMatchObject({ reason: 'ok', seqs: [1] });
    expect(await store.deliveries.get('1-2')).toMatchObject({ reason: 'late', seqs: [2, 3] });
  });

  it('writes once what is told twice', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    const failed = retrying([1], 5_000);
    await store.deliveries.settle([failed, failed]);
    await store.deliveries.settle([failed, settlement([1])]);
    expect(await store.deliveries.get('1-1')).toMatchObject({ state: 'retrying', attemptCount: 1 });
    expect(await store.deliveries.list({ limit: 10 })).toHaveLength(1);
  });

  it('writes nothing for events that are not owed to the queue', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    await store.deliveries.settle([settlement([1], { queueId: 2 }), settlement([7]), settlement([])]);
    expect(await store.deliveries.list({ limit: 10 })).toEqual([]);
    expect(await store.deliveries.backlog()).toEqual([{ queueId: 1, pending: 1, retrying: 0 }]);
  });

  it('records what was given up before any attempt', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    await acceptOwed(store, [1]);
    const untried = { attempt: null, reason: 'unsubscribed' };
    await store.deliveries.settle([settlement([1], { ...untried, state: 'cancelled' })]);
    await store.deliveries.settle([settlement([2], { ...untried, state: 'dead' })]);
    expect(await store.deliveries.get('1-1')).toMatchObject({
      state: 'cancelled',
      reason: 'unsubscribed',
      attemptCount: 0,
      attempts: [],
      lastStatus: null,
      firstAttemptAt: null,
      lastAttemptAt: null,
    });
    expect(await store.deliveries.get('1-2')).toMatchObject({ state: 'dead', attemptCount: 0 });
  });

  it('refuses a settlement that can never hold, and stores its neighbours', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1], [1], [1]);
    const kept = store.deliveries.settle([settlement([1], { reason: 'kept' })]);
    const unordered = settlement([3, 2]);
    await expect(store.deliveries.settle([unordered, settlement([4])])).rejects.toThrow();
    await kept;
    expect(await store.deliveries.get('1-1')).toMatchObject({ reason: 'kept' });
    expect(await store.deliveries.get('1-4')).toMatchObject({ reason: 'ok' });
    const withoutTime = retrying([2], 0, { nextAt: null });
    await expect(store.deliveries.settle([withoutTime])).rejects.toThrow();
    const withoutAttempt = retrying([2], 5_000, { attempt: null });
    await expect(store.deliveries.settle([withoutAttempt])).rejects.toThrow();
    expect(await store.deliveries.backlog()).toEqual([{ queueId: 1, pending: 2, retrying: 0 }]);
  });
}

function laterAttemptCases(bench: Bench): void {
  it('records each later attempt and the state it led to', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1]);
    await store.deliveries.settle([retrying([1, 2], 5_000)]);
    const second = attempt({ no: 2, startedAt: 5_001, status: null });
    await store.deliveries.settle([retrying([1, 2], 7_000, { reason: 'timeout', attempt: second })]);
    const third = attempt({ no: 3, startedAt: 7_002, excerpt: bytesOf('ok') });
    await store.deliveries.settle([settlement([1, 2], { attempt: third })]);
    const delivery = await store.deliveries.get('1-1');
    expect(delivery).toMatchObject({
      state: 'delivered',
      reason: 'ok',
      attemptCount: 3,
      lastStatus: 200,
      firstAttemptAt: 2_000,
      lastAttemptAt: 7_002,
      nextAt: null,
      seqs: [1, 2],
    });
    expect(delivery?.attempts).toMatchObject([
      { no: 1, startedAt: 2_000, durationMs: 30, status: 503, reason: 'http_503', excerpt: null },
      { no: 2, startedAt: 5_001, durationMs: 30, status: null, reason: 'timeout', excerpt: null },
      { no: 3, startedAt: 7_002, durationMs: 30, status: 200, reason: 'ok', excerpt: bytesOf('ok') },
    ]);
  });

  it('ignores an attempt that does not follow the last one, or a delivery that has ended', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    await store.deliveries.settle([retrying([1], 5_000)]);
    await store.deliveries.settle([settlement([1], { attempt: attempt({ no: 3 }) })]);
    expect(await store.deliveries.get('1-1')).toMatchObject({ state: 'retrying', attemptCount: 1 });
    const second = settlement([1], { attempt: attempt({ no: 2 }) });
    await store.deliveries.settle([second, second]);
    await store.deliveries.settle([retrying([1], 9_000, { attempt: attempt({ no: 3 }) })]);
    const cancelled = settlement([1], { attempt: null, state: 'cancelled', reason: 'unsubscribed' });
    await store.deliveries.settle([cancelled]);
    expect(await store.deliveries.get('1-1')).toMatchObject({
      state: 'delivered',
      attemptCount: 2,
      reason: 'ok',
    });
  });

  it('ends a retrying delivery without another attempt', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    await store.deliveries.settle([retrying([1], 5_000)]);
    await store.deliveries.settle([
      settlement([1], { attempt: null, state: 'cancelled', reason: 'unsubscribed' }),
    ]);
    expect(await store.deliveries.get('1-1')).toMatchObject({
      state: 'cancelled',
      reason: 'unsubscribed',
      attemptCount: 1,
      lastStatus: 503,
      nextAt: null,
    });
    expect(await store.deliveries.nextDueAt(nothing)).toBeNull();
  });

  it('moves the time of a retry without an attempt', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    await store.deliveries.settle([retrying([1], 5_000)]);
    await store.deliveries.settle([retrying([1], 3_000, { attempt: null })]);
    expect(await store.deliveries.nextDueAt(nothing)).toBe(3_000);
  });

  it('keeps retrying deliveries over a restart', async () => {
    await acceptOwed(bench.store, [1]);
    await bench.store.deliveries.settle([retrying([1], 5_000)]);
    const store = await bench.subject.reopen();
    expect(await store.deliveries.nextDueAt(nothing)).toBe(5_000);
    expect(await store.deliveries.backlog()).toEqual([{ queueId: 1, pending: 0, retrying: 1 }]);
  });
}

function dueCases(bench: Bench): void {
  it('answers due deliveries with their events, earliest first', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1]);
    await acceptOwed(store, [2]);
    await acceptOwed(store, [1]);
    const [first] = await store.events.list({ beforeSeq: 2, limit: 1 });
    await store.deliveries.settle([
      retrying([1, 2], 6_000, { giveUpAt: 70_000 }),
      retrying([3], 5_000, { queueId: 2 }),
      retrying([4], 6_001),
    ]);
    const due = await store.deliveries.due({ now: 6_000, limit: 10, except: nothing });
    expect(due.map(({ events, ...facts }) => ({ ...facts, seqs: events.map((event) => event.seq) }))).toEqual(
      [
        { queueId: 2, reason: 'http_503', attempts: 1, giveUpAt: 9_000, nextAt: 5_000, seqs: [3] },
        { queueId: 1, reason: 'http_503', attempts: 1, giveUpAt: 70_000, nextAt: 6_000, seqs: [1, 2] },
      ],
    );
    expect(due[1]?.events[0]).toEqual(first);
  });

  it('leaves out what delivery has in hand, and answers no more than asked', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1], [1], [1]);
    await store.deliveries.settle([1, 2, 3, 4].map((seq) => retrying([seq], 5_000 + seq)));
    const except = new Set(['1-1', '1-3']);
    const seqs = async (limit: number) =>
      (await store.deliveries.due({ now: 9_000, limit, except })).map((due) => due.events[0]?.seq);
    expect(await seqs(1)).toEqual([2]);
    expect(await seqs(10)).toEqual([2, 4]);
    expect(await store.deliveries.nextDueAt(except)).toBe(5_002);
    expect(await store.deliveries.nextDueAt(new Set(['1-1', '1-2', '1-3', '1-4']))).toBeNull();
  });

  it('answers nothing when nothing is due', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    await store.deliveries.settle([retrying([1], 5_000)]);
    expect(await store.deliveries.due({ now: 4_999, limit: 10, except: nothing })).toEqual([]);
    await store.deliveries.settle([settlement([1], { attempt: attempt({ no: 2 }) })]);
    expect(await store.deliveries.due({ now: 9_999, limit: 10, except: nothing })).toEqual([]);
    expect(await store.deliveries.nextDueAt(nothing)).toBeNull();
  });
}
