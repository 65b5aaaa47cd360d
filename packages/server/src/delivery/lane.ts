// What one queue has in hand: first attempts in order, retries beside them, and the gate that both pass. First
// attempts and retries take turns, so that a backlog of either cannot starve the other. While the gate's breaker
// is open only probes pass: the lane then keeps one retry for the next probe, and gives the others back.
import type { DueDelivery, OwedEvent } from '../store/store.ts';
import type { Gate } from './gate/gate.ts';
import type { Owed } from './owed.ts';

export interface FirstTry {
  kind: 'first';
  events: OwedEvent[];
  acceptedAt: number;
  giveUpAt: number;
  /** Of events that keep an order, or were held on disk. */
  place?: StrandPlace;
}

/** See strands.ts. */
export interface StrandPlace {
  strand: number;
  /** Names this work among all of the queue's. */
  key: number;
  /** Events of it that were read from where they are held. */
  loaded: number;
  /** It was tried as a part of a delivery that was then split, so it goes alone now. */
  isSplit: boolean;
}

export interface Retry {
  kind: 'retry';
  id: string;
  due: DueDelivery;
  /** Its give-up time has come. */
  isLast: boolean;
}

export class Lane {
  readonly queueId: number;
  readonly gate: Gate;
  /** Seqs of what is being sent or settled. */
  readonly inFlight = new Set<number>();
  /** What is being sent or settled. */
  readonly running = new Set<FirstTry | Retry>();
  /** The latest event that the feed has handed out. */
  handedTo = 0;
  /** Timer of the time when the gate may let something through by itself. */
  cancelWake = (): void => {};
  readonly #first = new Fifo<FirstTry>();
  /** None of the first attempts gives up before. What comes back from the disk may be older than what is here. */
  #firstGivesUpAt = Infinity;
  #retries: Retry[] = [];
  #turn: 'first' | 'retry' = 'first';

  constructor(queueId: number, gate: Gate) {
    this.queueId = queueId;
    this.gate = gate;
  }

  /** Something waits for its turn. */
  get hasWork(): boolean {
    return this.#first.size + this.#retries.length > 0;
  }

  addFirst(first: FirstTry): void {
    this.#first.push(first);
    this.#firstGivesUpAt = Math.min(this.#firstGivesUpAt, first.giveUpAt);
  }

  /** The first attempts from the head on, while the caller wants them. */
  takeFirstWhile(isWanted: (first: FirstTry) => boolean): FirstTry[] {
    const taken: FirstTry[] = [];
    for (let head = this.#first.peek(); head && isWanted(head); head = this.#first.peek()) {
      this.#first.shift();
      taken.push(head);
    }
    return taken;
  }

  addRetry(retry: Retry): void {
    this.#retries.push(retry);
  }

  /** The next thing to start, or undefined when the gate is shut or nothing waits. The caller tells the gate. */
  next(now: number): FirstTry | Retry | undefined {
    return this.gate.isOpen ? this.#nextProbe(now) : this.#nextInTurn(now);
  }

  /** When time alone will let something through or end its wait; null: no such time. */
  wakeAt(now: number): number | null {
    const head = this.#first.peek();
    if (!head && this.#retries.length === 0) return null;
    const admitted = this.gate.admitsAt(now) ?? Infinity;
    const given = this.gate.isOpen && head ? this.#firstGivesUpAt : Infinity;
    const at = Math.min(admitted, given);
    return at === Infinity ? null : at;
  }

  /** Behind an open breaker: what was never tried and has reached its give-up time. */
  takeExpired(now: number): FirstTry[] {
    if (!this.gate.isOpen || this.#firstGivesUpAt > now) return [];
    const expired: FirstTry[] = [];
    this.#firstGivesUpAt = Infinity;
    this.#first.replace((first) => {
      if (first.giveUpAt <= now) {
        expired.push(first);
        return null;
      }
      this.#firstGivesUpAt = Math.min(this.#firstGivesUpAt, first.giveUpAt);
      return first;
    });
    return expired;
  }

