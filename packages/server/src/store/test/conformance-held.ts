// Events that wait outside of their queue for an earlier one, and deliveries that are split: owed all the time,
// once each, whatever happens in between.
import { expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import type { Bench } from '../conformance.ts';
import { acceptOwed, attempt, recordingConsumer, retrying, settlement } from './samples.ts';

const nothing: ReadonlySet<string> = new Set();

export function heldChapter(bench: Bench): void {
  holdingCases(bench);
  settlingCases(bench);
  blockingCases(bench);
  splittingCases(bench);
}

async function heldSeqs(bench: Bench, strand: number | null, queueId = 1): Promise<number[]> {
  const page = await bench.store.held.read({ queueId, strand, afterSeq: 0, limit: 100 });
  return page.events.map((event) => event.seq);
}

/** Six events of queue 1, the second also of queue 2; two of strand 7 and one of strand 9 are held. */
async function holdSome({ store }: Bench): Promise<void> {
  await acceptOwed(store, [1], [1, 2], [1], [1], [1], [1]);
  await store.held.hold([
    { queueId: 1, strand: 7, seqs: [2, 4] },
    { queueId: 1, strand: 9, seqs: [3] },
  ]);
}

function holdingCases(bench: Bench): void {
  it('takes held events out of their queue alone, and keeps them by strand', async () => {
    await holdSome(bench);
    const { store } = bench;
    expect(await heldSeqs(bench, 7)).toEqual([2, 4]);
    expect(await heldSeqs(bench, 9)).toEqual([3]);
    expect(await heldSeqs(bench, null)).toEqual([2, 3, 4]);
    expect(await store.held.queues()).toEqual([1]);
    expect(await store.held.strands({ queueId: 1, afterStrand: -1, limit: 9 })).toEqual([7, 9]);
    expect(await store.held.strands({ queueId: 1, afterStrand: 7, limit: 9 })).toEqual([9]);
    const consumer = recordingConsumer();
    store.feed.start(consumer);
    await until(() => consumer.calls.length === 2);
    expect(consumer.seqs(1)).toEqual([1, 5, 6]);
    expect(consumer.seqs(2)).toEqual([2]);
    expect(await store.feed.sweep()).toBe(0);
  });

  it('names the last event that is still in the queue before something held', async () => {
    await holdSome(bench);
    const { store } = bench;
    expect(await store.held.pendingBefore(1)).toBe(1);
    expect(await store.held.pendingBefore(2)).toBeNull();
    await store.held.hold([{ queueId: 1, strand: 9, seqs: [6] }]);
    expect(await store.held.pendingBefore(1)).toBe(5);
    await store.deliveries.settle([settlement([1]), settlement([5])]);
    expect(await store.held.pendingBefore(1)).toBeNull();
  });

  it('gives the credit of held events back, and does not hand them out again', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ events: 2 });
    store.feed.start(consumer);
    for (let body = 0; body < 4; body++) await acceptOwed(store, [1]);
    await until(() => consumer.seqs().length === 2);
    await store.held.hold([{ queueId: 1, strand: 7, seqs: [1, 2] }]);
    await until(() => consumer.seqs().length === 4);
    expect(consumer.seqs()).toEqual([1, 2, 3, 4]);
    expect(await store.feed.sweep()).toBe(0);
  });

  it('gives the credit back of what a first attempt releases, whether that was news or not', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ events: 2 });
    store.feed.start(consumer);
    for (let body = 0; body < 6; body++) await acceptOwed(store, [1]);
    await until(() => consumer.seqs().length === 2);
    const dead = (seq: number, ...released: number[]) =>
      settlement([seq], { state: 'dead', released: [{ strand: 7, seqs: released }] });
    await store.deliveries.settle([dead(1, 2)]);
    await until(() => consumer.seqs().length === 4);
    expect(await heldSeqs(bench, 7)).toEqual([2]);
    // The third was ended by somebody else: it releases nothing, so the fourth must not be lost.
    await store.deliveries.settle([settlement([3])]);
    await store.deliveries.settle([dead(3, 4)]);
    expect(await store.feed.sweep()).toBe(1);
    await until(() => consumer.seqs().filter((seq) => seq === 4).length === 2);
  });

  it('reads pages that say whether more follows, with everything that delivery needs', async () => {
    await holdSome(bench);
    const { store } = bench;
    const page = (afterSeq: number) => store.held.read({ queueId: 1, strand: 7, afterSeq, limit: 1 });
    const first = await page(0);
    expect(first).toMatchObject({ more: true, events: [{ seq: 2, group: 1, splitFrom: null }] });
    const stored = await store.events.get(2);
    expect(first.events[0]).toEqual({ ...stored, splitFrom: null });
    expect(await page(2)).toMatchObject({ more: false, events: [{ seq: 4 }] });
    expect(await page(4)).toEqual({ more: false, events: [] });
  });

  it('moves what is held to another strand, and holds nothing that is settled', async () => {
    await holdSome(bench);
    await bench.store.deliveries.settle([settlement([5])]);
    await bench.store.held.hold([{ queueId: 1, strand: 8, seqs: [4, 5, 99] }]);
    expect(await heldSeqs(bench, 7)).toEqual([2]);
    expect(await heldSeqs(bench, 8)).toEqual([4]);
    expect(await heldSeqs(bench, null)).toEqual([2, 3, 4]);
  });

  it('keeps them over a restart, counts them as owed, and lets them be judged again', async () => {
    await holdSome(bench);
    const store = await bench.subject.reopen();
    expect(await heldSeqs(bench, 7)).toEqual([2, 4]);
    expect(await store.deliveries.backlog()).toEqual([
      { queueId: 1, pending: 6, retrying: 0 },
      { queueId: 2, pending: 1, retrying: 0 },
    ]);
    const untried = (afterSeq: number, limit: number) =>
      store.deliveries.untried({ queueId: 1, afterSeq, limit });
    expect((await untried(0, 4)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect((await untried(4, 4)).map(({ seq }) => seq)).toEqual([5, 6]);
  });

  it('keeps retention away from them', async () => {
    await holdSome(bench);
    const { store } = bench;
    await store.deliveries.settle([settlement([1, 5, 6]), settlement([2], { queueId: 2 })]);
    const policy = { now: 10_000_000_000, eventAgeMs: 1, deadAgeMs: 1, auditAgeMs: null };
    await store.upkeep.prune({ ...policy, dedupeWindowMs: 0, bytesMax: null, stripBodies: false });
    expect((await store.events.list({ limit: 9 })).map(({ seq }) => seq)).toEqual([4, 3, 2]);
  });
}

function settlingCases(bench: Bench): void {
  it('settles held events like pending ones, alone and together, once', async () => {
    await holdSome(bench);
    const { store } = bench;
    await store.deliveries.settle([settlement([2, 4]), settlement([2]), settlement([1, 3])]);
    expect(await heldSeqs(bench, null)).toEqual([]);
    expect(await store.held.queues()).toEqual([]);
    const all = await store.deliveries.list({ limit: 9 });
    expect(all.map(({ id, events }) => [id, events])).toEqual([
      ['1-2', 2],
      ['1-1', 2],
    ]);
    expect((await store.deliveries.list({ seq: 4, limit: 9 })).map(({ id }) => id)).toEqual(['1-2']);
  });

  it('finds a delivery by each of many events, also when some of them were no longer owed', async () => {
    const { store } = bench;
    const seqs = await acceptOwed(store, ...Array.from({ length: 40 }, () => [1]));
    await store.deliveries.settle([settlement([10], { state: 'cancelled', attempt: null })]);
    await store.held.hold([{ queueId: 1, strand: 7, seqs: [30, 31] }]);
    await store.deliveries.settle([settlement(seqs)]);
    expect((await store.deliveries.get('1-1'))?.seqs).toEqual(seqs.filter((seq) => seq !== 10));
    for (const seq of [2, 9, 11, 30, 31, 40]) {
      expect((await store.deliveries.list({ seq, limit: 9 })).map(({ id }) => id)).toEqual(['1-1']);
    }
    expect((await store.deliveries.list({ seq: 10, limit: 9 })).map(({ id }) => id)).toEqual(['1-10']);
    expect(await store.deliveries.backlog()).toEqual([]);
  });
}

function blockingCases(bench: Bench): void {
  it('tells which deliveries others may have to wait for, page by page, with their events', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1, 2], [1], [1]);
    await store.deliveries.settle([
      retrying([1, 3], 5_000),
      retrying([2], 5_000),
      retrying([2], 6_000, { queueId: 2 }),
      settlement([4]),
    ]);
    const page = async (afterSeq: number) =>
      (await store.held.blocking({ queueId: 1, afterSeq, limit: 1 })).map(({ firstSeq, events }) => [
        firstSeq,
        events.map(({ seq }) => seq),
      ]);
    expect(await page(0)).toEqual([[1, [1, 3]]]);
    expect(await page(1)).toEqual([[2, [2]]]);
    expect(await page(2)).toEqual([]);
  });
}

