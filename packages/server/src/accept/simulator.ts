// The simulator: a sample becomes a notification about an account that exists here. Samples are edited as bytes,
// never parsed and written again, so that big numbers and key order come out as they are in the file.
import { findMember, setMember } from '@wahook/receiver/protocol/edit';
import type { Routing } from '../routing/routing.ts';
import type { PhoneNumber } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import type { Publish, Published } from './publish.ts';
import type { Refusal } from './refusal.ts';
import { type SampleName, type Samples, sampleId } from './samples.ts';

export interface SimulatorRequest {
  sample: SampleName;
  /** Graph id of the WABA it happens to. */
  wabaId: string;
  /** Graph id of the phone number; the WABA's first one when null. */
  phoneNumberId: string | null;
  /** Path from the value (or from its first message, status …) to the new content. */
  set: ReadonlyArray<{ path: string; text: string }>;
}

export type Simulator = (request: SimulatorRequest) => Promise<Published>;

/** The ids every sample is written with. */
const placeholder = {
  wabaIds: ['700100200300401', '700100200300402'],
  businessId: '700100200300999',
  phoneNumberId: '700100200300777',
  displayPhoneNumber: '12025550110',
};

export function createSimulator(deps: {
  store: Store;
  routing: Routing;
  samples: Samples;
  publish: Publish;
}): Simulator {
  return async ({ sample, wabaId, phoneNumberId, set }) => {
    const text = await deps.samples.read(sample);
    if (!text)
      return refuse(
        'unknown_sample',
        `There is no sample ${sampleId(sample)}. \`wahook trigger --list\` names them all.`,
      );
    const table = deps.routing.table();
    const waba = table.wabas.get(wabaId);
    if (!waba) return refuse('unknown_waba', `No WhatsApp Business Account ${wabaId} is known here.`);
    const numbers = await deps.store.phoneNumbers.list(waba.id);
    const number = numbers.find((each) => phoneNumberId === null || each.graphId === phoneNumberId);
    if (!number && phoneNumberId !== null) {
      return refuse('bad_set', `WhatsApp Business Account ${wabaId} has no phone number ${phoneNumberId}.`);
    }
    const owner = [...table.businesses.values()].find((each) => each.id === waba.businessId);
    const readdressed = readdress(text, { wabaId, businessId: owner?.graphId, number });
    const edited = applySets(readdressed, set);
    if (!edited.ok) return edited;
    return deps.publish({ body: edited.json, origin: 'simulator', addressedTo: wabaId, strict: false });
  };
}

/** Puts real ids where the sample has its own. Only whole strings are replaced, so nothing else can match. */
function readdress(
  json: Uint8Array,
  ids: { wabaId: string; businessId: string | undefined; number: PhoneNumber | undefined },
): Uint8Array {
  let text = new TextDecoder().decode(json);
  const replace = (from: string, to: string | undefined) => {
    if (to !== undefined) text = text.replaceAll(`"${from}"`, `"${to}"`);
  };
  for (const each of placeholder.wabaIds) replace(each, ids.wabaId);
  replace(placeholder.businessId, ids.businessId);
  replace(placeholder.phoneNumberId, ids.number?.graphId);
  replace(placeholder.displayPhoneNumber, ids.number?.displayPhoneNumber);
  return new TextEncoder().encode(text);
}

function applySets(
  json: Uint8Array,
  set: SimulatorRequest['set'],
): { ok: true; json: Uint8Array } | { ok: false; refusal: Refusal } {
  let edited = json;
  for (const { path, text } of set) {
    const target = resolvePath(edited, path.split('.'));
    const result = setMember(edited, target, contentOf(edited, target, text));
    if (!result.ok) return refuse('bad_set', `Cannot set ${path}: ${result.message}`);
    edited = result.json;
  }
  return { ok: true, json: edited };
}

/**
 * People write `text.body`, not `messages.0.text.body`: a path starts at the value, and where the value has no
 * such member, at the first element of the list that has it.
 */
function resolvePath(json: Uint8Array, path: string[]): string[] {
  const prefix = findMember(json, ['entry']) ? [] : ['0'];
  const value = [...prefix, 'entry', '0', 'changes', '0', 'value'];
  const head = path.slice(0, 1);
  if (findMember(json, [...value, ...head])) return [...value, ...path];
  for (const list of itemLists) {
    if (findMember(json, [...value, list, '0', ...head])) return [...value, list, '0', ...path];
  }
  return [...value, ...path];
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
  'contacts',
];

/** What stands there as a string stays one (`timestamp` is digits in quotes); otherwise JSON is taken as JSON. */
function contentOf(json: Uint8Array, path: string[], text: string): Uint8Array {
  const present = findMember(json, path);
  const presentIsString = present !== null && json[present.start] === 0x22;
  const isJson = parses(text) && !(presentIsString && !text.startsWith('"'));
  return new TextEncoder().encode(isJson ? text : JSON.stringify(text));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function refuse(code: Refusal['code'], message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message } };
}
