// Whether a receiver holds more and more memory: a million signed notifications through one of them, the heap taken
// after collecting, first when its dedupe store is full and then at the end. No sockets, so that it is its own.
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createReceiver } from '@wahook/receiver';
import type { Scenario } from '../parts/scenario.ts';
import { receiverSecret, receiverToken, signedBodies } from '../parts/signed-requests.ts';
import { rounded } from '../parts/statistics.ts';

/** A million with the default of 20,000 events. */
const timesEvents = 50;
const atOnce = 5_000;
const shares = 5;

export const receiverHeap: Scenario = {
  name: 'receiver-heap',
  about: 'heap and array buffers of the receiver library over a million notifications (50 times --events)',
  async run({ events, note }) {
    const collect = garbageCollector();
    const total = events * timesEvents;
    let handled = 0;
    const receiver = createReceiver({ appSecret: receiverSecret, verifyToken: receiverToken }).on(
      'messages',
      () => void handled++,
    );
    const query = new URLSearchParams();
    const heapMb: number[] = [];
    for (let share = 1; share <= shares; share++) {
      while (handled < (total * share) / shares) {
        for (const { body, signature } of signedBodies(atOnce, 600)) {
          const headers = (name: string) => (name === 'x-hub-signature-256' ? signature : undefined);
          await receiver.handle({ method: 'POST', query, headers, body });
        }
      }
      // Memory of buffers that were collected is given back a turn later.
      for (let i = 0; i < 3; i++) {
        collect();
        await setImmediate();
      }
      // The dedupe store is in array buffers, which the heap does not count.
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      heapMb.push((heapUsed + arrayBuffers) / 1_000_000);
      note(`after ${handled} notifications: heap ${heapMb.at(-1)?.toFixed(1)} MB`);
    }
    const [first = Number.NaN, last = Number.NaN] = [heapMb[0], heapMb.at(-1)];
    return {
      scenario: 'receiver-heap',
      notifications: handled,
      heap_mb_after_a_fifth: rounded(first, 1),
      heap_mb: rounded(last, 1),
      heap_mb_more: rounded(last - first, 1),
    };
  },
};

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  // The flag gives it to contexts made from now on.
  const gc: () => void = runInNewContext('gc');
  return gc;
}
