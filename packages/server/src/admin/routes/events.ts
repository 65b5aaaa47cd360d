// What was accepted, and what came of it.
import type { FastifyInstance } from 'fastify';
import type { AdminDeps } from '../deps.ts';
import { readEventFilter } from '../inputs.ts';
import { sendProblem } from '../problem.ts';
import { needs, page, queryOf } from '../request.ts';
import { showDelivery, showEvent } from '../show.ts';

export function mountEvents(api: FastifyInstance, { store, routing, retryProfile }: AdminDeps): void {
  api.get('/events', needs('read'), async (request, reply) => {
    const filter = readEventFilter(queryOf(request), routing.table());
    if (!filter.ok) return sendProblem(reply, { code: 'bad_request', detail: filter.message });
    const events = await store.events.list(filter.value);
    return page(
      events.map((event) => showEvent(event, routing.table())),
      events.at(-1)?.seq,
      filter.value.limit,
    );
  });

  api.get<{ Params: { seq: string } }>('/events/:seq', needs('read'), async (request, reply) => {
    const event = /^\d{1,15}$/.test(request.params.seq)
      ? await store.events.get(Number(request.params.seq))
      : null;
    if (!event)
      return sendProblem(reply, {
        code: 'unknown_event',
        detail: 'There is no event with this seq.',
      });
    const deliveries = await store.deliveries.list({ seq: event.seq, limit: 1000 });
    return {
      ...showEvent(event, routing.table()),
      deliveries: deliveries.map((delivery) => showDelivery(delivery, routing.table(), retryProfile)),
    };
  });
}
