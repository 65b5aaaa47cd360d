// A table of fingerprints of keys, each with a number, in typed arrays. Keys themselves in a Map cost a receiver 4 µs
// for each item, more than all else it does: the collector copies every one of them twice before it lets them be.
// Fingerprints have 96 bits and a seed drawn for each table: with 100,000 entries, one look-up in 10^23 meets another's.

const slotsMin = 1_024;

/** In place of a tag. */
const free = 0;

// Tags have an array of their own, half a megabyte for 65,000 entries: a key that is new, as most are, is looked for
// in tags alone. A table in which they lay beside the rest was in no cache, and waiting for it cost more than all
// arithmetic here. The rest of a slot: two words of fingerprint and the value, in 16 bytes.
const slotBytes = 16;
const slotWords = slotBytes / 4;
const slotNumbers = slotBytes / 8;
const valueAt = 1;

/** Nothing is ever taken out; whoever wants that sets a value for it. */
export class FingerprintTable {
  size = 0;
  private slots = slotsMin;
  private tags = new Int32Array(slotsMin);
  private words: Int32Array;
  private numbers: Float64Array;

  constructor() {
    const memory = new ArrayBuffer(slotsMin * slotBytes);
    this.words = new Int32Array(memory);
    this.numbers = new Float64Array(memory);
  }

  /** undefined: there is no such entry. */
  get(print: Print): number | undefined {
    const slot = this.slotOf(print);
    return this.tags[slot] === free ? undefined : this.numbers[slotNumbers * slot + valueAt];
  }

  set(print: Print, value: number): void {
    const slot = this.slotOf(print);
    if (this.tags[slot] === free) {
      this.size++;
      this.tags[slot] = print.tag;
      this.words[slotWords * slot] = print.second;
      this.words[slotWords * slot + 1] = print.third;
    }
    this.numbers[slotNumbers * slot + valueAt] = value;
    // At most half full, so that a search ends soon.
    if (2 * this.size > this.slots) this.grow();
  }

  /** Keeps its room: the next entries need as much. */
  clear(): void {
    this.size = 0;
    this.tags.fill(free);
  }

  /** Where it is, or where it would be put. */
  private slotOf({ tag, second, third }: Print): number {
    const { tags, words } = this;
    const last = this.slots - 1;
    let slot = tag & last;
    for (let found = tags[slot]; found !== free; found = tags[slot]) {
      const at = slotWords * slot;
      if (found === tag && words[at] === second && words[at + 1] === third) break;
      slot = (slot + 1) & last;
    }
    return slot;
  }

  private grow(): void {
    const { tags, words, numbers, slots } = this;
    const memory = new ArrayBuffer(2 * slots * slotBytes);
    this.tags = new Int32Array(2 * slots);
    this.words = new Int32Array(memory);
    this.numbers = new Float64Array(memory);
    this.slots = 2 * slots;
    this.size = 0;
    for (let slot = 0; slot < slots; slot++) {
      const tag = tags[slot] ?? free;
      if (tag === free) continue;
      const [second = 0, third = 0] = words.subarray(slotWords * slot, slotWords * slot + 2);
      this.set({ tag, second, third }, numbers[slotNumbers * slot + valueAt] ?? 0);
    }
  }
}

/** Three lanes of 32 bits; the first is never 0, which marks a free slot. */
type Print = { readonly tag: number; readonly second: number; readonly third: number };

/** One for all keys of a store: it is looked at at once and never kept. */
export class Fingerprint implements Print {
  tag = 1;
  second = 0;
  third = 0;
  private key: string | null = null;
  private readonly seeds = Array.from({ length: 3 }, () => Math.floor(Math.random() * 0x1_0000_0000) | 0);

  of(key: string): this {
    // A key is looked for, claimed and ended one after the other.
    if (key === this.key) return this;
    this.key = key;
    const { length } = key;
    // The length, because what is behind the last of an odd number of characters counts as one of code 0.
    let a = (this.seeds[0] ?? 0) ^ length;
    let b = (this.seeds[1] ?? 0) ^ length;
    let c = (this.seeds[2] ?? 0) ^ length;
    for (let i = 0; i < length; i += 2) {
      // Two characters at once: they fill a lane.
      const units = key.charCodeAt(i) | (i + 1 < length ? key.charCodeAt(i + 1) << 16 : 0);
      // Multiplying carries upwards only; the shift brings the upper bits down again.
      a = Math.imul(a ^ units, 0x85ebca6b);
      a ^= a >>> 15;
      b = Math.imul(b ^ units, 0xc2b2ae35);
      b ^= b >>> 13;
      c = Math.imul(c ^ units, 0x27d4eb2f);
      c ^= c >>> 16;
    }
    this.tag = finished(a) || 1;
    this.second = finished(b);
    this.third = finished(c);
    return this;
  }
}

/** The last characters have passed too few rounds: what is left to do for them. */
function finished(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
