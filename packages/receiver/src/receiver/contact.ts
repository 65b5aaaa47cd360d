// Which entry of `contacts[]` belongs to an item. Values batch several items and several contacts, in no promised
// order, so position says nothing: they belong together when they share a phone number or a user id.
import type { ItemFacts, ReceivedContact } from './item.ts';
import { isObject, memberOf, textOf } from './member.ts';
import { type UserNames, userOf } from './user-names.ts';

export function contactOf(item: Pick<ItemFacts, 'list' | 'content' | 'change'>): ReceivedContact | null {
  // In `standby` the contacts stand where the messages do, one level deeper.
  const contacts =
    memberOf(item.change.value, 'contacts') ?? memberOf(memberOf(item.change.value, 'standby'), 'contacts');
  if (!Array.isArray(contacts)) return null;
  const user = userOf(item);
  if (user.userId === null && user.phone === null && user.parentUserId === null) return null;
  if (contacts.length > fewMax) return fromMany(contacts, user);
  for (const contact of contacts) {
    if (isObject(contact) && shares(contact, user)) return contact;
  }
  return null;
}

const fewMax = 16;

function shares(contact: Record<string, unknown>, user: UserNames): boolean {
  return members.some(([name, own]) => user[own] !== null && textOf(contact, name) === user[own]);
}

const members = [
  ['user_id', 'userId'],
  ['wa_id', 'phone'],
  ['parent_user_id', 'parentUserId'],
] as const;

type Places = ReadonlyMap<string, number>;

/** Kept, because every item of a change asks: comparing each of 20,000 with each contact took five seconds. */
const kept = new WeakMap<readonly unknown[], Places>();

function fromMany(contacts: readonly unknown[], user: UserNames): ReceivedContact | null {
  const places = kept.get(contacts) ?? placesIn(contacts);
  kept.set(contacts, places);
  const found = members.map(([name, own]) =>
    user[own] === null ? undefined : places.get(`${name} ${user[own]}`),
  );
  const first = contacts[Math.min(...found.map((place) => place ?? contacts.length))];
  return isObject(first) ? first : null;
}

/** Member and value → the place of the first contact that has it. */
function placesIn(contacts: readonly unknown[]): Places {
  const places = new Map<string, number>();
  for (const [place, contact] of contacts.entries()) {
    for (const [name] of members) {
      const value = textOf(contact, name);
      const key = `${name} ${value}`;
      if (value !== null && !places.has(key)) places.set(key, place);
    }
  }
  return places;
}
