// GET /metrics: what Prometheus reads. It needs a key that may read, like everything else that looks inside.
import type { FastifyInstance } from 'fastify';
import type { AdminDeps } from '../deps.ts';
import { needs } from '../request.ts';

export function mountMetrics(api: FastifyInstance, { metrics }: AdminDeps): void {
  api.get('/metrics', needs('read'), async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics()),
  );
}
