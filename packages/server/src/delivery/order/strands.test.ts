// The strands of a queue against a model of the store, under any sequence of acceptances, ends, failures, restarts and
// delays of the disk: what is sent is always the earliest of its strand, one at a time, and all of it is sent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settlement } from '../../store/life-of-event.ts';
import type { AppOrder } from '../../store/nouns.ts';
import type { OwedEvent } from '../../store/store.ts';
import { type FirstTry, firstTry } from '../lane.ts';
import { cutByStrand, isStrandOf, noStrand, strandOf } from './strand-of.ts';
import { type PlacedFirst, Strands } from './strands.ts';

const strandNos = [1, 2, 3];
const pageLength = 3;

function event(seq: number, over: Partial<OwedEvent> = {}): OwedEvent {
  return {
    seq,
    group: seq,
    wabaId: 1,
    entryId: '300000000000001',
    entryTime: null,
    entryNo: 0,
    field: 'messages',
    phoneNumber: '400000000000001',
    origin: 'publish',
    acceptedAt: 0,
    change: new Uint8Array(),
    ...over,
  };
}

function placed(seq: number, strand: number, loaded: number): PlacedFirst {
  return { ...firstTry([event(seq)], () => 1_000), place: { strand, key: seq, loaded, isSplit: false } };
}

/** The store and the engine, as far as strands know of them. */
class World {
  readonly strandOf = new Map<number, number>();
  /** Owed, by where it is. */
  readonly pending = new Set<number>();
  readonly held = new Set<number>();
  readonly retrying = new Set<number>();
  /** In the order of starts: an event is in here once it succeeded. */
  readonly sent: number[] = [];
  ready: FirstTry[] = [];
  running: number[] = [];
  /** On its way to the store, in order. */
  calls: (() => void)[] = [];
  strands = this.newStrands();

  constructor() {
    this.strands.resume();
  }

  newStrands(): Strands {
    const strands: Strands = new Strands({
      order: 'conversation',
      waitingMax: 4,
      onReady: (first) => this.ready.push(first),
      onHold: (_strand, seqs) =>
        this.calls.push(() => {
          for (const seq of seqs) if (this.pending.delete(seq)) this.held.add(seq);
        }),
      onLoad: (strand) =>
        this.calls.push(() => {
          const all = this.of(this.held, strand);
          const page = all.slice(0, pageLength).map((seq) => placed(seq, strand, 1));
          if (this.strands === strands) strands.place(strand, page, all.length > pageLength);
        }),
    });
    return strands;
  }

  of(seqs: Iterable<number>, strand: number): number[] {
    return [...seqs].filter((seq) => this.strandOf.get(seq) === strand).sort((a, b) => a - b);
  }

  accept(strand: number): void {
    const seq = this.strandOf.size + 1;
    this.strandOf.set(seq, strand);
    this.pending.add(seq);
    this.strands.add(placed(seq, strand, 0));
  }

  start(): void {
    const seq = this.ready.shift()?.events[0]?.seq;
    if (seq !== undefined) this.run(seq);
  }

  retry(): void {
    const seq = [...this.retrying].find((each) => !this.running.includes(each));
    if (seq !== undefined) this.run(seq);
  }

  run(seq: number): void {
    const strand = this.strandOf.get(seq) ?? 0;
    const owed = this.of([...this.pending, ...this.held, ...this.retrying], strand);
    expect(owed[0], 'what is sent is the earliest that is owed').toBe(seq);
    expect(this.of(this.running, strand), 'one at a time').toEqual([]);
    this.running.push(seq);
  }

  end(state: 'delivered' | 'retrying' | 'dead'): void {
    const seq = this.running.shift();
    if (seq === undefined) return;
    this.pending.delete(seq);
    this.held.delete(seq);
    this.retrying.delete(seq);
    if (state === 'retrying') this.retrying.add(seq);
    else this.sent.push(seq);
    const settlement: Settlement = {
      queueId: 1,
      seqs: [seq],
      acceptedAt: 0,
      giveUpAt: 0,
      state,
      reason: '',
      nextAt: null,
      attempt: null,
    };
    this.strands.unload(1);
    this.strands.settled(seq, [settlement]);
  }

  /** Memory is gone; the disk is read, and the feed hands everything out again. */
  restart(): void {
    this.ready = [];
    this.running = [];
    this.calls = [];
    this.strands = this.newStrands();
    for (const seq of this.retrying) this.strands.claim(seq, [this.strandOf.get(seq) ?? 0], true);
    for (const strand of strandNos) if (this.of(this.held, strand).length > 0) this.strands.noteHeld(strand);
    for (const seq of [...this.pending].sort((a, b) => a - b))
      this.strands.add(placed(seq, this.strandOf.get(seq) ?? 0, 0));
    this.strands.resume();
  }

  finish(): void {
    const owed = () => this.pending.size + this.held.size + this.retrying.size;
    for (let turns = 0; owed() > 0 && turns < 10_000; turns++) {
      this.calls.shift()?.();
      this.start();
      this.retry();
      this.end('delivered');
    }
    while (this.calls.length > 0) this.calls.shift()?.();
  }
}

