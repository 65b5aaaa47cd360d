// Where in a notification a value goes, as people type it: `messages[0].text.body`, `messages.0.text.body`, or just
// `text.body`; a name with a dot in it stands in brackets and quotes, `["a.b"]`. Guarantees a list of steps, or what
// is wrong and where.
import { findMember } from '@wahook/receiver/protocol/edit';

export type ParsedPath = { ok: true; steps: string[] } | { ok: false; message: string };

/** Deeper than any document may be. */
const stepsMax = 64;

const step = /(?:^|(?<!^)\.)([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/y;

export function parsePath(text: string): ParsedPath {
  const steps: string[] = [];
  step.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    const [whole, name, element, quoted] = step.exec(text) ?? [];
    const found = name ?? element ?? (quoted && unquoted(quoted));
    if (whole === undefined || found === undefined)
      return { ok: false, message: `character ${at + 1} is neither a name, .name, [number] nor ["name"]` };
    at += whole.length;
    steps.push(found);
  }
  if (steps.length === 0) return { ok: false, message: 'the path is empty; name at least one member' };
  if (steps.length > stepsMax)
    return {
      ok: false,
      message: `it has ${steps.length} steps; there are never more than ${stepsMax} levels`,
    };
  return { ok: true, steps };
}

function unquoted(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}

/**
 * From the top of the document. A path starts at the value; where the value has no such member, at the first item
 * of the list that has it. `entry` and `object` are the envelope's own.
 */
export function placeIn(json: Uint8Array, steps: readonly string[]): string[] {
  const top = findMember(json, ['entry']) ? [] : ['0'];
  const value = [...top, 'entry', '0', 'changes', '0', 'value'];
  const head = steps.slice(0, 1);
  if (findMember(json, [...value, ...head])) return [...value, ...steps];
  if (head[0] === 'entry' || head[0] === 'object') return [...top, ...steps];
  for (const list of itemLists) {
    if (findMember(json, [...value, list, '0', ...head])) return [...value, list, '0', ...steps];
  }
  return [...value, ...steps];
}

const itemLists = [
  'messages',
  'statuses',
  'message_echoes',
  'calls',
  'groups',
  'history',
  'state_sync',
  'user_preferences',
  'user_id_update',
  'automatic_events',
  'tracking_events',
  'contacts',
];
