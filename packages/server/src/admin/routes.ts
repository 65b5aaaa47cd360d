// /api/v1: what the console and the command line need, and what `curl` can do as well.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Publish, Published } from '../accept/publish.ts';
import { parseSampleId, type Samples, sampleId } from '../accept/samples.ts';
import type { Simulator } from '../accept/simulator.ts';
import type { Routing } from '../routing/routing.ts';
import type { Store } from '../store/store.ts';
import { isAdmin } from './admin-key.ts';
import { readDeliveryFilter, readEventFilter, readSimulatorRequest } from './inputs.ts';
import { sendProblem } from './problem.ts';
import { showAttempt, showDelivery, showEvent } from './show.ts';

export interface AdminDeps {
  store: Store;
  routing: Routing;
  publish: Publish;
  simulator: Simulator;
  samples: Samples;
  adminKeyHash: Uint8Array;
}

export function mountAdmin(app: FastifyInstance, deps: AdminDeps): void {
  app.register(
    async (api) => {
      api.addHook('onRequest', async (request, reply) => {
        if (isAdmin(request.headers.authorization, deps.adminKeyHash)) return;
        reply.header('www-authenticate', 'Bearer realm="wahook"');
        return sendProblem(reply, {
          code: 'admin_key_required',
          detail:
            'Send the admin key as `Authorization: Bearer <key>`. `wahook dev` prints it when it starts.',
        });
      });
      mountPublish(api, deps);
      mountSimulator(api, deps);
      mountEvents(api, deps);
      mountDeliveries(api, deps);
    },
    { prefix: '/api/v1' },
  );
}

function mountPublish(api: FastifyInstance, { publish }: AdminDeps): void {
  api.post('/events', async (request, reply) => {
    const query = new URLSearchParams(request.raw.url?.split('?')[1]);
    const body = bodyOf(request);
    const key = request.headers['idempotency-key'];
    if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))) {
      return sendProblem(reply, {
        code: 'bad_idempotency_key',
        detail: 'Idempotency-Key must be 1 to 255 printable ASCII characters without blanks.',
      });
    }
    const published = await publish({
      body,
      origin: 'publish',
      addressedTo: query.get('waba_id'),
      strict: query.get('strict') === 'true',
      ...(key !== undefined && { idempotency: { keyHash: sha256(key), bodyHash: sha256(body) } }),
    });
    return sendPublished(reply, published);
  });
}

function mountSimulator(api: FastifyInstance, { simulator, samples }: AdminDeps): void {
  api.get('/samples', async () => ({
    data: samples.list().map((name) => ({ id: sampleId(name), ...name })),
  }));

  api.post('/simulator', async (request, reply) => {
    const input = readSimulatorRequest(bodyOf(request));
    if (!input.ok) return sendProblem(reply, { code: 'bad_request', detail: input.message });
    const sample = parseSampleId(input.value.sample, samples);
    if (!sample) {
      return sendProblem(reply, {
        code: 'unknown_sample',
        detail: `There is no sample of field ${JSON.stringify(input.value.sample)}. GET /api/v1/samples lists them all.`,
      });
    }
    return sendPublished(reply, await simulator({ ...input.value, sample }));
  });
}

function mountEvents(api: FastifyInstance, { store, routing }: AdminDeps): void {
  api.get('/events', async (request, reply) => {
    const filter = readEventFilter(queryOf(request), routing.table());
    if (!filter.ok) return sendProblem(reply, { code: 'bad_request', detail: filter.message });
    const events = await store.events.list(filter.value);
    return page(
      events.map((event) => showEvent(event, routing.table())),
      events.at(-1)?.seq,
      filter.value.limit,
    );
  });

  api.get<{ Params: { seq: string } }>('/events/:seq', async (request, reply) => {
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
      deliveries: deliveries.map((delivery) => showDelivery(delivery, routing.table())),
    };
  });
}

function mountDeliveries(api: FastifyInstance, { store, routing }: AdminDeps): void {
  api.get('/deliveries', async (request, reply) => {
    const filter = readDeliveryFilter(queryOf(request), routing.table());
    if (!filter.ok) return sendProblem(reply, { code: 'bad_request', detail: filter.message });
    const deliveries = await store.deliveries.list(filter.value);
    const shown = deliveries.map((delivery) => showDelivery(delivery, routing.table()));
    return page(shown, deliveries.at(-1)?.firstSeq, filter.value.limit);
  });

  api.get<{ Params: { id: string } }>('/deliveries/:id', async (request, reply) => {
    const delivery = await store.deliveries.get(request.params.id);
    if (!delivery) {
      return sendProblem(reply, {
        code: 'unknown_delivery',
        detail: 'There is no delivery with this id.',
      });
    }
    return {
      ...showDelivery(delivery, routing.table()),
      seqs: delivery.seqs,
      attempt_list: delivery.attempts.map(showAttempt),
    };
  });

  api.get('/backlog', async () => ({
    data: (await store.deliveries.backlog()).map(({ queueId, pending, retrying }) => ({
      queue_id: queueId,
      app_id: routing.table().routeByQueue.get(queueId)?.app.graphId ?? null,
      pending,
      retrying,
    })),
  }));
}

function sendPublished(reply: FastifyReply, published: Published): FastifyReply {
  if (!published.ok) {
    const { code, message, at, retryAfterSeconds } = published.refusal;
    return sendProblem(reply, {
      code,
      detail: message,
      ...(at !== undefined && { at }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });
  }
  if (published.repeated) reply.header('idempotent-replayed', 'true');
  return reply.code(202).send({
    accepted: published.accepted,
    duplicates: published.duplicates,
    first_seq: published.firstSeq,
    last_seq: published.lastSeq,
    ...(published.warnings && { warnings: published.warnings }),
  });
}

/** `after` is the cursor of the next page: pass it as ?before=. */
function page(data: unknown[], lastSeq: number | undefined, limit: number): Record<string, unknown> {
  const more = data.length === limit && lastSeq !== undefined;
  return { data, ...(more && { paging: { before: lastSeq } }) };
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(request.raw.url?.split('?')[1]);
}

function bodyOf(request: FastifyRequest): Uint8Array {
  // The listener's one parser makes buffers of every body.
  return (request.body as Buffer | undefined) ?? new Uint8Array(0);
}

function sha256(content: string | Uint8Array): Uint8Array {
  return createHash('sha256').update(content).digest();
}
