// What keeps endpoints out of each other's way: fair shares of what is due, pages of what is owed, and a smoothed
// return after an outage.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { DueQuery } from '../store.ts';
import { acceptOwed, retrying, settlement } from './samples.ts';

const nothing: ReadonlySet<string> = new Set();

export function isolationChapter(bench: Bench): void {
  fairnessCases(bench);
  pageCases(bench);
  pullForwardCases(bench);
}

function fairnessCases(bench: Bench): void {
  /** Queue 1 has forty due retries, all earlier than the two of queue 2 and the one of queue 3. */
  async function oneDeadEndpoint(): Promise<void> {
    const { store } = bench;
    await acceptOwed(store, ...Array.from({ length: 40 }, () => [1]), [2], [2], [3]);
    const dead = Array.from({ length: 40 }, (_, index) => retrying([index + 1], 2_000 + index));
    await store.deliveries.settle([
      ...dead,
      retrying([41], 5_001, { queueId: 2 }),
      retrying([42], 5_002, { queueId: 2 }),
      retrying([43], 5_003, { queueId: 3 }),
    ]);
  }
  async function due(query: Partial<DueQuery>): Promise<string[]> {
    const all = await bench.store.deliveries.due({ now: 9_000, limit: 10, except: nothing, ...query });
    return all.map(({ queueId, events }) => `${queueId}-${events[0]?.seq}`);
  }

  it('gives every queue its share of an answer, however many retries another has', async () => {
    await oneDeadEndpoint();
    expect(await due({ limit: 3 })).toEqual(['1-1', '2-41', '3-43']);
    expect(await due({ limit: 6 })).toEqual(['1-1', '1-2', '1-3', '2-41', '2-42', '3-43']);
    expect(await due({ perQueue: 2 })).toEqual(['1-1', '1-2', '2-41', '2-42', '3-43']);
  });

  it('leaves out queues that have enough in hand', async () => {
    await oneDeadEndpoint();
    const exceptQueues = new Set([1, 3]);
    expect(await due({ exceptQueues })).toEqual(['2-41', '2-42']);
    expect(await due({ exceptQueues, except: new Set(['2-41']), perQueue: 1 })).toEqual(['2-42']);
    expect(await bench.store.deliveries.nextDueAt(nothing, exceptQueues)).toBe(5_001);
    expect(await bench.store.deliveries.nextDueAt(nothing, new Set([1, 2, 3]))).toBeNull();
  });
}

function pageCases(bench: Bench): void {
  it('pages through what a queue was never sent, and through what it waits to be sent again', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1, 2], [1], [1], [2]);
    await store.deliveries.settle([retrying([1, 3], 5_000, { giveUpAt: 80_000 }), settlement([4])]);
    await acceptOwed(store, [1], [1]);
    const untried = async (afterSeq: number, limit: number) =>
      (await store.deliveries.untried({ queueId: 1, afterSeq, limit })).map(({ seq }) => seq);
    expect(await untried(0, 2)).toEqual([2, 6]);
    expect(await untried(6, 2)).toEqual([7]);
    expect(await untried(7, 2)).toEqual([]);
    const [head] = await store.deliveries.untried({ queueId: 1, afterSeq: 0, limit: 1 });
    expect(head).toEqual({
      seq: 2,
      wabaId: 1,
      entryId: '300000000000001',
      field: 'messages',
      phoneNumber: '400000000000001',
      origin: 'upstream',
      acceptedAt: 1_000,
    });
    const waiting = await store.deliveries.waiting({ queueId: 1, afterSeq: 0, limit: 10 });
    expect(waiting).toEqual([
      {
        queueId: 1,
        seqs: [1, 3],
        attempts: 1,
        acceptedAt: 1_000,
        giveUpAt: 80_000,
        events: [
          { ...head, seq: 1 },
          { ...head, seq: 3 },
        ],
      },
    ]);
    expect(await store.deliveries.waiting({ queueId: 1, afterSeq: 1, limit: 10 })).toEqual([]);
    expect(await store.deliveries.waiting({ queueId: 2, afterSeq: 0, limit: 10 })).toEqual([]);
  });
}

function pullForwardCases(bench: Bench): void {
  it('pulls the retries of one queue forward, oldest first and evenly spaced', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1], [2], [1], [1]);
    await store.deliveries.settle([
      retrying([1], 8_000),
      retrying([2], 7_000),
      retrying([3], 7_500, { queueId: 2 }),
      retrying([4], 2_000),
      retrying([5], 9_000),
    ]);
    const pull = (afterSeq: number, startAt: number) =>
      store.deliveries.pullForward({ queueId: 1, afterSeq, limit: 3, startAt, everyMs: 100 });
    expect(await pull(0, 3_000)).toEqual({ count: 3, lastSeq: 4 });
    expect(await pull(4, 3_300)).toEqual({ count: 1, lastSeq: 5 });
    expect(await pull(5, 3_400)).toEqual({ count: 0, lastSeq: null });
    const due = await store.deliveries.due({ now: 9_999, limit: 10, except: nothing });
    expect(due.map(({ nextAt, events }) => [events[0]?.seq, nextAt])).toEqual([
      [4, 2_000],
      [1, 3_000],
      [2, 3_100],
      [5, 3_300],
      [3, 7_500],
    ]);
  });
}
