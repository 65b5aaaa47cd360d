// Holds the current routing table and keeps it up with the store. Matching is remembered per account, field and
// number, because a hot account asks the same question thousands of times a second.
import type { Store } from '../store/store.ts';
import type { Addressee, NoDelivery, RoutingRules } from './conditions.ts';
import { matchQueues, type Routable, recheckRoute } from './match.ts';
import { buildTable, type Route, type RoutingTable } from './table.ts';

export interface Routing {
  readonly rules: RoutingRules;
  table(): RoutingTable;
  /** True while a change of the directory is known of and not yet in the table. */
  isBehind(): boolean;
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

export async function createRouting(store: Store, rules: RoutingRules): Promise<Routing> {
  let table = buildTable(await store.routes.load());
  let matched = new Map<string, readonly number[]>();

  async function refresh(): Promise<void> {
    const fresh = buildTable(await store.routes.load());
    // Loads may overlap; the newest one wins whatever order they end in.
    if (fresh.version <= table.version) return;
    table = fresh;
    matched = new Map();
  }

  let newestVersion = table.version;
  const stop = store.routes.onChange((version) => {
    newestVersion = Math.max(newestVersion, version);
    // A failed reload leaves an outdated table, which accept notices by its version and refreshes itself.
    refresh().catch(() => {});
  });

  /** Made of known accounts, known fields, known numbers and four origins, so the map is bounded by the directory. */
  function keyOf(addressee: Addressee, { field, origin, phoneNumber }: Routable): string {
    if (addressee.kind === 'business') return `b${addressee.business.id} ${field} ${origin}`;
    const number =
      phoneNumber !== null && table.wabasWithNumberOverrides.has(addressee.waba.id)
        ? table.phoneNumbers.get(phoneNumber)?.id
        : undefined;
    return `w${addressee.waba.id} ${field} ${origin} ${number ?? ''}`;
  }

  return {
    rules,
    table: () => table,
    isBehind: () => table.version < newestVersion,
    refresh,
    match(addressee, event) {
      const key = keyOf(addressee, event);
      let queueIds = matched.get(key);
      if (!queueIds) {
        queueIds = matchQueues(table, addressee, event, rules);
        matched.set(key, queueIds);
      }
      return queueIds;
    },
    recheck: (queueId, event) => recheckRoute(table, queueId, event, rules),
    stop,
  };
}
