// Plain objects stand in for routing: it is asked three things only, and when it answers is what matters here.
import { expect, it } from 'vitest';
import { buildTable, type RoutingTable } from '../routing/table.ts';
import { directory } from '../routing/test-directory.ts';
import type { OwedEvent } from '../store/store.ts';
import { createArrivals } from './arrivals.ts';

const unknownQueue = 77;

function bench() {
  let table: RoutingTable = buildTable(directory());
  let isBehind = true;
  const refreshes: { resolve(): void; reject(error: Error): void }[] = [];
  const taken: [number, number][] = [];
  const failed: number[] = [];
  const onOwed = createArrivals({
    routing: {
      table: () => table,
      isBehind: () => isBehind,
      refresh: () => new Promise((resolve, reject) => refreshes.push({ resolve, reject })),
    },
    take: (queueId, events) => taken.push(...events.map(({ seq }): [number, number] => [queueId, seq])),
    onFailed: (_queueId, events) => failed.push(...events.map(({ seq }) => seq)),
  });
  return {
    taken,
    failed,
    refreshes,
    owe: (queueId: number, seq: number) => onOwed(queueId, [event(seq)]),
    learn() {
      const replay = {
        replayId: 1,
        queueId: unknownQueue,
        endpointId: 1,
        startedAt: 1,
        ratePerSecond: 1,
        isOpen: true,
      };
      table = buildTable(directory({ replays: [replay] }));
      isBehind = false;
    },
    catchUp() {
      isBehind = false;
    },
  };
}

function event(seq: number): OwedEvent {
  return {
    ...{ seq, group: seq, wabaId: 1, entryId: '1', entryTime: null, entryNo: 0, field: 'messages' },
    ...{ phoneNumber: null, origin: 'upstream', acceptedAt: 1, change: new Uint8Array() },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets events of known queues through at once, and of unknown ones when there is nothing to learn', () => {
  const { owe, taken, catchUp } = bench();
  owe(1, 5);
  catchUp();
  owe(unknownQueue, 6);
  expect(taken).toEqual([
    [1, 5],
    [unknownQueue, 6],
  ]);
});

it('keeps events of a new queue until the table knows it, in their order', async () => {
  const { owe, taken, learn, refreshes } = bench();
  owe(unknownQueue, 5);
  owe(1, 8);
  await settled();
  expect(taken).toEqual([[1, 8]]);
  // The table knows the queue before the first events have arrived: later ones must not overtake them.
  learn();
  owe(unknownQueue, 6);
  expect(taken).toEqual([[1, 8]]);
  refreshes[0]?.resolve();
  await settled();
  owe(unknownQueue, 7);
  expect(taken.slice(1).map(([, seq]) => seq)).toEqual([5, 6, 7]);
});

it('gives back what it cannot place', async () => {
  const { owe, taken, failed, refreshes } = bench();
  owe(unknownQueue, 5);
  await settled();
  refreshes[0]?.reject(new Error('the store is closed'));
  await settled();
  expect({ taken, failed }).toEqual({ taken: [], failed: [5] });
});
