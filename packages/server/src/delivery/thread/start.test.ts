// A delivery thread that has died, while it waits to be started again.
import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { createTestClock } from '../../test/support/test-clock.ts';
import { until } from '../../test/support/until.ts';
import { createDeliveryThread, type DeliveryThreadOptions } from './start.ts';

it('can be stopped between its death and its next start, and is then not started again', async () => {
  const clock = createTestClock();
  let starts = 0;
  let restartsPlanned = 0;
  const causes: unknown[] = [];
  const delivery = createDeliveryThread({
    newStorePort() {
      starts += 1;
      return new MessageChannel().port1;
    },
    clock: {
      ...clock,
      after(ms, run) {
        restartsPlanned += 1;
        return clock.after(ms, run);
      },
    },
    onLost: (cause) => causes.push(cause),
    // Nothing of it, so that the thread dies at its first step.
    ...({} as Omit<DeliveryThreadOptions, 'newStorePort' | 'clock' | 'onLost'>),
  });
  await expect(delivery.start()).rejects.toThrow();
  await until(() => restartsPlanned === 1, 5_000);
  await delivery.stop();
  expect(causes).toHaveLength(1);
  clock.advance(60_000);
  expect(starts).toBe(1);
});
