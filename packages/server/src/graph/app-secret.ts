// Proves that a caller knows an app's secret. Guarantees that an unknown app and a wrong secret look alike, take
// the same time and are counted alike. The right secret always passes, however many wrong ones were offered:
// the id of an app is public, and nobody should be able to lock its owner out.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { App } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import type { Meter } from './limits.ts';

/** The app, or null; throws when too many wrong secrets were offered. */
export async function proveSecret(
  claim: { graphId: string; secret: string },
  { store: { apps }, meter }: { store: Pick<Store, 'apps'>; meter: Pick<Meter, 'countGuess'> },
): Promise<App | null> {
  const app = await apps.find(claim.graphId);
  // An unknown app is compared too, with a secret that nobody can have sent (tokens hold no blanks).
  const secret = app ? await apps.secret(app.id) : ' ';
  const matches = sameSecret(secret, claim.secret);
  if (app && matches) return app;
  await meter.countGuess(claim.graphId);
  return null;
}

// Hashing gives both sides one length: the comparison neither throws nor tells how long the secret is.
function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
