// Opens the SQLite store in a thread of its own: commits and checkpoints then hold up nobody's event loop.
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { startThread } from '../../base/thread.ts';
import type { MetricSnapshot } from '../../observe/metric-page.ts';
import type { MasterKey } from '../master-key.ts';
import type { OnNotice, StoreNotice } from '../notice.ts';
import { type Store, StoreError, type StoreErrorCode } from '../store.ts';
import { connectStore, type WaitingBounds } from './connect-store.ts';

/** What the thread is started with. */
export interface StoreThreadStart extends WaitingBounds {
  directory: string;
  masterKey: MasterKey;
  diskLowBytes?: number;
  ballastBytes?: number;
}

export interface StoreThread {
  store: Store;
  /** A port to the same store for another thread; see connectStore. */
  newPort(): MessagePort;
  /** What the thread has last told of its numbers, a few seconds ago at most. */
  metrics(): MetricSnapshot | null;
}

export type FromStoreThread =
  | { kind: 'opened' }
  | { kind: 'failed'; code: StoreErrorCode | null; message: string }
  | { kind: 'notice'; notice: StoreNotice }
  | { kind: 'metrics'; snapshot: MetricSnapshot };

export async function openStoreThread(
  start: StoreThreadStart & { onNotice: OnNotice; onLost: (cause: unknown) => void },
): Promise<StoreThread> {
  const { onNotice, onLost, ...workerData } = start;
  const worker = startThread(new URL('./worker.ts', import.meta.url), { workerData });
  let metrics: MetricSnapshot | null = null;
  worker.on('message', (message: FromStoreThread) => {
    if (message.kind === 'metrics') metrics = message.snapshot;
  });
  await opened(worker, onNotice);

  function newPort(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ port: port1 }, [port1]);
    return port2;
  }
  const connected = connectStore(newPort(), start, (cause) =>
    onNotice({ kind: 'callback_failed', message: 'A listener of the store threw.', cause }),
  );
  let isClosing = false;
  worker.on('error', onLost);
  worker.on('exit', () => {
    connected.abandon('The store is closed.');
    if (!isClosing) onLost(new Error('the database thread ended by itself'));
  });
  async function close(): Promise<void> {
    isClosing = true;
    // Refused when the thread is gone already: then there is nothing to close.
    await connected.close().catch(() => {});
    await worker.terminate();
  }
  return { store: { ...connected, close }, newPort, metrics: () => metrics };
}

function opened(worker: Worker, onNotice: OnNotice): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromStoreThread) => {
      switch (message.kind) {
        case 'opened':
          worker.off('error', reject);
          resolve();
          break;
        case 'failed':
          reject(
            message.code === null
              ? new Error(message.message)
              : new StoreError(message.code, message.message),
          );
          break;
        case 'notice':
          onNotice(message.notice);
          break;
      }
    });
  });
}