  /** Behind an open breaker: the retries that need not be kept for the next probe. */
  takeSkipped(): Retry[] {
    if (!this.gate.isOpen) return [];
    const last = this.#retries.filter((retry) => retry.isLast);
    const [kept, ...others] = this.#retries.filter((retry) => !retry.isLast);
    // A last try is a probe itself, so beside one nothing needs to be kept.
    // A paused gate lets no probe through to keep one for.
    const isKept = kept !== undefined && last.length === 0 && !this.gate.isPaused;
    this.#retries = isKept ? [kept] : last;
    return isKept || kept === undefined ? others : [kept, ...others];
  }

  /** Last tries whose probe was made for them: an attempt has just failed at the end of their time. */
  takeLast(): Retry[] {
    const last = this.#retries.filter((retry) => retry.isLast);
    this.#retries = this.#retries.filter((retry) => !retry.isLast);
    return last;
  }

  /** Lets go of events that are no longer owed. Answers what went as a whole. */
  drop(seqs: ReadonlySet<number>): (FirstTry | Retry)[] {
    const dropped: (FirstTry | Retry)[] = this.#retries.filter(({ due }) =>
      due.events.some(({ seq }) => seqs.has(seq)),
    );
    this.#retries = this.#retries.filter((retry) => !dropped.includes(retry));
    this.#first.replace((first) => {
      const rest = without(first, seqs);
      if (!rest) dropped.push(first);
      return rest;
    });
    return dropped;
  }

  #nextProbe(now: number): FirstTry | Retry | undefined {
    const last = this.#retries.find((retry) => retry.isLast);
    if (!this.gate.admits(now, { isLastTry: last !== undefined })) return undefined;
    const retry = last ?? this.#retries[0];
    if (!retry) return this.#first.shift();
    this.#retries = this.#retries.filter((each) => each !== retry);
    return retry;
  }

  #nextInTurn(now: number): FirstTry | Retry | undefined {
    if (!this.hasWork) return undefined;
    if (!this.gate.admits(now, { isLastTry: false })) return undefined;
    const isFirst = this.#retries.length === 0 || (this.#turn === 'first' && this.#first.size > 0);
    this.#turn = isFirst ? 'retry' : 'first';
    return isFirst ? this.#first.shift() : this.#retries.shift();
  }
}

/** `giveUpAt` answers the time of the last try of what was accepted then. */
export function firstTry(events: OwedEvent[], giveUpAt: (acceptedAt: number) => number): FirstTry {
  const acceptedAt = earliest(events);
  return { kind: 'first', events, acceptedAt, giveUpAt: giveUpAt(acceptedAt) };
}

export function eventsOf(work: FirstTry | Retry): OwedEvent[] {
  return work.kind === 'first' ? work.events : work.due.events;
}

/** As the attempt takes it. */
export function asOwed(queueId: number, work: FirstTry | Retry): Owed {
  if (work.kind === 'first') {
    const { events, acceptedAt, giveUpAt } = work;
    return { queueId, events, attempts: 0, acceptedAt, giveUpAt };
  }
  const { events, attempts, giveUpAt } = work.due;
  return { queueId, events, attempts, acceptedAt: earliest(events), giveUpAt };
}

/** Names a work among all of its queue's, whatever becomes of its members. */
export function keyOf(work: FirstTry | Retry): number {
  const place = work.kind === 'first' ? work.place : undefined;
  return place?.key ?? eventsOf(work)[0]?.seq ?? 0;
}

export function earliest(events: readonly OwedEvent[]): number {
  return events.reduce((at, event) => Math.min(at, event.acceptedAt), Infinity);
}

/** The first attempt without these events; null: nothing is left of it. */
export function without(first: FirstTry, seqs: ReadonlySet<number>): FirstTry | null {
  const events = first.events.filter(({ seq }) => !seqs.has(seq));
  if (events.length === first.events.length) return first;
  return events.length > 0 ? { ...first, events } : null;
}

/** Array.prototype.shift moves every element; a backlog of hundreds is taken from the front thousands of times a second. */
class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  peek(): T | undefined {
    return this.#items[this.#head];
  }

  /** Item by item; null takes it out. */
  replace(change: (item: T) => T | null): void {
    this.#items = this.#items.slice(this.#head).flatMap((item) => change(item) ?? []);
    this.#head = 0;
  }

  shift(): T | undefined {
    if (this.#head >= this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#head += 1;
    if (this.#head > 256 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
