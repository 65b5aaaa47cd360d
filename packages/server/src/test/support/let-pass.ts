// Time that passes while something is awaited: a handshake, for one, waits on the clock for a moment.
import type { TestClock } from './test-clock.ts';
import { until } from './until.ts';

const stepMs = 20;

export async function letPass<T>(clock: TestClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const watched = work.finally(() => {
    isDone = true;
  });
  await until(() => {
    clock.advance(stepMs);
    return isDone;
  });
  return watched;
}
