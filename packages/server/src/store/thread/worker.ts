// The database thread: opens the store, then serves it to every port it is given. Ended by whoever started it.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../base/clock.ts';
import { openSqliteStore } from '../sqlite.ts';
import { StoreError } from '../store.ts';
import type { FromStoreThread, StoreThreadStart } from './open.ts';
import { serveStore } from './serve-store.ts';

if (!parentPort) throw new Error('this file is the start of a thread');
const parent = parentPort;
const tell = (message: FromStoreThread) => parent.postMessage(message);
// Written by open.ts, which starts this thread.
const start = workerData as StoreThreadStart;

try {
  const store = await openSqliteStore({
    ...start,
    clock: systemClock,
    // An error does not survive the way to another thread whole; its text does.
    onNotice: ({ kind, message, cause }) =>
      tell({
        kind: 'notice',
        notice: { kind, message, ...(cause !== undefined && { cause: String(cause) }) },
      }),
  });
  parent.on('message', ({ port }: { port: MessagePort }) => serveStore(store, port));
  tell({ kind: 'opened' });
} catch (error) {
  const code = error instanceof StoreError ? error.code : null;
  tell({ kind: 'failed', code, message: error instanceof Error ? error.message : String(error) });
  parent.close();
}
