// Where notifications go, and how each place is doing: its breaker, since when it fails, when it last answered.
// Health is counted from the start of delivery; an endpoint that has been sent nothing since has none.
import type { FastifyInstance } from 'fastify';
import type { QueueHealth } from '../../delivery/engine.ts';
import type { RoutingTable } from '../../routing/table.ts';
import type { AdminDeps } from '../deps.ts';
import { needs } from '../request.ts';
import { isoTime } from '../show.ts';

export function mountEndpoints(api: FastifyInstance, { routing, endpointHealth }: AdminDeps): void {
  api.get('/endpoints', needs('read'), async () => {
    const health = new Map((await endpointHealth()).map((each) => [each.queueId, each]));
    return { data: showEndpoints(routing.table(), health) };
  });
}

function showEndpoints(table: RoutingTable, health: ReadonlyMap<number, QueueHealth>): unknown[] {
  const numbers = new Map([...table.phoneNumbers.values()].map((number) => [number.id, number.graphId]));
  const shown: unknown[] = [];
  for (const [queueId, { app, endpoint, replay }] of table.routeByQueue) {
    // A closed one is history: it is owed nothing. Replays have a list of their own.
    if (endpoint.state === 'closed' || replay) continue;
    const { wabaId, phoneNumberId } = endpoint;
    shown.push({
      endpoint_id: endpoint.id,
      queue_id: queueId,
      app_id: app.graphId,
      app_name: app.name,
      level: endpoint.level,
      waba_id: wabaId === null ? null : (table.wabaById.get(wabaId)?.graphId ?? null),
      phone_number_id: phoneNumberId === null ? null : (numbers.get(phoneNumberId) ?? null),
      callback_url: endpoint.url,
      state: endpoint.state,
      ...showHealth(health.get(queueId)),
    });
  }
  return shown;
}

function showHealth(health: QueueHealth | undefined): Record<string, unknown> {
  return {
    breaker: health?.breaker ?? 'closed',
    failing_since: isoTime(health?.failingSince ?? null),
    failures: health?.failures ?? 0,
    last_success_at: isoTime(health?.lastSuccessAt ?? null),
    last_failure_at: isoTime(health?.lastFailureAt ?? null),
    last_failure: health?.lastFailure ?? null,
    next_probe_at: isoTime(health?.nextProbeAt ?? null),
    window: health?.window ?? null,
    in_flight: health?.inFlight ?? 0,
  };
}
