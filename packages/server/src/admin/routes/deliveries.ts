// What was sent to whom and how it ended, and what is still owed.
import type { FastifyInstance } from 'fastify';
import type { AdminDeps } from '../deps.ts';
import { readDeliveryFilter } from '../inputs.ts';
import { sendProblem } from '../problem.ts';
import { needs, page, queryOf } from '../request.ts';
import { showAttempt, showDelivery } from '../show.ts';

export function mountDeliveries(api: FastifyInstance, { store, routing, retryProfile }: AdminDeps): void {
  api.get('/deliveries', needs('read'), async (request, reply) => {
    const filter = readDeliveryFilter(queryOf(request), routing.table());
    if (!filter.ok) return sendProblem(reply, { code: 'bad_request', detail: filter.message });
    const deliveries = await store.deliveries.list(filter.value);
    const shown = deliveries.map((delivery) => showDelivery(delivery, routing.table(), retryProfile));
    return page(shown, deliveries.at(-1)?.firstSeq, filter.value.limit);
  });

  api.get<{ Params: { id: string } }>('/deliveries/:id', needs('read'), async (request, reply) => {
    const delivery = await store.deliveries.get(request.params.id);
    if (!delivery) {
      return sendProblem(reply, {
        code: 'unknown_delivery',
        detail: 'There is no delivery with this id.',
      });
    }
    return {
      ...showDelivery(delivery, routing.table(), retryProfile),
      seqs: delivery.seqs,
      attempt_list: delivery.attempts.map(showAttempt),
    };
  });

  api.get('/backlog', needs('read'), async () => ({
    data: (await store.deliveries.backlog()).map(({ queueId, pending, retrying }) => ({
      queue_id: queueId,
      app_id: routing.table().routeByQueue.get(queueId)?.app.graphId ?? null,
      pending,
      retrying,
    })),
  }));
}
