// Whom a simulated event happens to: an account that exists here, one of its numbers, and the business that owns
// it. Puts their ids where a sample has its own.
import type { Refusal } from '../accept/refusal.ts';
import type { Routing } from '../routing/routing.ts';
import type { PhoneNumber } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';

/** As asked for. */
export interface TargetName {
  /** Graph id of the WABA. */
  wabaId: string;
  /** Graph id of the phone number; the WABA's first one when null. */
  phoneNumberId: string | null;
}

export interface Target {
  wabaId: string;
  businessId: string | null;
  /** null: the account has none, and what happens to a number happens to the sample's own. */
  number: PhoneNumber | null;
}

/** The ids every sample is written with. */
export const placeholder = {
  wabaIds: ['700100200300401', '700100200300402'],
  businessId: '700100200300999',
  phoneNumberId: '700100200300777',
  displayPhoneNumber: '12025550110',
};

export async function findTarget(
  { store, routing }: { store: Store; routing: Routing },
  { wabaId, phoneNumberId }: TargetName,
): Promise<{ ok: true; target: Target } | { ok: false; refusal: Refusal }> {
  const table = routing.table();
  const waba = table.wabas.get(wabaId);
  if (!waba) return refuse('unknown_waba', `No WhatsApp Business Account ${wabaId} is known here.`);
  const numbers = await store.phoneNumbers.list(waba.id);
  const number = numbers.find((each) => phoneNumberId === null || each.graphId === phoneNumberId) ?? null;
  if (!number && phoneNumberId !== null) {
    return refuse('bad_set', `WhatsApp Business Account ${wabaId} has no phone number ${phoneNumberId}.`);
  }
  const owner = [...table.businesses.values()].find((each) => each.id === waba.businessId);
  return { ok: true, target: { wabaId, businessId: owner?.graphId ?? null, number } };
}

/** Only whole strings are replaced, so nothing else can match. */
export function readdress(
  json: Uint8Array,
  { wabaId, businessId, number }: Target,
  renamed: readonly (readonly [from: string, to: string])[] = [],
): Uint8Array {
  let text = new TextDecoder().decode(json);
  const replace = (from: string, to: string | null | undefined) => {
    if (typeof to === 'string') text = text.replaceAll(`"${from}"`, () => JSON.stringify(to));
  };
  for (const each of placeholder.wabaIds) replace(each, wabaId);
  replace(placeholder.businessId, businessId);
  replace(placeholder.phoneNumberId, number?.graphId);
  replace(placeholder.displayPhoneNumber, number?.displayPhoneNumber);
  for (const [from, to] of renamed) replace(from, to);
  return new TextEncoder().encode(text);
}

function refuse(code: Refusal['code'], message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message } };
}
