// The queue before the disk. Whatever waits is committed together at the next turn of the event loop, with no
// timer: a busy server gets large commits, an idle one answers at once. Requests keep their order, changes of
// the directory among them; settlements and small writes go along with whichever commit comes next.
import type { Clock } from '../base/clock.ts';
import { type AcceptCall, type AlongCall, type CommitterParts, createCommitter } from './committer.ts';
import type { Transaction } from './group-commit.ts';
import type { Settlement } from './life-of-event.ts';
import { createSettlementQueue } from './settlement-queue.ts';
import { explainFailure } from './storage-failure.ts';
import { type AcceptOutcome, type AcceptRequest, StoreError } from './store.ts';

/** What one commit takes at most, so that the event loop is not held up for long. One request may exceed it. */
const eventsPerCommit = 1_000;
const bytesPerCommit = 4 * 1024 * 1024;
const alongPerCommit = 1_000;

export interface WriterParts extends Omit<CommitterParts, 'settlements'> {
  clock: Clock;
  /** Beyond either bound `accept` answers `busy`. */
  bounds: { waitingRequestsMax: number; waitingBytesMax: number };
  onRoutesChanged(version: number): void;
}

export interface Writer {
  accept(request: AcceptRequest): Promise<AcceptOutcome>;
  settle(settlements: readonly Settlement[]): Promise<void>;
  /** A small write in the next common transaction, in no order with requests. */
  along<T>(run: () => T): Promise<T>;
  /** A transaction of its own, after every request that was waiting before. */
  change<T>(run: (transaction: Transaction) => T): Promise<T>;
  /** Commits what is waiting. Settlements that the disk does not take are refused. */
  close(): void;
}

interface WaitingAccept extends AcceptCall {
  kind: 'accept';
  bytes: number;
}

interface WaitingChange {
  kind: 'change';
  run(): void;
}

export function createWriter(parts: WriterParts): Writer {
  const { group, bounds } = parts;
  const settlements = createSettlementQueue(parts.clock, scheduleTurn);
  const committer = createCommitter({ ...parts, settlements });
  let waiting: (WaitingAccept | WaitingChange)[] = [];
  /** No more than there are calls of an API that wait for it. */
  let waitingAlong: AlongCall[] = [];
  let waitingRequests = 0;
  let waitingBytes = 0;
  let turn: NodeJS.Immediate | null = null;

  function scheduleTurn(): void {
    turn ??= setImmediate(() => {
      turn = null;
      runTurn();
    });
  }

  function runTurn(): void {
    const accepts = takeAccepts();
    const along = waitingAlong.slice(0, alongPerCommit);
    waitingAlong = waitingAlong.slice(alongPerCommit);
    committer.commit({ accepts, along, settles: settlements.take() });
    if (waiting[0]?.kind === 'change') {
      const [change, ...rest] = waiting;
      waiting = rest;
      change.run();
    }
    if (isAnythingWaiting()) scheduleTurn();
  }

  function isAnythingWaiting(): boolean {
    return waiting.length + waitingAlong.length > 0 || settlements.isReady;
  }

  /** From the head of the queue up to a change, or to the size of one commit. */
  function takeAccepts(): WaitingAccept[] {
    const taken: WaitingAccept[] = [];
    let events = 0;
    let bytes = 0;
    for (const next of waiting) {
      if (next.kind === 'change' || events >= eventsPerCommit || bytes >= bytesPerCommit) break;
      taken.push(next);
      events += next.request.events.length;
      bytes += next.bytes;
    }
    waiting = waiting.slice(taken.length);
    waitingRequests -= taken.length;
    waitingBytes -= bytes;
    return taken;
  }

  return {
    accept(request) {
      const bytes = request.events.reduce((sum, event) => sum + event.change.byteLength, 0);
      if (waitingRequests >= bounds.waitingRequestsMax || waitingBytes + bytes > bounds.waitingBytesMax) {
        return Promise.resolve({ kind: 'busy' });
      }
      waitingRequests += 1;
      waitingBytes += bytes;
      scheduleTurn();
      return new Promise((resolve) => waiting.push({ kind: 'accept', request, bytes, resolve }));
    },
    settle(list) {
      if (list.length === 0) return Promise.resolve();
      scheduleTurn();
      return new Promise((resolve, reject) => settlements.add({ settlements: list, resolve, reject }));
    },
    along: <T>(run: () => T) =>
      new Promise<T>((resolve, reject) => {
        scheduleTurn();
        let answer: () => T;
        waitingAlong.push({
          run() {
            const result = run();
            answer = () => result;
          },
          resolve: () => resolve(answer()),
          reject,
        });
      }),
    change: (run) =>
      new Promise((resolve, reject) => {
        scheduleTurn();
        const runNow = () => {
          const versionBefore = group.routesVersion;
          try {
            resolve(group.change(run));
          } catch (error) {
            reject(explainFailure(error));
            return;
          }
          if (group.routesVersion !== versionBefore) parts.onRoutesChanged(group.routesVersion);
        };
        waiting.push({ kind: 'change', run: runNow });
      }),
    close() {
      settlements.hurry();
      while (isAnythingWaiting()) runTurn();
      settlements.hurry();
      if (turn) clearImmediate(turn);
      for (const call of settlements.abandon()) {
        call.reject(new StoreError('full', 'The store was closed before the disk took this settlement.'));
      }
    },
  };
}
