// Delivery in a thread of its own, so that signing and sending share no event loop with accepting. What it needs
// of the store it gets through a port. A thread that dies is started again: what it had in flight is still owed,
// and is handed out anew.
import type { MessagePort, Worker } from 'node:worker_threads';
import type { Clock } from '../../base/clock.ts';
import { startThread } from '../../base/thread.ts';
import type { MetricSnapshot } from '../../observe/metric-page.ts';
import type { AttemptReport } from '../attempt.ts';
import type { QueueHealth } from '../gate/gates.ts';
import type { DeliveryStart } from './worker.ts';

export interface DeliveryThread {
  start(): Promise<void>;
  /** Starts nothing new; resolves when what was in flight has ended and is settled. */
  stop(): Promise<void>;
  /** What the thread last told of its endpoints, a second ago at most. */
  health(): Promise<QueueHealth[]>;
  /** What the thread has last told of its numbers. */
  metrics(): MetricSnapshot | null;
  /** Ends the thread, whatever it is doing. */
  abandon(): Promise<void>;
}

export interface DeliveryThreadOptions extends Omit<DeliveryStart, 'storePort' | 'isWatched'> {
  newStorePort: () => MessagePort;
  clock: Clock;
  onAttempt?: (report: AttemptReport) => void;
  onLost: (cause: unknown) => void;
}

export type FromDeliveryThread =
  | { kind: 'ready' }
  | { kind: 'stopped' }
  | { kind: 'health'; health: QueueHealth[] }
  | { kind: 'metrics'; snapshot: MetricSnapshot }
  | { kind: 'attempt'; report: AttemptReport };

const restartAfterMs = 1_000;

export function createDeliveryThread(options: DeliveryThreadOptions): DeliveryThread {
  const { newStorePort, clock, onAttempt, onLost, ...settings } = options;
  let worker: Worker | null = null;
  let isStopping = false;
  let health: QueueHealth[] = [];
  let metrics: MetricSnapshot | null = null;
  let noteStopped = () => {};

  /** Resolves when it delivers; rejects when it never came to that. */
  function run(): Promise<void> {
    const storePort = newStorePort();
    const workerData: DeliveryStart = { ...settings, storePort, isWatched: onAttempt !== undefined };
    const started = startThread(new URL('./worker.ts', import.meta.url), {
      workerData,
      transferList: [storePort],
    });
    worker = started;
    return new Promise((resolve, reject) => {
      started.on('error', (cause) => {
        onLost(cause);
        reject(cause);
      });
      started.on('exit', () => {
        worker = null;
        noteStopped();
        clock.after(restartAfterMs, restart);
      });
      started.on('message', (message: FromDeliveryThread) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'stopped') noteStopped();
        else if (message.kind === 'health') health = message.health;
        else if (message.kind === 'metrics') metrics = message.snapshot;
        else onAttempt?.(message.report);
      });
    });
  }

  function restart(): void {
    if (!isStopping) run().catch(() => {});
  }

  return {
    start: run,
    stop() {
      isStopping = true;
      return new Promise((resolve) => {
        noteStopped = resolve;
        if (worker) worker.postMessage('stop');
        else resolve();
      });
    },
    health: async () => health,
    metrics: () => metrics,
    async abandon() {
      isStopping = true;
      await worker?.terminate();
    },
  };
}
