// The feed: everything owed reaches delivery, in order, whole groups at a time, within credit, and again after
// a restart.
import { expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import type { Bench } from '../conformance.ts';
import {
  acceptOwed,
  acceptRequest,
  bytesOf,
  newEvent,
  recordingConsumer,
  retrying,
  settlement,
  textOf,
} from './samples.ts';

export function feedChapter(bench: Bench): void {
  handingCases(bench);
  creditCases(bench);
  recoveryCases(bench);
}

function handingCases(bench: Bench): void {
  it('hands a committed event over with everything that delivery needs', async () => {
    const { store } = bench;
    const consumer = recordingConsumer();
    store.feed.start(consumer);
    const event = newEvent({ queueIds: [1, 2], change: bytesOf('{"exact": 1.0}') });
    await store.events.accept(acceptRequest({ events: [event], origin: 'test', acceptedAt: 9 }));
    await until(() => consumer.calls.length === 2);
    const { queueIds: _, ...facts } = event;
    const owed = { ...facts, seq: 1, group: 1, origin: 'test', acceptedAt: 9 };
    expect(consumer.calls).toEqual([
      { queueId: 1, events: [owed] },
      { queueId: 2, events: [owed] },
    ]);
  });

  it('hands over the same from the disk as from memory', async () => {
    const { store } = bench;
    const event = newEvent({
      change: bytesOf('{"exact": 1.0}'),
      wabaId: null,
      phoneNumber: null,
      entryTime: null,
    });
    await store.events.accept(acceptRequest({ events: [event, event] }));
    const consumer = recordingConsumer();
    store.feed.start(consumer);
    await until(() => consumer.seqs().length === 2);
    const fromDisk = consumer.calls.flatMap((call) => call.events);
    await store.events.accept(acceptRequest({ events: [event, event] }));
    await until(() => consumer.seqs().length === 4);
    const fromMemory = consumer.calls.flatMap((call) => call.events).slice(2);
    expect(fromMemory.map((owed) => ({ ...owed, seq: owed.seq - 2, group: owed.group - 2 }))).toEqual(
      fromDisk,
    );
    expect(fromDisk.map((owed) => textOf(owed.change))).toEqual(['{"exact": 1.0}', '{"exact": 1.0}']);
  });

  it('never calls the consumer before the call that caused it has returned', async () => {
    const { store } = bench;
    await acceptOwed(store, [1]);
    const consumer = recordingConsumer();
    store.feed.start(consumer);
    expect(consumer.calls).toEqual([]);
    await until(() => consumer.calls.length === 1);
  });

  it('calls nothing after it was stopped, and hands everything out again to a new consumer', async () => {
    const { store } = bench;
    const first = recordingConsumer();
    store.feed.start(first);
    await acceptOwed(store, [1]);
    await until(() => first.seqs().length === 1);
    await store.events.accept(acceptRequest());
    store.feed.stop();
    await acceptOwed(store, [1]);
    const second = recordingConsumer();
    store.feed.start(second);
    await until(() => second.seqs().length === 3);
    expect(second.seqs()).toEqual([1, 2, 3]);
    expect(first.seqs()).toEqual([1]);
  });

  it('keeps the order of seqs in every queue while requests come from all sides', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ events: 7 });
    const settling = { ...consumer, onOwed: consumer.onOwed };
    settling.onOwed = (queueId, events) => {
      consumer.onOwed(queueId, events);
      void store.deliveries.settle(events.map((event) => settlement([event.seq], { queueId })));
    };
    store.feed.start(settling);
    const queues = Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? [1, 2] : [1 + (index % 2)]));
    await Promise.all(queues.map((queueIds) => acceptOwed(store, queueIds, queueIds)));
    const expected = (queueId: number) => 2 * queues.filter((queueIds) => queueIds.includes(queueId)).length;
    await until(() => consumer.seqs(1).length >= expected(1) && consumer.seqs(2).length >= expected(2));
    for (const queueId of [1, 2]) {
      const seqs = consumer.seqs(queueId);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      expect(seqs).toHaveLength(expected(queueId));
    }
    await until(async () => (await store.deliveries.backlog()).length === 0);
    expect(await store.feed.sweep()).toBe(0);
  });
}

