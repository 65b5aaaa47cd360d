// Commits a group of waiting calls and answers each of them. When the disk or one of the calls spoils the
// commit, the group falls apart: no kind of call fails because of another kind, nor one call because of its
// neighbour. Settlements that the disk does not take are kept.
import { type GroupCommit, isOwnFault } from './group-commit.ts';
import type { Settlement } from './life-of-event.ts';
import type { OnNotice } from './notice.ts';
import type { AcceptResult } from './queries/accept-writes.ts';
import type { SettleCall, SettlementQueue } from './settlement-queue.ts';
import { sqliteFailure } from './sqlite-driver.ts';
import { explainFailure, failedAccept } from './storage-failure.ts';
import type { AcceptOutcome, AcceptRequest } from './store.ts';

export interface AcceptCall {
  request: AcceptRequest;
  resolve(outcome: AcceptOutcome): void;
}

/** A small write that goes along with whichever commit comes next. It may be run again after a failed commit. */
export interface AlongCall {
  run(): void;
  resolve(): void;
  reject(error: unknown): void;
}

export interface CommitterParts {
  group: GroupCommit;
  settlements: SettlementQueue;
  /** After the commit, in order of seq. The request holds the events that were stored, without duplicates. */
  onAccepted(request: AcceptRequest, firstSeq: number): void;
  onSettled(settlements: readonly Settlement[]): void;
  /** A commit found no room, each time. */
  onDiskFull?(): void;
  /** After each that worked. */
  onCommit?(commit: Commit): void;
  onNotice: OnNotice;
}

/** For whoever counts. */
export interface Commit {
  durationMs: number;
  events: number;
  settlements: number;
}

export interface Committer {
  commit(group: CallGroup): void;
}

/** The calls of one commit, by kind. */
export interface CallGroup {
  settles: readonly SettleCall[];
  along: readonly AlongCall[];
  accepts: readonly AcceptCall[];
}

const noCalls: CallGroup = { settles: [], along: [], accepts: [] };

export function createCommitter(parts: CommitterParts): Committer {
  const { group, settlements, onNotice } = parts;
  let isDiskFull = false;

  function commit(calls: CallGroup): void {
    const { settles, along, accepts } = calls;
    if (settles.length + along.length + accepts.length === 0) return;
    let results: AcceptResult[];
    const startedAt = performance.now();
    try {
      results = group.record({
        accepts: accepts.map((accept) => accept.request),
        settlements: settles.flatMap((call) => call.settlements),
        along: along.map((call) => call.run),
      });
    } catch (error) {
      noteFailure(error);
      fail(calls, error);
      return;
    }
    parts.onCommit?.({
      durationMs: performance.now() - startedAt,
      events: results.reduce((sum, { stored }) => sum + stored.length, 0),
      settlements: settles.reduce((sum, call) => sum + call.settlements.length, 0),
    });
    noteSuccess(results);
    for (const [index, result] of results.entries()) finishAccept(accepts[index], result);
    for (const call of settles) finishSettle(call);
    for (const call of along) call.resolve();
  }

  /** Several kinds: each again by itself. One kind: its own way to fail. */
  function fail({ settles, along, accepts }: CallGroup, error: unknown): void {
    const kinds = [settles, along, accepts].filter((calls) => calls.length > 0).length;
    if (kinds > 1) {
      commit({ ...noCalls, settles });
      commit({ ...noCalls, along });
      commit({ ...noCalls, accepts });
      return;
    }
    failSettles(settles, error);
    failAlong(along, error);
    failAccepts(accepts, error);
  }

  function finishAccept(accept: AcceptCall | undefined, { outcome, stored }: AcceptResult): void {
    if (outcome.kind === 'accepted' && accept) {
      const { request } = accept;
      const isWhole = stored.length === request.events.length;
      parts.onAccepted(isWhole ? request : { ...request, events: stored }, outcome.firstSeq);
    }
    accept?.resolve(outcome);
  }

  function finishSettle(call: SettleCall): void {
    parts.onSettled(call.settlements);
    call.resolve();
  }

  function failAccepts(accepts: readonly AcceptCall[], error: unknown): void {
    if (isOwnFault(error) && accepts.length > 1) {
      for (const accept of accepts) commit({ ...noCalls, accepts: [accept] });
    } else {
      for (const accept of accepts) accept.resolve(failedAccept(error));
    }
  }

  function failAlong(along: readonly AlongCall[], error: unknown): void {
    if (isOwnFault(error) && along.length > 1) {
      for (const call of along) commit({ ...noCalls, along: [call] });
    } else {
      for (const call of along) call.reject(explainFailure(error));
    }
  }

  function failSettles(calls: readonly SettleCall[], error: unknown): void {
    if (calls.length === 0) return;
    if (!isOwnFault(error)) settlements.keep(calls);
    else if (calls.length > 1) for (const call of calls) commit({ ...noCalls, settles: [call] });
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
      return;
    }
    parts.onDiskFull?.();
    if (!isDiskFull) {
      isDiskFull = true;
      onNotice({ kind: 'disk_full', message: 'The disk is full: new events are refused, settlements wait.' });
    }
  }

  /** A settlement may fit where an event does not, so only an event shows that the disk has room again. */
  function noteSuccess(results: readonly AcceptResult[]): void {
    settlements.hurry();
    if (!isDiskFull || !results.some(({ stored }) => stored.length > 0)) return;
    isDiskFull = false;
    onNotice({ kind: 'disk_recovered', message: 'The disk takes events again.' });
  }

  return { commit };
}
