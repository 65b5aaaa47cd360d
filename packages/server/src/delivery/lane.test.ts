// What a lane starts next, and what it gives back behind an open breaker.
import { beforeEach, describe, expect, it } from 'vitest';
import type { OwedEvent } from '../store/store.ts';
import { type Ending, Gate } from './gate/gate.ts';
import { type FirstTry, Lane, type Retry } from './lane.ts';

const breaker = { failuresMin: 1, failingMs: 0, pauseMs: 100, pauseMaxMs: 1_000 };
const failed: Ending = { isSuccess: false, reason: 'timeout', sign: 'overloaded', durationMs: 5 };
const now = 1_000;

function event(seq: number): OwedEvent {
  return {
    seq,
    group: seq,
    wabaId: 1,
    entryId: '300000000000001',
    entryTime: 0,
    entryNo: 0,
    field: 'messages',
    phoneNumber: null,
    origin: 'publish',
    acceptedAt: 0,
    change: new Uint8Array(),
  };
}

function first(...seqs: number[]): FirstTry {
  return { kind: 'first', events: seqs.map(event), acceptedAt: 0, giveUpAt: 10_000 + (seqs[0] ?? 0) };
}

function retry(seq: number, isLast = false): Retry {
  const due = {
    queueId: 1,
    reason: 'timeout',
    attempts: 1,
    giveUpAt: 10_000,
    nextAt: 0,
    events: [event(seq)],
  };
  return { kind: 'retry', id: `1-${seq}`, due, isLast };
}

const seqsOf = (works: (FirstTry | Retry | undefined)[]) =>
  works.map((work) => (work?.kind === 'first' ? work.events : work?.due.events)?.map(({ seq }) => seq));

let lane: Lane;
beforeEach(() => {
  lane = new Lane(1, new Gate({ window: 8, ratePerSecond: 0, breaker }, 0));
});

function open(): void {
  lane.gate.ended(lane.gate.started(), failed, now);
}

describe('a lane', () => {
  it('keeps first attempts in order and lets retries take turns with them', () => {
    for (const seq of [1, 2, 3]) lane.addFirst(first(seq));
    for (const seq of [7, 8]) lane.addRetry(retry(seq));
    expect(seqsOf([1, 2, 3, 4, 5].map(() => lane.next(now)))).toEqual([[1], [7], [2], [8], [3]]);
    expect(lane.next(now)).toBeUndefined();
    expect(lane.wakeAt(now)).toBeNull();
  });

  it('prefers for a probe what was tried before, and waits for its time', () => {
    lane.addFirst(first(1));
    lane.addRetry(retry(7));
    open();
    expect(lane.next(now)).toBeUndefined();
    expect(lane.wakeAt(now)).toBe(now + 100);
    expect(seqsOf([lane.next(now + 100), lane.next(now + 100)])).toEqual([[7], [1]]);
  });

  it('keeps one retry for the next probe and gives the others back', () => {
    for (const seq of [7, 8, 9]) lane.addRetry(retry(seq));
    expect(lane.takeSkipped()).toEqual([]);
    open();
    expect(seqsOf(lane.takeSkipped())).toEqual([[8], [9]]);
    expect(lane.takeSkipped()).toEqual([]);
    expect(seqsOf([lane.next(now + 100)])).toEqual([[7]]);
  });

  it('makes a probe of a last try at once, and keeps the other last tries for its end', () => {
    open();
    for (const each of [retry(7), retry(8, true), retry(9, true)]) lane.addRetry(each);
    expect(seqsOf(lane.takeSkipped())).toEqual([[7]]);
    expect(seqsOf([lane.next(now)])).toEqual([[8]]);
    expect(seqsOf(lane.takeLast())).toEqual([[9]]);
  });

  it('lets what was never tried age out, but only behind an open breaker', () => {
    for (const seq of [1, 2, 3]) lane.addFirst(first(seq));
    expect(lane.takeExpired(20_000)).toEqual([]);
    open();
    lane.gate.started();
    expect(lane.wakeAt(now)).toBe(10_001);
    expect(seqsOf(lane.takeExpired(10_002))).toEqual([[1], [2]]);
  });

  it('lets what came back from the disk age out before younger ones that came earlier', () => {
    for (const seq of [5, 9, 2, 3]) lane.addFirst(first(seq));
    open();
    lane.gate.started();
    expect(lane.wakeAt(now)).toBe(10_002);
    expect(seqsOf(lane.takeExpired(10_003))).toEqual([[2], [3]]);
    expect(lane.wakeAt(now)).toBe(10_005);
    expect(seqsOf(lane.takeExpired(10_006))).toEqual([[5]]);
    expect(seqsOf(lane.takeExpired(20_000))).toEqual([[9]]);
    expect(lane.wakeAt(now)).toBeNull();
  });

  it('lets go of events that are no longer owed', () => {
    for (const each of [first(1, 2), first(3)]) lane.addFirst(each);
    for (const seq of [7, 8]) lane.addRetry(retry(seq));
    expect(seqsOf(lane.drop(new Set([2, 3, 8])))).toEqual([[8], [3]]);
    expect(seqsOf([lane.next(now), lane.next(now), lane.next(now)])).toEqual([[1], [7], undefined]);
  });
});
