// Callbacks that want to know of a change. One that throws harms neither the store nor the next one.
import type { OnNotice } from './notice.ts';

export interface Listeners {
  add(callback: (version: number) => void): () => void;
  call(version: number): void;
}

export function createListeners(onNotice: OnNotice): Listeners {
  // Each registration is an object of its own, so the same function may be registered twice.
  const registered = new Set<{ callback: (version: number) => void }>();
  return {
    add(callback) {
      const registration = { callback };
      registered.add(registration);
      return () => {
        registered.delete(registration);
      };
    },
    call(version) {
      for (const { callback } of [...registered]) {
        try {
          callback(version);
        } catch (cause) {
          onNotice({ kind: 'callback_failed', message: 'A listener for changed routes threw.', cause });
        }
      }
    },
  };
}
