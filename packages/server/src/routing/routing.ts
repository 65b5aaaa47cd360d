// Holds the current routing table and keeps it up with the store. Matching is remembered per WABA and field,
// because a hot WABA asks the same question thousands of times a second.
import type { Store } from '../store/store.ts';
import type { NoDelivery } from './match.ts';
import { type Addressee, findAddressee, judgeRoute, matchQueues, type Routable } from './match.ts';
import { buildTable, type Route, type RoutingTable } from './table.ts';

export interface Routing {
  table(): RoutingTable;
  /** Reads the store again; resolves when the table is at least as new as the store was at the call. */
  refresh(): Promise<void>;
  match(addressee: Addressee, event: Routable): readonly number[];
  /** Before each attempt: where the event goes now, or why it is no longer owed. */
  recheck(
    queueId: number,
    event: Routable,
  ): { owed: true; route: Route } | { owed: false; reason: NoDelivery };
  stop(): void;
}

export async function createRouting(store: Store): Promise<Routing> {
  let table = buildTable(await store.routes.load());
  let matched = new Map<string, readonly number[]>();

  async function refresh(): Promise<void> {
    const fresh = buildTable(await store.routes.load());
    // Loads may overlap; the newest one wins whatever order they end in.
    if (fresh.version <= table.version) return;
    table = fresh;
    matched = new Map();
  }

  const stop = store.routes.onChange(() => {
    // A failed reload leaves an outdated table, which accept notices by its version and refreshes itself.
    refresh().catch(() => {});
  });

  return {
    table: () => table,
    refresh,
    match(addressee, event) {
      const who = addressee.kind === 'waba' ? `w${addressee.waba.id}` : `b${addressee.business.id}`;
      const key = `${who} ${event.field} ${event.origin}`;
      let queueIds = matched.get(key);
      if (!queueIds) {
        queueIds = matchQueues(table, addressee, event);
        // Keys come from known WABAs, known fields and four origins, so the map is bounded by the directory.
        matched.set(key, queueIds);
      }
      return queueIds;
    },
    recheck(queueId, event) {
      const route = table.routeByQueue.get(queueId);
      const addressee = findAddressee(table, event);
      if (!route || !addressee) return { owed: false, reason: 'callback_removed' };
      const reason = judgeRoute(route, addressee, event);
      return reason === null ? { owed: true, route } : { owed: false, reason };
    },
    stop,
  };
}
