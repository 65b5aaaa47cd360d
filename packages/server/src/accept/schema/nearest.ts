// Guesses what a misspelt name was meant to be: the nearest of some names, where it is near enough to say so.

/** More changes than this are another word. */
const changesMax = 2;
/** Longer names are no misspelling of any. */
const lengthMax = 64;
const rememberedMax = 200;

/**
 * Names that are listed, with what others were found to be near to: a member that Meta has added comes with every
 * body, and comparing it costs more than checking the rest.
 */
export class ListedNames {
  readonly names: ReadonlySet<string>;
  private readonly remembered = new Map<string, string | null>();

  constructor(names: ReadonlySet<string>) {
    this.names = names;
  }

  nearest(name: string): string | null {
    // Not remembered: they could be of any size.
    if (name.length > lengthMax) return null;
    const before = this.remembered.get(name);
    if (before !== undefined) return before;
    const meant = nearest(name, this.names);
    if (this.remembered.size === rememberedMax) this.remembered.clear();
    this.remembered.set(name, meant);
    return meant;
  }
}

/** Null where none is near enough. */
export function nearest(name: string, names: Iterable<string>): string | null {
  if (name.length > lengthMax) return null;
  let best: string | null = null;
  // Of a short name not even half may differ, or "id" would be meant by "to".
  let bound = Math.min(changesMax + 1, Math.ceil(name.length / 2));
  for (const other of names) {
    if (Math.abs(other.length - name.length) >= bound) continue;
    const changes = changesBetween(name, other);
    if (changes >= bound) continue;
    best = other;
    bound = changes;
  }
  return best;
}

/** Letters to put in, take out, replace, or swap with their neighbour; the case of letters is one change at most. */
function changesBetween(a: string, b: string): number {
  if (a.toLowerCase() === b.toLowerCase()) return a === b ? 0 : 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      here.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (here[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + same,
          isSwapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = here;
  }
  return last[b.length] ?? 0;
}
