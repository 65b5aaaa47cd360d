// Users: persons and system users of a business. Tokens stand for them.
import type { FastifyInstance } from 'fastify';
import type { Routing } from '../../routing/routing.ts';
import type { User } from '../../store/nouns.ts';
import { roles, userKinds } from '../../store/vocabulary.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { chooseGraphId } from '../graph-ids.ts';
import { findBusiness, findUser } from '../lookup.ts';
import { graphId, oneOf, optional, readBody, text, withDefault } from '../members.ts';
import { bodyOf, needs } from '../request.ts';
import { showOwner } from '../show.ts';

export function mountUsers(api: FastifyInstance, deps: AdminDeps): void {
  const { store, routing } = deps;

  api.get('/users', needs('read'), async () => ({
    data: (await store.users.list()).map((user) => showUser(user, routing)),
  }));

  api.get<{ Params: { id: string } }>('/users/:id', needs('read'), async ({ params }) =>
    showUser(await findUser(store, params.id), routing),
  );

  api.post('/users', needs('admin'), async (request, reply) => {
    const { name, business_id, kind, role, id } = readBody(bodyOf(request), {
      name: text(200),
      business_id: graphId,
      kind: withDefault(oneOf(userKinds), 'system_user'),
      role: withDefault(oneOf(roles), 'employee'),
      id: optional(graphId),
    });
    const business = await findBusiness(store, business_id);
    const user = await store.users.create({
      graphId: await chooseGraphId(deps, id),
      name,
      kind,
      role,
      businessId: business.id,
    });
    await noteChange(deps, request, {
      action: 'user.created',
      subject: user.graphId,
      details: { name, kind, role, business_id: business.graphId },
    });
    return reply.code(201).send(showUser(user, routing));
  });
}

function showUser(user: User, routing: Routing): Record<string, unknown> {
  const { graphId: id, name, kind, role } = user;
  return { id, name, kind, role, ...showOwner(user, routing.table()) };
}