function splittingCases(bench: Bench): void {
  const second = (over: Parameters<typeof retrying>[2] = {}) =>
    retrying([1, 2], 7_000, {
      reason: 'http_422',
      attempt: attempt({ no: 2, status: 422 }),
      acceptedAt: 1_500,
      giveUpAt: 8_500,
      released: [
        { strand: 0, seqs: [3] },
        { strand: 5, seqs: [4] },
      ],
      ...over,
    });

  it('splits a delivery: some members stay, the others are owed by themselves', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1], [1], [1]);
    await store.deliveries.settle([retrying([1, 2, 3, 4], 5_000)]);
    await store.deliveries.settle([second()]);
    // Told again it is no news: nothing is taken from what has come of it.
    await store.deliveries.settle([second()]);
    const parent = await store.deliveries.get('1-1');
    expect(parent).toMatchObject({
      events: 2,
      seqs: [1, 2],
      acceptedAt: 1_500,
      giveUpAt: 8_500,
      splitFrom: 1,
    });
    expect(parent?.attempts).toHaveLength(2);
    expect(await heldSeqs(bench, 0)).toEqual([3]);
    expect(await heldSeqs(bench, 5)).toEqual([4]);
    expect(await store.deliveries.list({ seq: 3, limit: 9 })).toEqual([]);
    const [due] = await store.deliveries.due({ now: 7_000, limit: 9, except: nothing });
    expect(due?.events.map(({ seq }) => seq)).toEqual([1, 2]);
    const page = await store.held.read({ queueId: 1, strand: null, afterSeq: 0, limit: 9 });
    expect(page.events.map(({ splitFrom }) => splitFrom)).toEqual([1, 1]);
    await store.deliveries.settle([settlement([3, 4])]);
    expect(await store.deliveries.get('1-3')).toMatchObject({ splitFrom: 1, seqs: [3, 4], attemptCount: 1 });
    expect(await store.deliveries.backlog()).toEqual([{ queueId: 1, pending: 0, retrying: 1 }]);
  });

  it('splits at the first attempt, and without one', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1], [1], [1]);
    const released = [{ strand: 0, seqs: [2] }];
    await store.deliveries.settle([settlement([1], { state: 'dead', reason: 'http_500', released })]);
    await store.deliveries.settle([retrying([3, 4], 5_000)]);
    await store.deliveries.settle([
      settlement([3], {
        state: 'dead',
        reason: 'breaker_open',
        attempt: null,
        released: [{ strand: 0, seqs: [4] }],
      }),
    ]);
    expect(await heldSeqs(bench, 0)).toEqual([2, 4]);
    const all = await store.deliveries.list({ limit: 9 });
    expect(all.map(({ id, events, state, splitFrom }) => [id, events, state, splitFrom])).toEqual([
      ['1-3', 1, 'dead', 3],
      ['1-1', 1, 'dead', 1],
    ]);
  });
}
