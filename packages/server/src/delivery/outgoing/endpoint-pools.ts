// One pool of connections for each key and origin, showing one client certificate. Pools are never shared: an answer nobody asked for, left behind
// by one app's endpoint, must not be read as the answer to another app's request. Unused ones are closed.
import type { ClientIdentity } from './client-identity.ts';
import type { EndpointPool } from './endpoint-pool.ts';

export interface EndpointPools {
  /** The pool for this key and origin, counted as used from now. One that shows another certificate is dropped. */
  pool(key: string, origin: string, identity: ClientIdentity | null): EndpointPool;
  /** Requests in flight end on their connections; later ones get new connections. */
  drop(key: string): void;
  /** Closes the connections that have been unused for longest, and unused pools that have none. */
  dropLongestIdle(): void;
  closeAll(): void;
}

export interface EndpointPoolsOptions {
  open: (origin: string, identity: ClientIdentity | null) => EndpointPool;
  /** A pool unused for this long is closed; it is noticed up to half as much later. */
  idleMs: number;
  /** Monotonic. */
  now: () => number;
}

interface Entry {
  key: string;
  pool: EndpointPool;
  usedAt: number;
}

export function createEndpointPools(options: EndpointPoolsOptions): EndpointPools {
  // In order of last use, so that both ways of clearing up find the oldest first.
  const entries = new Map<string, Entry>();
  const sweeper = setInterval(sweep, options.idleMs / 2);
  sweeper.unref();

  function close(id: string, entry: Entry): void {
    entries.delete(id);
    entry.pool.close();
  }

  function sweep(): void {
    const longAgo = options.now() - options.idleMs;
    for (const [id, entry] of entries) {
      if (entry.usedAt > longAgo) break;
      if (entry.pool.isIdle()) close(id, entry);
    }
  }

  return {
    pool(key, origin, identity) {
      const id = `${key} ${origin}`;
      const known = entries.get(id);
      const isSame = known?.pool.identity?.id === identity?.id;
      if (known && !isSame) close(id, known);
      const entry = known && isSame ? known : { key, pool: options.open(origin, identity), usedAt: 0 };
      entry.usedAt = options.now();
      entries.delete(id);
      entries.set(id, entry);
      return entry.pool;
    },
    drop(key) {
      for (const [id, entry] of entries) if (entry.key === key) close(id, entry);
    },
    dropLongestIdle() {
      for (const [id, entry] of entries) {
        if (!entry.pool.isIdle()) continue;
        const frees = entry.pool.holdsIdleSocket();
        close(id, entry);
        if (frees) return;
      }
    },
    closeAll() {
      clearInterval(sweeper);
      for (const [id, entry] of entries) close(id, entry);
    },
  };
}
