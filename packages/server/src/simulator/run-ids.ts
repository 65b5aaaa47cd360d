// Names of runs. They begin with letters drawn when the server starts, because runs end with the server: an id that
// somebody noted before must not hit another run. Short, for people type them.

export interface RunIds {
  /** `bkrt-`, of all runs of this server. */
  prefix: string;
  next(): string;
}

/** No vowels, so that they make no words; none that looks like another. */
const letters = 'bcdfghjkmnpqrstvwxz';
const lettersCount = 4;

export function createRunIds(random: (bytes: number) => Uint8Array): RunIds {
  const drawn = [...random(lettersCount)].map((byte) => letters[byte % letters.length]);
  const prefix = `${drawn.join('')}-`;
  let last = 0;
  return { prefix, next: () => `${prefix}${++last}` };
}
