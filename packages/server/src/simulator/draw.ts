// Chance with a memory: what is drawn follows from a seed and a label alone, so that a run can be made again byte
// by byte. SHA-256 in counter mode, because labels then need no care: streams of two labels have nothing in common.
import { createHash } from 'node:crypto';

export interface Draw {
  bytes(count: number): Uint8Array;
  /** A whole number from 0 to `below` − 1. */
  integer(below: number): number;
}

export function createDraw(seed: string, label: string): Draw {
  // A seed may hold anything, so its length goes first.
  const key = `${seed.length}:${seed}${label}`;
  let counter = 0;
  let block: Uint8Array = new Uint8Array(0);
  let used = 0;

  function byte(): number {
    if (used === block.length) {
      block = createHash('sha256').update(`${key}#${counter++}`).digest();
      used = 0;
    }
    return block[used++] ?? 0;
  }

  return {
    bytes: (count) => Uint8Array.from({ length: count }, byte),
    integer(below) {
      // Six bytes: their bias towards small numbers is below one in a million for what is asked for here.
      let drawn = 0;
      for (let place = 0; place < 6; place++) drawn = drawn * 256 + byte();
      return drawn % below;
    },
  };
}

/** Of the length people can read out to each other. */
export function seedText(random: (bytes: number) => Uint8Array): string {
  return Buffer.from(random(4)).toString('hex');
}
