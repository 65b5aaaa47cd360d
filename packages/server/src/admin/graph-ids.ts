// Ids of new things. Graph has one space of ids, where `/{id}` must lead to one thing only; so an id must be free
// among all nouns, not just among its own.
import type { Store } from '../store/store.ts';
import { problem } from './problem.ts';

export interface IdDeps {
  store: Store;
  random: (bytes: number) => Uint8Array;
}

/** The given id when it is free, or a new one of 16 digits. */
export async function chooseGraphId({ store, random }: IdDeps, given: string | null): Promise<string> {
  if (given !== null) {
    const holder = await holderOf(store, given);
    if (holder !== null) throw problem('already_exists', `${given} is the id of ${holder} already.`);
    return given;
  }
  for (;;) {
    const id = randomGraphId(random);
    // One in 10^15 by chance; asked again for the ids that people chose themselves.
    if ((await holderOf(store, id)) === null) return id;
  }
}

function randomGraphId(random: (bytes: number) => Uint8Array): string {
  const number = Buffer.from(random(8)).readBigUInt64BE();
  return String(1_000_000_000_000_000n + (number % 9_000_000_000_000_000n));
}

async function holderOf(store: Store, id: string): Promise<string | null> {
  const [business, app, waba, number, user] = await Promise.all([
    store.businesses.find(id),
    store.apps.find(id),
    store.wabas.find(id),
    store.phoneNumbers.find(id),
    store.users.find(id),
  ]);
  if (business) return 'a business';
  if (app) return 'an app';
  if (waba) return 'a WhatsApp Business Account';
  if (number) return 'a phone number';
  return user ? 'a user' : null;
}
