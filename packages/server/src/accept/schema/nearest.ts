// Guesses what a misspelt name was meant to be: the nearest of some names, where it is near enough to say so.

/** More changes than this are another word. */
const changesMax = 2;
/** Names longer than this, or beyond so many, are not looked at: they are a stranger's. */
const lengthMax = 64;
const namesMax = 200;

export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  // Of a short name not even half may differ, or "id" would be meant by "to".
  let bound = Math.min(changesMax + 1, Math.ceil(name.length / 2));
  let seen = 0;
  for (const other of names) {
    if (++seen > namesMax) break;
    if (other.length > lengthMax || Math.abs(other.length - name.length) >= bound) continue;
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
