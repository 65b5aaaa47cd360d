// A table of fingerprints of keys, each with a number, in typed arrays. Keys themselves in a Map cost a receiver 4 µs
// for each item, more than all else it does: the collector copies every one of them twice before it lets them be.
// Fingerprints have 96 bits and a seed drawn for each table: with 100,000 entries, one look-up in 10^23 meets another's.

const empty = 0;
const slotsMin = 1_024;

// A slot is three words of fingerprint, one unused, and the value: beside each other, because a table of this size is
// in no cache and each place that is looked at costs more than all arithmetic here.
const slotBytes = 24;
const slotWords = slotBytes / 4;
const slotNumbers = slotBytes / 8;
const valueAt = 2;

/** Values are never 0, which marks a free slot. Nothing is ever taken out; whoever wants that sets a value for it. */
export class FingerprintTable {
  size = 0;
  private slots = slotsMin;
  private words: Int32Array;
  private numbers: Float64Array;

  constructor() {
    const memory = new ArrayBuffer(slotsMin * slotBytes);
    this.words = new Int32Array(memory);
    this.numbers = new Float64Array(memory);
  }

  /** undefined: there is no such entry. */
  get(print: Fingerprint): number | undefined {
    const value = this.numbers[slotNumbers * this.slotOf(print) + valueAt] ?? empty;
    return value === empty ? undefined : value;
  }

  set(print: Fingerprint, value: number): void {
    const slot = this.slotOf(print);
    if (this.numbers[slotNumbers * slot + valueAt] === empty) {
      this.size++;
      for (let i = 0; i < 3; i++) this.words[slotWords * slot + i] = print.words[i] ?? 0;
    }
    this.numbers[slotNumbers * slot + valueAt] = value;
    // At most half full, so that a search ends soon.
    if (2 * this.size > this.slots) this.grow();
  }

  /** Keeps its room: the next entries need as much. */
  clear(): void {
    this.size = 0;
    this.numbers.fill(empty);
  }

  /** Where it is, or where it would be put. */
  private slotOf(print: Fingerprint): number {
    const { words, numbers } = this;
    // Not destructured: typed arrays would be iterated over.
    const a = print.words[0] ?? 0;
    const b = print.words[1] ?? 0;
    const c = print.words[2] ?? 0;
    const last = this.slots - 1;
    let slot = a & last;
    while (numbers[slotNumbers * slot + valueAt] !== empty) {
      const at = slotWords * slot;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c) break;
      slot = (slot + 1) & last;
    }
    return slot;
  }

  private grow(): void {
    const { words, numbers, slots } = this;
    const memory = new ArrayBuffer(2 * slots * slotBytes);
    this.words = new Int32Array(memory);
    this.numbers = new Float64Array(memory);
    this.slots = 2 * slots;
    this.size = 0;
    const print = new Fingerprint();
    for (let slot = 0; slot < slots; slot++) {
      const value = numbers[slotNumbers * slot + valueAt] ?? empty;
      if (value === empty) continue;
      print.words.set(words.subarray(slotWords * slot, slotWords * slot + 3));
      this.set(print, value);
    }
  }
}

/** Three lanes of 32 bits. One for all keys of a store: it is looked at at once and never kept. */
export class Fingerprint {
  readonly words = new Int32Array(3);
  private key: string | null = null;
  private readonly seeds = Int32Array.from(
    { length: 3 },
    () => Math.floor(Math.random() * 0x1_0000_0000) | 0,
  );

  of(key: string): this {
    // A key is looked for, claimed and ended one after the other.
    if (key === this.key) return this;
    this.key = key;
    let a = this.seeds[0] ?? 0;
    let b = this.seeds[1] ?? 0;
    let c = this.seeds[2] ?? 0;
    for (let i = 0; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      // Multiplying carries upwards only; the shift brings the upper bits down again.
      a = Math.imul(a ^ unit, 0x85ebca6b);
      a ^= a >>> 15;
      b = Math.imul(b ^ unit, 0xc2b2ae35);
      b ^= b >>> 13;
      c = Math.imul(c ^ unit, 0x27d4eb2f);
      c ^= c >>> 16;
    }
    const { words } = this;
    words[0] = finished(a);
    words[1] = finished(b);
    words[2] = finished(c);
    return this;
  }
}

/** The last characters have passed too few rounds: what is left to do for them. */
function finished(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
