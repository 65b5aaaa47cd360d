// Where notifications go, and how each place is doing: its breaker, since when it fails, when it last answered.
// Health outlives a restart; an endpoint that has never been sent anything has none.
import type { FastifyInstance } from 'fastify';
import type { QueueHealth } from '../../delivery/gate/gates.ts';
import type { RoutingTable } from '../../routing/table.ts';
import type { EndpointLimits } from '../../store/endpoints.ts';
import type { Endpoint } from '../../store/nouns.ts';
import { differences, noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { flag, integer, nullable, readBody, unchanged } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { isoTime } from '../show.ts';

export function mountEndpoints(api: FastifyInstance, deps: AdminDeps): void {
  const { store, routing, clock } = deps;

  async function show(): Promise<Map<number, Record<string, unknown>>> {
    const health = new Map((await deps.endpointHealth()).map((each) => [each.queueId, each]));
    return showEndpoints(routing.table(), health);
  }

  api.get('/endpoints', needs('read'), async () => ({ data: [...(await show()).values()] }));

  api.post<{ Params: { id: string } }>('/endpoints/:id', needs('operate'), async (request) => {
    const before = await findEndpoint(request.params.id);
    const change = readChange(bodyOf(request));
    if (Object.keys(change.limits).length > 0) await store.endpoints.limit(before.id, change.limits);
    if (change.active === true) await store.endpoints.activate(before.id);
    if (change.active === false) await store.endpoints.deactivate(before.id, clock.now());
    const after = await findEndpoint(request.params.id);
    const details = differences(showEditable(before), showEditable(after));
    if (Object.keys(details).length > 0) {
      const subject = routing.table().routeByQueue.get(after.queueId)?.app.graphId ?? '-';
      await noteChange(deps, request, {
        action: 'endpoint.edited',
        subject,
        details: { endpoint: after.id, ...details },
      });
    }
    return (await show()).get(after.id);
  });

  async function findEndpoint(id: string): Promise<Endpoint> {
    const endpoint = /^\d{1,15}$/.test(id) ? await store.endpoints.get(Number(id)) : null;
    if (endpoint && endpoint.state !== 'closed') return endpoint;
    throw problem('unknown_endpoint', `There is no endpoint ${JSON.stringify(id.slice(0, 20))}.`);
  }
}

function readChange(body: Uint8Array): { limits: Partial<EndpointLimits>; active: boolean | undefined } {
  const input = readBody(body, {
    rate_per_second: unchanged(nullable(integer(0, 100_000))),
    window_max: unchanged(nullable(integer(1, 1_000))),
    active: unchanged(flag),
  });
  return {
    limits: {
      ...(input.rate_per_second !== undefined && { ratePerSecond: input.rate_per_second }),
      ...(input.window_max !== undefined && { windowMax: input.window_max }),
    },
    active: input.active,
  };
}

function showEditable({ ratePerSecond, windowMax, deactivatedAt }: Endpoint) {
  return { rate_per_second: ratePerSecond, window_max: windowMax, active: deactivatedAt === null };
}

/** By endpoint. */
function showEndpoints(
  table: RoutingTable,
  health: ReadonlyMap<number, QueueHealth>,
): Map<number, Record<string, unknown>> {
  const numbers = new Map([...table.phoneNumbers.values()].map((number) => [number.id, number.graphId]));
  const shown = new Map<number, Record<string, unknown>>();
  for (const [queueId, { app, endpoint, replay }] of table.routeByQueue) {
    // A closed one is history: it is owed nothing. Replays have a list of their own.
    if (endpoint.state === 'closed' || replay) continue;
    const { wabaId, phoneNumberId } = endpoint;
    shown.set(endpoint.id, {
      id: endpoint.id,
      queue_id: queueId,
      app_id: app.graphId,
      app_name: app.name,
      level: endpoint.level,
      waba_id: wabaId === null ? null : (table.wabaById.get(wabaId)?.graphId ?? null),
      phone_number_id: phoneNumberId === null ? null : (numbers.get(phoneNumberId) ?? null),
      callback_url: endpoint.url,
      state: endpoint.state,
      ...showEditable(endpoint),
      deactivated_at: isoTime(endpoint.deactivatedAt),
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