function creditCases(bench: Bench): void {
  it('hands out no more events than the credit, and the rest as settling gives credit back', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ events: 4 });
    store.feed.start(consumer);
    for (let body = 0; body < 10; body++) await acceptOwed(store, [1]);
    await until(() => consumer.seqs().length === 4);
    expect(await store.feed.sweep()).toBe(0);
    await store.deliveries.settle([settlement([1]), settlement([2])]);
    await until(() => consumer.seqs().length === 6);
    await store.deliveries.settle([3, 4, 5, 6].map((seq) => settlement([seq])));
    await until(() => consumer.seqs().length === 10);
    expect(consumer.seqs()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('counts bytes as well as events', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ bytes: 250 });
    store.feed.start(consumer);
    const sized = () => acceptRequest({ events: [newEvent({ change: new Uint8Array(100) })] });
    for (let body = 0; body < 4; body++) await store.events.accept(sized());
    await until(() => consumer.seqs().length === 2);
    expect(await store.feed.sweep()).toBe(0);
    await store.deliveries.settle([settlement([1])]);
    await until(() => consumer.seqs().length === 3);
  });

  it('never splits a group, even one larger than the whole credit', async () => {
    const { store } = bench;
    await acceptOwed(store, [1], [1]);
    await acceptOwed(store, [1], [1], [], [1], [1]);
    await acceptOwed(store, [1]);
    const consumer = recordingConsumer({ events: 3 });
    store.feed.start(consumer);
    await until(() => consumer.seqs().length === 2);
    await store.deliveries.settle([settlement([1, 2])]);
    await until(() => consumer.seqs().length === 6);
    expect(await store.feed.sweep()).toBe(0);
    await store.deliveries.settle([settlement([3, 4, 6, 7])]);
    await until(() => consumer.seqs().length === 7);
    expect(consumer.calls.map((call) => call.events.map((event) => event.seq))).toEqual([
      [1, 2],
      [3, 4, 6, 7],
      [8],
    ]);
  });

  it('gives credit back for settlements that change nothing', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ events: 1 });
    store.feed.start(consumer);
    await acceptOwed(store, [1]);
    await acceptOwed(store, [1]);
    await until(() => consumer.seqs().length === 1);
    await store.deliveries.settle([settlement([1]), settlement([1])]);
    await until(() => consumer.seqs().length === 2);
    await store.deliveries.settle([settlement([2])]);
    await acceptOwed(store, [1]);
    await until(() => consumer.seqs().length === 3);
  });

  it('does not let a queue that stands still hold up another', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ events: 2 });
    store.feed.start(consumer);
    for (let body = 0; body < 5; body++) await acceptOwed(store, [1]);
    await acceptOwed(store, [2]);
    await until(() => consumer.seqs(2).length === 1);
    expect(consumer.seqs(1)).toEqual([1, 2]);
  });

  it('gives credit back when a delivery is left to be retried, and does not hand it out again', async () => {
    const { store } = bench;
    const consumer = recordingConsumer({ events: 1 });
    store.feed.start(consumer);
    await acceptOwed(store, [1]);
    await acceptOwed(store, [1]);
    await until(() => consumer.seqs().length === 1);
    await store.deliveries.settle([retrying([1], 5_000)]);
    await until(() => consumer.seqs().length === 2);
    expect(consumer.seqs()).toEqual([1, 2]);
    expect(await store.feed.sweep()).toBe(0);
  });
}

function recoveryCases(bench: Bench): void {
  it('hands out everything owed again after a restart', async () => {
    const seqs = await acceptOwed(bench.store, [1], [2], [1], []);
    const before = recordingConsumer();
    bench.store.feed.start(before);
    await until(() => before.seqs(1).length + before.seqs(2).length === 3);
    await bench.store.deliveries.settle([settlement([1])]);
    const store = await bench.subject.reopen();
    const consumer = recordingConsumer();
    store.feed.start(consumer);
    await until(() => consumer.calls.length === 2);
    expect(consumer.seqs(1)).toEqual([seqs[2]]);
    expect(consumer.seqs(2)).toEqual([seqs[1]]);
  });

  it('finds by a sweep what the consumer threw away', async () => {
    const { store } = bench;
    const consumer = recordingConsumer();
    let breaksDown = true;
    store.feed.start({
      ...consumer,
      onOwed(queueId, events) {
        if (breaksDown) {
          breaksDown = false;
          throw new Error('a consumer of the test');
        }
        consumer.onOwed(queueId, events);
      },
    });
    await acceptOwed(store, [1], [1]);
    await until(() => !breaksDown);
    await acceptOwed(store, [1]);
    await until(() => consumer.seqs().length === 1);
    expect(await store.feed.sweep()).toBe(2);
    await until(() => consumer.seqs().length === 3);
    expect(consumer.seqs()).toEqual([3, 1, 2]);
    expect(await store.feed.sweep()).toBe(0);
  });

  it('sweeps nothing before it was started', async () => {
    await acceptOwed(bench.store, [1]);
    expect(await bench.store.feed.sweep()).toBe(0);
  });
}
