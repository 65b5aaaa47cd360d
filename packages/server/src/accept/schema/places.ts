// Finds where paths of a body lie in its bytes, all of them in one pass, so that a warning can name the byte and
// show a number as it was written. The body was cut before: it is valid JSON and not too deep.
import { JsonCursor } from '@wahook/receiver/protocol/json-cursor';
import type { Path } from './walk.ts';

export interface Place {
  start: number;
  end: number;
}

/** For each path its place; of one that is not there, the place of the innermost container that is. */
export function findPlaces(body: Uint8Array, paths: readonly Path[]): Place[] {
  const places: Place[] = paths.map(() => ({ start: 0, end: body.length }));
  visit(
    new JsonCursor(body),
    paths.map((path, index) => ({ path, place: places[index] ?? { start: 0, end: 0 } })),
    0,
  );
  return places;
}

interface Wanted {
  path: Path;
  place: Place;
}

/** Every path leads as far as the value that the cursor stands before, `depth` segments from the root. */
function visit(cursor: JsonCursor, wanted: readonly Wanted[], depth: number): void {
  const kind = cursor.peek();
  const start = cursor.at;
  const below = bySegment(wanted, depth);
  if (below.size === 0 || (kind !== 'object' && kind !== 'array')) cursor.skip();
  else {
    cursor.enter();
    for (let index = 0; cursor.next(); index++) {
      const further = below.get(kind === 'array' ? index : cursor.key());
      if (further) visit(cursor, further, depth + 1);
      else cursor.skip();
    }
  }
  for (const { path, place } of wanted) {
    // What lies deeper has been found by now, unless it is not there.
    const isDeeper = path.length > depth && place.start > start && place.end <= cursor.at;
    if (!isDeeper) Object.assign(place, { start, end: cursor.at });
  }
}

function bySegment(wanted: readonly Wanted[], depth: number): Map<string | number, Wanted[]> {
  const groups = new Map<string | number, Wanted[]>();
  for (const one of wanted) {
    const segment = one.path[depth];
    if (segment !== undefined) groups.set(segment, [...(groups.get(segment) ?? []), one]);
  }
  return groups;
}
