// Where the values of a cut body stand: paths from its root, for the schema check to follow.
import type { cutPublished } from '@wahook/receiver/protocol/slices';
import type { ValuePlace } from './walk.ts';

export type CutBody = Extract<ReturnType<typeof cutPublished>, { ok: true }>;

export function placesOfValues(body: Uint8Array, cut: CutBody): ValuePlace[] {
  const inArray = isArray(body);
  if (cut.kind === 'items') {
    return cut.items.map(({ field }, index) => ({ field, path: inArray ? [index, 'value'] : ['value'] }));
  }
  // An envelope may come wrapped in an array of one.
  const root = inArray ? [0] : [];
  return cut.envelope.entries.flatMap(({ changes }, entry) =>
    changes.map(({ field }, change) => ({
      field,
      path: [...root, 'entry', entry, 'changes', change, 'value'],
    })),
  );
}

const blanks = new Set([0x20, 0x09, 0x0a, 0x0d]);
const openArray = 0x5b;

function isArray(body: Uint8Array): boolean {
  return body.find((byte) => !blanks.has(byte)) === openArray;
}
