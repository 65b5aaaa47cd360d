// Commits a group of waiting calls and answers each of them. When the disk or one of the calls spoils the
// commit, the group falls apart: settlements never fail because of events, nor one request because of another.
import { type GroupCommit, isOwnFault } from './group-commit.ts';
import type { Settlement } from './life-of-event.ts';
import type { OnNotice } from './notice.ts';
import type { SettleCall, SettlementQueue } from './settlement-queue.ts';
import { sqliteFailure } from './sqlite-driver.ts';
import { failedAccept } from './storage-failure.ts';
import type { AcceptOutcome, AcceptRequest } from './store.ts';

export interface AcceptCall {
  request: AcceptRequest;
  resolve(outcome: AcceptOutcome): void;
}

export interface CommitterParts {
  group: GroupCommit;
  settlements: SettlementQueue;
  /** After the commit, in order of seq. */
  onAccepted(request: AcceptRequest, firstSeq: number): void;
  onSettled(settlements: readonly Settlement[]): void;
  onNotice: OnNotice;
}

export interface Committer {
  commit(accepts: readonly AcceptCall[], calls: readonly SettleCall[]): void;
}

export function createCommitter(parts: CommitterParts): Committer {
  const { group, settlements, onNotice } = parts;
  let isDiskFull = false;

  function commit(accepts: readonly AcceptCall[], calls: readonly SettleCall[]): void {
    if (accepts.length + calls.length === 0) return;
    let outcomes: AcceptOutcome[];
    try {
      outcomes = group.record(
        accepts.map((accept) => accept.request),
        calls.flatMap((call) => call.settlements),
      );
    } catch (error) {
      noteFailure(error);
      if (accepts.length > 0 && calls.length > 0) {
        commit([], calls);
        commit(accepts, []);
      } else if (accepts.length > 0) {
        failAccepts(accepts, error);
      } else {
        failCalls(calls, error);
      }
      return;
    }
    noteSuccess(outcomes);
    for (const [index, outcome] of outcomes.entries()) finishAccept(accepts[index], outcome);
    for (const call of calls) finishCall(call);
  }

  function finishAccept(accept: AcceptCall | undefined, outcome: AcceptOutcome): void {
    if (outcome.kind === 'accepted' && accept) parts.onAccepted(accept.request, outcome.firstSeq);
    accept?.resolve(outcome);
  }

  function finishCall(call: SettleCall): void {
    parts.onSettled(call.settlements);
    call.resolve();
  }

  function failAccepts(accepts: readonly AcceptCall[], error: unknown): void {
    if (isOwnFault(error) && accepts.length > 1) {
      for (const accept of accepts) commit([accept], []);
    } else {
      for (const accept of accepts) accept.resolve(failedAccept(error));
    }
  }

  function failCalls(calls: readonly SettleCall[], error: unknown): void {
    if (!isOwnFault(error)) settlements.keep(calls);
    else if (calls.length > 1) for (const call of calls) commit([], [call]);
    else for (const call of calls) settleOneByOne(call, error);
  }

  /** A settlement that can never be stored is a bug of its sender: it is refused, its neighbours are not. */
  function settleOneByOne(call: SettleCall, error: unknown): void {
    const [only, ...others] = call.settlements;
    if (!only || others.length === 0) {
      onNotice({ kind: 'settlement_refused', message: 'A settlement cannot be stored.', cause: error });
      call.reject(error);
      return;
    }
    const alone = call.settlements.map((settlement) => {
      return new Promise<void>((resolve, reject) => {
        settlements.add({ settlements: [settlement], resolve, reject });
      });
    });
    Promise.allSettled(alone).then(() => Promise.all(alone).then(() => call.resolve(), call.reject));
  }

  function noteFailure(error: unknown): void {
    if (isOwnFault(error)) return;
    if (sqliteFailure(error) !== 'full') {
      onNotice({ kind: 'storage_error', message: 'A commit failed; nothing of it counts.', cause: error });
    } else if (!isDiskFull) {
      isDiskFull = true;
      onNotice({ kind: 'disk_full', message: 'The disk is full: new events are refused, settlements wait.' });
    }
  }

  /** A settlement may fit where an event does not, so only an event shows that the disk has room again. */
  function noteSuccess(outcomes: readonly AcceptOutcome[]): void {
    settlements.hurry();
    if (!isDiskFull || !outcomes.some((outcome) => outcome.kind === 'accepted')) return;
    isDiskFull = false;
    onNotice({ kind: 'disk_recovered', message: 'The disk takes events again.' });
  }

  return { commit };
}
