// Ways to send a body badly on purpose, for apps that are to show that they survive it: a few bytes at a time, or
// half of it and then a reset. An endless body is none of them: the deadline of the attempt holds as always.
import { setTimeout as wait } from 'node:timers/promises';

export type Disturbance = { kind: 'slow'; bytesPerSecond: number } | { kind: 'reset' };

const sliceEveryMs = 100;
/** For the half to leave this machine: what is still in a buffer is lost with the connection. */
const resetAfterMs = 30;

/** undici takes a body in pieces as an iterable, and states its length when the headers do. */
export function disturbedBody(
  body: Uint8Array,
  disturbance: Disturbance,
  cut: () => void,
): AsyncIterable<Uint8Array> {
  return disturbance.kind === 'slow' ? trickle(body, disturbance.bytesPerSecond) : half(body, cut);
}

async function* trickle(body: Uint8Array, bytesPerSecond: number): AsyncGenerator<Uint8Array> {
  const slice = Math.max(1, Math.round((bytesPerSecond * sliceEveryMs) / 1_000));
  for (let at = 0; at < body.length; at += slice) {
    if (at > 0) await wait(sliceEveryMs);
    yield body.subarray(at, at + slice);
  }
}

async function* half(body: Uint8Array, cut: () => void): AsyncGenerator<Uint8Array> {
  yield body.subarray(0, Math.ceil(body.length / 2));
  await wait(resetAfterMs);
  cut();
  throw new Error('the connection was reset on purpose');
}
