// What the clock of retries holds at once: a share of each queue, in deliveries and in bytes.
import { expect, it } from 'vitest';
import type { DueDelivery, DueQuery, OwedEvent } from '../../store/store.ts';
import { createTestClock } from '../../test/support/test-clock.ts';
import { until } from '../../test/support/until.ts';
import { createRetryClock } from './retry-clock.ts';

const megabyte = 1024 * 1024;

function delivery(queueId: number, seq: number, bytes: number): DueDelivery {
  const event: OwedEvent = {
    seq,
    group: seq,
    wabaId: 1,
    entryId: '1',
    entryTime: null,
    entryNo: 0,
    field: 'messages',
    phoneNumber: null,
    origin: 'publish',
    acceptedAt: 0,
    change: new Uint8Array(bytes),
  };
  return { queueId, reason: 'http_503', attempts: 1, giveUpAt: 1_000_000, nextAt: 0, events: [event] };
}

/** As the store answers: nothing that is excepted, so many of each queue. */
function clockOver(all: DueDelivery[]) {
  const inHand = new Map<string, DueDelivery>();
  const idOf = ({ queueId, events }: DueDelivery) => `${queueId}-${events[0]?.seq}`;
  const waiting = ({ except, exceptQueues }: Partial<DueQuery>) =>
    all.filter((each) => !except?.has(idOf(each)) && !exceptQueues?.has(each.queueId));
  const clock = createRetryClock({
    store: {
      deliveries: {
        due: async (query) => waiting(query).slice(0, 4),
        nextDueAt: async (except, exceptQueues) =>
          waiting({ except, ...(exceptQueues && { exceptQueues }) }).length > 0 ? 0 : null,
      },
    },
    clock: createTestClock(),
    onDue: (due, id) => inHand.set(id, due),
  });
  const finish = (id: string) => {
    const done = inHand.get(id);
    inHand.delete(id);
    if (done) all.splice(all.indexOf(done), 1);
    clock.release(id);
  };
  return { clock, inHand, finish };
}

it('stops at the bytes of one queue, lets the others have theirs, and goes on when half of them are gone', async () => {
  const large = Array.from({ length: 20 }, (_, index) => delivery(1, index + 1, 3 * megabyte));
  const { clock, inHand, finish } = clockOver([...large, delivery(2, 100, 10)]);
  const ofQueue = (queueId: number) => [...inHand.values()].filter((each) => each.queueId === queueId).length;
  for (let look = 0; look < 6; look++) {
    clock.look();
    await until(() => inHand.size > 0);
  }
  await until(() => ofQueue(2) === 1);
  // Six have 18 MB; one answer of four may go over it.
  expect(ofQueue(1)).toBeGreaterThanOrEqual(6);
  expect(ofQueue(1)).toBeLessThanOrEqual(9);
  const done: string[] = [];
  await until(() => {
    const [id] = inHand.keys();
    if (id !== undefined) {
      done.push(id);
      finish(id);
    }
    expect(ofQueue(1)).toBeLessThanOrEqual(9);
    return done.length === 21;
  });
  await clock.stop();
  expect(new Set(done).size).toBe(21);
});
