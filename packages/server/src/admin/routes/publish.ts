// Making events happen: the publish API and the simulator.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Published } from '../../accept/publish.ts';
import { parseSampleId, sampleId } from '../../accept/samples.ts';
import type { AdminDeps } from '../deps.ts';
import { idempotencyOf } from '../idempotency.ts';
import { readSimulatorRequest } from '../inputs.ts';
import { sendProblem } from '../problem.ts';
import { bodyOf, needs, queryOf } from '../request.ts';

export function mountPublish(api: FastifyInstance, { publish }: AdminDeps): void {
  api.post('/events', needs('publish'), async (request, reply) => {
    const query = queryOf(request);
    const body = bodyOf(request);
    const idempotency = idempotencyOf(request, body);
    const published = await publish({
      body,
      origin: 'publish',
      addressedTo: query.get('waba_id'),
      strict: query.get('strict') === 'true',
      ...(idempotency && { idempotency }),
    });
    return sendPublished(reply, published);
  });
}

export function mountSimulator(api: FastifyInstance, { simulator, samples }: AdminDeps): void {
  api.get('/samples', needs('read'), async () => ({
    data: samples.list().map((name) => ({ id: sampleId(name), ...name })),
  }));

  api.post('/simulator', needs('publish'), async (request, reply) => {
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
