// The strands of one queue: what of each may be sent now, what waits in memory, and what waits on disk. Pure state; the
// store is somebody else's business. One work of a strand at a time is under way; until it is settled the others
// wait, and when it fails they leave memory for the disk, so that they neither take the queue's credit nor its turns.
import type { Settlement } from '../../store/life-of-event.ts';
import type { AppOrder } from '../../store/nouns.ts';
import { type FirstTry, type StrandPlace, without } from '../lane.ts';

export interface StrandsParts {
  order: AppOrder;
  /** Events that may wait in memory for another one of their strand, and events read from the disk likewise. */
  waitingMax: number;
  /** This may be sent. */
  onReady: (first: FirstTry) => void;
  /** These have to wait on disk. */
  onHold: (strand: number, seqs: number[]) => void;
  /** What is held of this strand should be read, and handed to `place`. */
  onLoad: (strand: number) => void;
}

/** Pages on their way from the disk: until one is here nobody knows how much memory it takes. */
const loadsMax = 4;

export type PlacedFirst = FirstTry & { place: StrandPlace };

interface Strand {
  /** Works that must be settled before the next one starts: to be sent, in flight, or to be tried again. */
  busy: number;
  /** How many of them failed and wait for their next try. */
  failing: number;
  waiting: PlacedFirst[];
  /** Something is on disk that is not in `waiting`. */
  hasHeld: boolean;
  isLoading: boolean;
}

/** What a work keeps busy. */
interface Claim {
  strands: readonly number[];
  isFailing: boolean;
}

export class Strands {
  readonly order: AppOrder;
  readonly #parts: StrandsParts;
  readonly #strands = new Map<number, Strand>();
  /** By key of the work: the seq of its first event. */
  readonly #claims = new Map<number, Claim>();
  /** Events that wait in memory and were never held. */
  #waiting = 0;
  /** Events in memory that were read from the disk. */
  #loaded = 0;
  /** Strands that are to be loaded when there is room, in order. */
  readonly #loads = new Set<number>();
  #loadsUnderWay = 0;
  /** Whether anything may be brought back from the disk. */
  #isResumed = false;

  constructor(parts: StrandsParts) {
    this.order = parts.order;
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#strands.size === 0;
  }

