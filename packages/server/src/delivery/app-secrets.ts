// App secrets in the clear, unsealed once; a changed directory forgets them.
import type { Store } from '../store/store.ts';

export interface AppSecrets {
  of(appId: number): Promise<string>;
  forget(): void;
}

export function createAppSecrets(store: Pick<Store, 'apps'>): AppSecrets {
  const secrets = new Map<number, Promise<string>>();
  return {
    of(appId) {
      const known = secrets.get(appId);
      if (known) return known;
      const secret = store.apps.secret(appId);
      secrets.set(appId, secret);
      secret.catch(() => secrets.delete(appId));
      return secret;
    },
    forget: () => secrets.clear(),
  };
}