type Step =
  | ['accept', number]
  | ['start']
  | ['retry']
  | ['call']
  | ['restart']
  | ['end', Parameters<World['end']>[0]];

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('accept' as const), fc.constantFrom(...strandNos)) },
  { weight: 4, arbitrary: fc.constant<Step>(['start']) },
  { weight: 2, arbitrary: fc.constant<Step>(['retry']) },
  { weight: 5, arbitrary: fc.constant<Step>(['call']) },
  { weight: 3, arbitrary: fc.constant<Step>(['end', 'delivered']) },
  { weight: 2, arbitrary: fc.constant<Step>(['end', 'retrying']) },
  { weight: 1, arbitrary: fc.constant<Step>(['end', 'dead']) },
  { weight: 1, arbitrary: fc.constant<Step>(['restart']) },
);

function take(world: World, [what, detail]: Step): void {
  if (what === 'accept') world.accept(detail);
  else if (what === 'end') world.end(detail);
  else if (what === 'call') world.calls.shift()?.();
  else world[what]();
}

describe('strands', () => {
  it('send the earliest of each, one at a time, and all of it, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
        const world = new World();
        for (const each of steps) take(world, each);
        world.finish();
        expect(world.sent.slice().sort((a, b) => a - b)).toEqual([...world.strandOf.keys()]);
        for (const strand of strandNos) {
          const sent = world.sent.filter((seq) => world.strandOf.get(seq) === strand);
          expect(sent).toEqual(world.of(world.strandOf.keys(), strand));
        }
        expect(world.strands.isEmpty).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('hold what goes beyond their share of memory, though nothing failed', () => {
    const world = new World();
    for (let count = 0; count < 10; count++) world.accept(1);
    while (world.calls.length > 0) world.calls.shift()?.();
    expect([...world.held]).toEqual([6, 7, 8, 9, 10]);
    world.accept(2);
    expect(world.ready.map(({ events }) => events[0]?.seq)).toEqual([1, 11]);
  });

  it('read no more from the disk at a time than they may have in memory, and all of it in the end', () => {
    const reads: number[] = [];
    const ready: FirstTry[] = [];
    const strands = new Strands({
      order: 'none',
      waitingMax: 4,
      onReady: (first) => ready.push(first),
      onHold: () => {},
      onLoad: (strand) => reads.push(strand),
    });
    for (let strand = 1; strand <= 100; strand++) strands.noteHeld(strand);
    strands.resume();
    let sent = 0;
    for (let read = reads.shift(); read !== undefined || ready.length > 0; read = reads.shift()) {
      expect(reads.length + ready.length).toBeLessThanOrEqual(8);
      if (read !== undefined) strands.place(read, sent < 100 ? [placed(read, read, 1)] : [], false);
      if (reads.length > 0) continue;
      for (const { place } of ready.splice(0)) {
        sent += 1;
        strands.unload(1);
        strands.settled(place?.key ?? 0, []);
      }
    }
    expect(sent).toBe(100);
    expect(strands.isEmpty).toBe(true);
  });

  it('let go of what is no longer owed, and of what waited for it', () => {
    const world = new World();
    for (let count = 0; count < 3; count++) world.accept(1);
    world.start();
    world.end('retrying');
    while (world.calls.length > 0) world.calls.shift()?.();
    world.retrying.clear();
    world.held.delete(2);
    world.strands.drop(new Set([1, 2]));
    world.finish();
    expect(world.sent).toEqual([3]);
  });
});

describe('the strand of an event', () => {
  const about = (value: unknown, over: Partial<OwedEvent> = {}) =>
    event(1, { change: Buffer.from(JSON.stringify({ value, field: 'messages' })), ...over });
  const anna = about({ messages: [{ from: '1202' }] });

  it('is that of the conversation, at one number', () => {
    const strand = strandOf('conversation', anna);
    expect(strandOf('conversation', about({ statuses: [{ recipient_id: '1202' }] }))).toBe(strand);
    expect(strandOf('conversation', about({ messages: [{ from: '1203' }] }))).not.toBe(strand);
    const elsewhere = about({ messages: [{ from: '1202' }] }, { phoneNumber: '400000000000002' });
    expect(strandOf('conversation', elsewhere)).not.toBe(strand);
  });

  it('is that of the number where there is no conversation, of the account where there is no number', () => {
    const click = about({ user_actions: [] });
    const template = about({ event: 'APPROVED' }, { phoneNumber: null });
    const other = about({ event: 'PAUSED' }, { phoneNumber: null, entryId: '300000000000002' });
    expect(strandOf('number', click)).toBe(strandOf('number', anna));
    expect(strandOf('conversation', click)).not.toBe(strandOf('conversation', anna));
    expect(strandOf('conversation', template)).not.toBe(strandOf('conversation', other));
    expect(strandOf('number', template)).not.toBe(strandOf('number', click));
  });

  it('tells by which order it was made, and is a safe integer', () => {
    const orders: AppOrder[] = ['number', 'conversation'];
    for (const order of orders) {
      const strand = strandOf(order, anna);
      expect(Number.isSafeInteger(strand)).toBe(true);
      expect(orders.filter((each) => isStrandOf(each, strand))).toEqual([order]);
      expect(isStrandOf(order, noStrand)).toBe(false);
      expect(isStrandOf('none', strand)).toBe(true);
    }
    expect(strandOf('none', anna)).toBe(noStrand);
  });

  it('cuts a body into one part for each, in order', () => {
    const of = (seq: number, from: string) => ({ ...about({ messages: [{ from }] }), seq });
    const parts = cutByStrand('conversation', [of(1, 'a'), of(2, 'b'), of(3, 'a'), of(4, 'c')]);
    expect(parts.map(({ events }) => events.map(({ seq }) => seq))).toEqual([[1, 3], [2], [4]]);
  });
});
