// Chance that can be had again: the same seed gives the same case, so that what was found can be looked at.

export type Random = {
  /** A whole number from 0 to `below` − 1. */
  below(below: number): number;
  oneOf<T>(choices: readonly T[]): T;
};

/** Splitmix32: neighbouring seeds give unrelated numbers, and each case has the next seed. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  function next(): number {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }
  const below = (bound: number) => next() % bound;
  return {
    below,
    oneOf(choices) {
      const chosen = choices[below(choices.length)];
      if (chosen === undefined) throw new RangeError('nothing to choose from');
      return chosen;
    },
  };
}
