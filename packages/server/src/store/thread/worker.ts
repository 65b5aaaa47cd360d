// The database thread: opens the store, then serves it to every port it is given. Ended by whoever started it.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Registry } from 'prom-client';
import { systemClock } from '../../base/clock.ts';
import { watchEventLoop } from '../../observe/event-loop-delay.ts';
import { snapshotEveryMs, snapshotOf } from '../../observe/metric-page.ts';
import { openSqliteStore } from '../sqlite.ts';
import { StoreError } from '../store.ts';
import { createStoreMeter } from '../store-meter.ts';
import type { FromStoreThread, StoreThreadStart } from './open.ts';
import { serveStore } from './serve-store.ts';

if (!parentPort) throw new Error('this file is the start of a thread');
const parent = parentPort;
const tell = (message: FromStoreThread) => parent.postMessage(message);
// Written by open.ts, which starts this thread.
const start = workerData as StoreThreadStart;

const registry = new Registry();
const meter = createStoreMeter(registry);
watchEventLoop(registry, 'database');

try {
  const store = await openSqliteStore({
    ...start,
    clock: systemClock,
    onCommit: meter.onCommit,
    // An error does not survive the way to another thread whole; its text does.
    onNotice: ({ kind, message, cause }) => {
      meter.onNotice({ kind });
      tell({
        kind: 'notice',
        notice: { kind, message, ...(cause !== undefined && { cause: String(cause) }) },
      });
    },
  });
  parent.on('message', ({ port }: { port: MessagePort }) => serveStore(store, port));
  tell({ kind: 'opened' });
  giveMetricsLater();
} catch (error) {
  const code = error instanceof StoreError ? error.code : null;
  tell({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  parent.close();
}

/** Pushed rather than asked for: whoever reads them gets an answer also while a commit holds this thread. */
function giveMetricsLater(): void {
  systemClock.after(snapshotEveryMs, async () => {
    tell({ kind: 'metrics', snapshot: await snapshotOf(registry) });
    giveMetricsLater();
  });
}
