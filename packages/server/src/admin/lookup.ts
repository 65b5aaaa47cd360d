// From the id in a call to the thing itself, or to the 404 that names it.
import type { App, Business, User, Waba } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import { problem } from './problem.ts';

export async function findBusiness(store: Store, id: string): Promise<Business> {
  const business = await store.businesses.find(id);
  if (!business) throw problem('unknown_business', `No business ${shown(id)} is known here.`);
  return business;
}

export async function findApp(store: Store, id: string): Promise<App> {
  const app = await store.apps.find(id);
  if (!app) throw problem('unknown_app', `No app ${shown(id)} is known here.`);
  return app;
}

export async function findWaba(store: Store, id: string): Promise<Waba> {
  const waba = await store.wabas.find(id);
  if (!waba) throw problem('unknown_waba', `No WhatsApp Business Account ${shown(id)} is known here.`);
  return waba;
}

export async function findUser(store: Store, id: string): Promise<User> {
  const user = await store.users.find(id);
  if (!user) throw problem('unknown_user', `No user ${shown(id)} is known here.`);
  return user;
}

/** The store's own ids of tokens and keys, as they stand in a path. */
export function readRowId(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** From the path, so it may be anything. */
function shown(id: string): string {
  return JSON.stringify(id.slice(0, 40));
}
