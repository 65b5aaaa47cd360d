// Randomness that can be had again: the same seed gives the same numbers, so a run that failed can be repeated.
// Every part of a run forks a stream of its own, so that one that draws once more does not shift the others.

export interface Random {
  /** 0 ≤ value < 1 */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  oneOf<T>(choices: readonly T[]): T;
  /** A stream of its own, named by a text. */
  fork(name: string): Random;
}

export function createRandom(seed: number): Random {
  // Mulberry32: 32 bits of state, and good enough to choose moments by.
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    oneOf(choices) {
      const chosen = choices[Math.floor(next() * choices.length)];
      if (chosen === undefined) throw new RangeError('nothing to choose from');
      return chosen;
    },
    fork: (name) => createRandom(seed ^ hashOf(name)),
  };
}

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
