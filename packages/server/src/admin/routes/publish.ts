// The publish API: a body of somebody else becomes events.
import type { FastifyInstance } from 'fastify';
import type { AdminDeps } from '../deps.ts';
import { idempotencyOf } from '../idempotency.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs, queryOf } from '../request.ts';
import { sendPublished } from '../send-published.ts';

export function mountPublish(api: FastifyInstance, { publish }: AdminDeps): void {
  api.post('/events', needs('publish'), async (request, reply) => {
    const query = queryOf(request);
    const body = bodyOf(request);
    const idempotency = idempotencyOf(request, body);
    const published = await publish({
      body,
      origin: 'publish',
      addressedTo: query.get('waba_id'),
      strict: strictOf(query),
      ...(idempotency && { idempotency }),
    });
    return sendPublished(reply, published);
  });
}

function strictOf(query: URLSearchParams): boolean | null {
  const text = query.get('strict');
  if (text === null) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw problem('bad_request', 'strict must be true (refuse what is otherwise warned of) or false.');
}
