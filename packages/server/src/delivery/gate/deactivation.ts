// Endpoints that have failed for too long are deactivated, if the operator wants that: they are sent nothing more
// until a handshake or a person makes them active again. What they are owed waits until then, or dies of age.
import type { Clock } from '../../base/clock.ts';
import type { Routing } from '../../routing/routing.ts';
import type { AuditEntry, Endpoint } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import type { Gate, Health } from './gate.ts';
import type { QueueHealth } from './gates.ts';

export interface DeactivationDeps {
  store: Pick<Store, 'endpoints' | 'audit'>;
  routing: Routing;
  clock: Clock;
  /** Of every queue. */
  health: () => readonly QueueHealth[];
  /** Of nothing but failures; 0: never. */
  afterMs: number;
}

/** After a failed attempt; null: the endpoint goes on. */
export type Deactivation = (queueId: number, gate: Gate) => Promise<void> | null;

export function createDeactivation(deps: DeactivationDeps): Deactivation {
  const { store, routing, clock, afterMs } = deps;
  const underWay = new Set<number>();

  async function deactivate(appId: string, endpoint: Endpoint, health: Health): Promise<void> {
    try {
      const at = clock.now();
      const { changed } = await store.endpoints.deactivate(endpoint.id, at);
      if (changed) await store.audit.record(auditEntry({ at, appId, endpoint, health }));
    } finally {
      underWay.delete(endpoint.id);
    }
  }

  /** Of what it is sent on its other ways some may arrive: a replay can bring just what it cannot take. */
  function hasAnsweredSince(endpoint: Endpoint, time: number): boolean {
    const { routeByQueue } = routing.table();
    return deps
      .health()
      .some(
        ({ queueId, lastSuccessAt }) =>
          (lastSuccessAt ?? 0) > time && routeByQueue.get(queueId)?.endpoint.id === endpoint.id,
      );
  }

  return (queueId, gate) => {
    if (afterMs === 0 || !gate.isOpen) return null;
    const health = gate.health();
    if (health.failingSince === null || clock.now() - health.failingSince < afterMs) return null;
    const route = routing.table().routeByQueue.get(queueId);
    // One that drains ends by itself.
    if (route?.endpoint.state !== 'open' || route.endpoint.deactivatedAt !== null) return null;
    if (underWay.has(route.endpoint.id)) return null;
    if (hasAnsweredSince(route.endpoint, clock.now() - afterMs)) return null;
    underWay.add(route.endpoint.id);
    return deactivate(route.app.graphId, route.endpoint, health);
  };
}

function auditEntry(of: {
  at: number;
  appId: string;
  endpoint: Endpoint;
  health: Health;
}): Omit<AuditEntry, 'id'> {
  const { at, appId, endpoint, health } = of;
  return {
    at,
    actor: 'wahook',
    action: 'endpoint.deactivated',
    subject: appId,
    details: {
      endpoint: endpoint.id,
      level: endpoint.level,
      host: new URL(endpoint.url).host,
      failing_since: new Date(health.failingSince ?? at).toISOString(),
      failures: health.failures,
      last_failure: health.lastFailure,
    },
  };
}
