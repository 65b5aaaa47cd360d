// The bound on sockets over all pools, so that no number of slow endpoints uses up the process's file
// descriptors. Who comes when all are taken waits in line; giving up is the caller's deadline's business.
import { ConnectFailed } from './failure.ts';

export interface SocketBudget {
  /** Resolves to the function that gives the socket back; rejects when the signal aborts first. */
  take(signal: AbortSignal): Promise<() => void>;
  /** null when none is free, or somebody waits for one. */
  tryTake(): (() => void) | null;
}

export function createSocketBudget(options: {
  socketsMax: number;
  /** Called when somebody has to wait: a chance to close idle connections. */
  onShortage: () => void;
}): SocketBudget {
  const waiting = new Set<() => void>();
  let taken = 0;

  function grant(): () => void {
    taken++;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      taken--;
      const [next] = waiting;
      if (!next) return;
      waiting.delete(next);
      next();
    };
  }

  return {
    tryTake: () => (taken < options.socketsMax && waiting.size === 0 ? grant() : null),
    take(signal) {
      if (taken < options.socketsMax) return Promise.resolve(grant());
      return new Promise((resolve, reject) => {
        const next = () => {
          signal.removeEventListener('abort', giveUp);
          resolve(grant());
        };
        const giveUp = () => {
          waiting.delete(next);
          reject(new ConnectFailed('sockets_exhausted'));
        };
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.add(next);
        options.onShortage();
      });
    },
  };
}
