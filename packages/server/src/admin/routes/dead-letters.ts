// What was given up and has not been replayed, in groups: the place to see what went wrong where, and to start a
// replay from.
import type { FastifyInstance } from 'fastify';
import type { AdminDeps } from '../deps.ts';
import { findApp } from '../lookup.ts';
import { graphId, optional, readQuery } from '../members.ts';
import { liveRoutes } from '../replay-plan.ts';
import { needs, queryOf } from '../request.ts';
import { isoTime } from '../show.ts';

export function mountDeadLetters(api: FastifyInstance, { store, routing }: AdminDeps): void {
  api.get('/dead-letters', needs('read'), async (request) => {
    const { app_id } = readQuery(queryOf(request), { app_id: optional(graphId) });
    const app = app_id === null ? null : await findApp(store, app_id);
    const { groups, isComplete } = await store.replays.deadLetters(app ? { appId: app.id } : {});
    const table = routing.table();
    const routes = new Map(liveRoutes(table).map((route) => [route.endpoint.id, route]));
    return {
      data: groups.map((group) => {
        const route = routes.get(group.endpointId);
        return {
          app_id: route?.app.graphId ?? null,
          app_name: route?.app.name ?? null,
          endpoint_id: group.endpointId,
          callback_url: route?.endpoint.url ?? null,
          endpoint_state: route?.endpoint.state ?? 'closed',
          waba_id: group.wabaId === null ? null : (table.wabaById.get(group.wabaId)?.graphId ?? null),
          field: group.field,
          reason: group.reason,
          deliveries: group.deliveries,
          events: group.events,
          oldest_at: isoTime(group.oldestAt),
          newest_at: isoTime(group.newestAt),
        };
      }),
      complete: isComplete,
    };
  });
}
