// Businesses: who owns apps, accounts and users.
import type { FastifyInstance } from 'fastify';
import type { Business } from '../../store/nouns.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { chooseGraphId } from '../graph-ids.ts';
import { findBusiness } from '../lookup.ts';
import { graphId, optional, readBody, text } from '../members.ts';
import { bodyOf, needs } from '../request.ts';

export function mountBusinesses(api: FastifyInstance, deps: AdminDeps): void {
  const { store } = deps;

  api.get('/businesses', needs('read'), async () => ({
    data: (await store.businesses.list()).map(showBusiness),
  }));

  api.get<{ Params: { id: string } }>('/businesses/:id', needs('read'), async ({ params }) =>
    showBusiness(await findBusiness(store, params.id)),
  );

  api.post('/businesses', needs('admin'), async (request, reply) => {
    const { name, id } = readBody(bodyOf(request), { name: text(200), id: optional(graphId) });
    const business = await store.businesses.create({ name, graphId: await chooseGraphId(deps, id) });
    await noteChange(deps, request, {
      action: 'business.created',
      subject: business.graphId,
      details: { name },
    });
    return reply.code(201).send(showBusiness(business));
  });
}

function showBusiness({ graphId: id, name }: Business): Record<string, unknown> {
  return { id, name };
}