  /** A first attempt fresh from the feed. */
  add(first: PlacedFirst): void {
    const strand = this.#strand(first.place.strand);
    const mustHold = strand.hasHeld || strand.isLoading || strand.failing > 0;
    const isBusy = strand.busy > 0 || strand.waiting.length > 0;
    if (!mustHold && !isBusy) this.#start(strand, first);
    else if (mustHold || this.#waiting + first.events.length > this.#parts.waitingMax)
      this.#hold(strand, first);
    else this.#wait(strand, first);
  }

  /** What the disk holds of a strand, in order. */
  place(strandNo: number, firsts: readonly PlacedFirst[], more: boolean): void {
    const strand = this.#strand(strandNo);
    strand.isLoading = false;
    strand.hasHeld ||= more;
    for (const first of firsts) {
      this.#loaded += first.place.loaded;
      // Without an order nothing waits for anything, but the next page for this one.
      if (this.order === 'none') this.#start(strand, first);
      else this.#wait(strand, first);
    }
    this.#advance(strandNo);
    this.#loadsUnderWay -= 1;
    this.#loadNext();
  }

  /** Something of this strand is on disk; `resume` brings it. */
  noteHeld(strandNo: number): void {
    this.#strand(strandNo).hasHeld = true;
  }

  /** Moves everything on that nothing keeps busy. What is on disk stays there until then. */
  resume(): void {
    this.#isResumed = true;
    for (const no of [...this.#strands.keys()]) this.#advance(no);
  }

  /** A work that is under way keeps its strands busy. `isFailing`: it waits for its next try. */
  claim(key: number, strands: readonly number[], isFailing: boolean): void {
    if (this.#claims.has(key)) return;
    this.#claims.set(key, { strands, isFailing });
    for (const no of strands) {
      const strand = this.#strand(no);
      strand.busy += 1;
      if (!isFailing) continue;
      strand.failing += 1;
      for (const first of strand.waiting.splice(0)) {
        if (first.place.loaded === 0) this.#waiting -= first.events.length;
        this.#hold(strand, first);
      }
    }
  }

  /** These follow a first attempt that is about to start, and go with it: their turn is its turn. */
  follow(strandNo: number, isWanted: (next: FirstTry) => boolean): FirstTry[] {
    const { waiting } = this.#strand(strandNo);
    const taken: FirstTry[] = [];
    for (let next = waiting[0]; next && isWanted(next); next = waiting[0]) {
      waiting.shift();
      if (next.place.loaded === 0) this.#waiting -= next.events.length;
      taken.push(next);
    }
    return taken;
  }

  /** The end of a work is on disk. Answers whether it was known. */
  settled(key: number, settlements: readonly Settlement[]): boolean {
    const claim = this.#claims.get(key);
    const touched = new Set<number>();
    for (const { strand } of settlements.flatMap(({ released = [] }) => released)) {
      this.#strand(strand).hasHeld = true;
      touched.add(strand);
    }
    if (claim) {
      this.#unclaim(key, claim);
      for (const no of claim.strands) touched.add(no);
      const failed = this.order === 'none' ? [] : settlements.filter(({ state }) => state === 'retrying');
      for (const { seqs } of failed) if (seqs[0] !== undefined) this.claim(seqs[0], claim.strands, true);
    }
    for (const no of touched) this.#advance(no);
    return claim !== undefined;
  }

  /** What was read from the disk for this work is no longer in memory. */
  unload(events: number): void {
    this.#loaded = Math.max(0, this.#loaded - events);
    this.#loadNext();
  }

  /** These are no longer owed: what waits lets go of them, and a delivery that began with one blocks nothing. */
  drop(seqs: ReadonlySet<number>): void {
    for (const strand of this.#strands.values()) {
      strand.waiting = strand.waiting.flatMap((first) => {
        const rest = without(first, seqs);
        if (first.place.loaded === 0) this.#waiting -= first.events.length - (rest?.events.length ?? 0);
        else if (!rest) this.unload(first.place.loaded);
        return rest ? [{ ...rest, place: first.place }] : [];
      });
    }
    for (const seq of seqs) if (this.#claims.get(seq)?.isFailing) this.settled(seq, []);
  }

  /** Keys of the deliveries that hold others up until their next try. */
  failingKeys(): number[] {
    return [...this.#claims].flatMap(([key, { isFailing }]) => (isFailing ? [key] : []));
  }

  /** Everything that waits in memory and not on disk, for whoever takes over. */
  takeWaiting(): FirstTry[] {
    const waiting = [...this.#strands.values()].flatMap((strand) => strand.waiting);
    this.#strands.clear();
    this.#claims.clear();
    return waiting.filter(({ place }) => place.loaded === 0);
  }

  #strand(no: number): Strand {
    let strand = this.#strands.get(no);
    if (!strand) {
      strand = { busy: 0, failing: 0, waiting: [], hasHeld: false, isLoading: false };
      this.#strands.set(no, strand);
    }
    return strand;
  }

  #start(strand: Strand, first: PlacedFirst): void {
    strand.busy += 1;
    this.#claims.set(first.place.key, { strands: [first.place.strand], isFailing: false });
    this.#parts.onReady(first);
  }

  #wait(strand: Strand, first: PlacedFirst): void {
    strand.waiting.push(first);
    if (first.place.loaded === 0) this.#waiting += first.events.length;
  }

  /** What came from the disk is still there. */
  #hold(strand: Strand, { events, place }: PlacedFirst): void {
    strand.hasHeld = true;
    if (place.loaded > 0) this.unload(place.loaded);
    else
      this.#parts.onHold(
        place.strand,
        events.map(({ seq }) => seq),
      );
  }

  #loadNext(): void {
    for (const no of this.#loads) {
      if (this.#loaded >= this.#parts.waitingMax || this.#loadsUnderWay >= loadsMax) return;
      this.#loads.delete(no);
      this.#loadsUnderWay += 1;
      this.#parts.onLoad(no);
    }
  }

  #unclaim(key: number, { strands, isFailing }: Claim): void {
    this.#claims.delete(key);
    for (const no of strands) {
      const strand = this.#strand(no);
      strand.busy -= 1;
      if (isFailing) strand.failing -= 1;
    }
  }

  /** What is next in a strand that nothing keeps busy: from memory, else from the disk, else the strand is done. */
  #advance(no: number): void {
    const strand = this.#strands.get(no);
    if (!strand || strand.busy > 0 || strand.isLoading) return;
    const next = strand.waiting.shift();
    if (next) {
      if (next.place.loaded === 0) this.#waiting -= next.events.length;
      this.#start(strand, next);
    } else if (strand.hasHeld) {
      if (!this.#isResumed) return;
      strand.hasHeld = false;
      strand.isLoading = true;
      this.#loads.add(no);
      this.#loadNext();
    } else {
      this.#strands.delete(no);
    }
  }
}
