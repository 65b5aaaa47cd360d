// What people change about a sample: set a value, or take one out. Done on the bytes, so that big numbers and key
// order come out as they are in the file.
import { findMember, removeMember, setMember } from '@wahook/receiver/protocol/edit';
import { parsePath, placeIn } from './set-path.ts';

export type Edit =
  /** As typed: JSON where it is JSON, else text; what stands there as a string stays one. */
  | { kind: 'set'; path: string; text: string }
  /** JSON, whatever stands there. */
  | { kind: 'set_json'; path: string; json: string }
  | { kind: 'unset'; path: string };

export type Edited = { ok: true; json: Uint8Array } | { ok: false; path: string; message: string };

/** Of one request. */
export const editsMax = 100;

/** One after the other, in their order. */
export function applyEdits(json: Uint8Array, edits: readonly Edit[]): Edited {
  let edited = json;
  for (const edit of edits) {
    const result = applyEdit(edited, edit);
    if (!result.ok) {
      const verb = edit.kind === 'unset' ? 'take out' : 'set';
      return { ok: false, path: edit.path, message: `Cannot ${verb} ${edit.path}: ${result.message}` };
    }
    edited = result.json;
  }
  return { ok: true, json: edited };
}

function applyEdit(
  json: Uint8Array,
  edit: Edit,
): { ok: true; json: Uint8Array } | { ok: false; message: string } {
  const path = parsePath(edit.path);
  if (!path.ok) return path;
  const place = placeIn(json, path.steps);
  switch (edit.kind) {
    case 'set':
      return setMember(json, place, contentOf(json, place, edit.text));
    case 'set_json':
      return setMember(json, place, encoder.encode(edit.json));
    case 'unset':
      return removeMember(json, place);
  }
}

const encoder = new TextEncoder();

/** `timestamp` is digits in quotes, and stays so. */
function contentOf(json: Uint8Array, path: string[], text: string): Uint8Array {
  const present = findMember(json, path);
  const presentIsString = present !== null && json[present.start] === 0x22;
  const isJson = parses(text) && !(presentIsString && !text.startsWith('"'));
  return encoder.encode(isJson ? text : JSON.stringify(text));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
