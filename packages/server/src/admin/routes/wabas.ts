// WhatsApp Business Accounts: who owns them, and which businesses and persons may do what on them.
import type { FastifyInstance } from 'fastify';
import type { Routing } from '../../routing/routing.ts';
import type { Endpoint, Waba } from '../../store/nouns.ts';
import { tasks } from '../../store/vocabulary.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { chooseGraphId } from '../graph-ids.ts';
import { findBusiness, findUser, findWaba } from '../lookup.ts';
import { graphId, listOf, oneOf, optional, readBody, text } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { isoTime, showOwner, showPhoneNumber } from '../show.ts';

const taskList = listOf(oneOf(tasks), { lengthMax: tasks.length });

interface WithId {
  Params: { id: string };
}

export function mountWabas(api: FastifyInstance, deps: AdminDeps): void {
  const { store, routing } = deps;

  api.get('/wabas', needs('read'), async () => ({
    data: (await store.wabas.list()).map((waba) => showWaba(waba, routing)),
  }));

  api.get<WithId>('/wabas/:id', needs('read'), async ({ params }) =>
    showInFull(deps, await findWaba(store, params.id)),
  );

  api.post('/wabas', needs('admin'), async (request, reply) => {
    const { name, business_id, id } = readBody(bodyOf(request), {
      name: text(200),
      business_id: graphId,
      id: optional(graphId),
    });
    const business = await findBusiness(store, business_id);
    const waba = await store.wabas.create({
      graphId: await chooseGraphId(deps, id),
      name,
      businessId: business.id,
    });
    await noteChange(deps, request, {
      action: 'waba.created',
      subject: waba.graphId,
      details: { name, business_id: business.graphId },
    });
    return reply.code(201).send(showWaba(waba, routing));
  });

  api.post<WithId>('/wabas/:id/partners', needs('admin'), async (request) => {
    const waba = await findWaba(store, request.params.id);
    const input = readBody(bodyOf(request), { business_id: graphId, tasks: taskList });
    const business = await findBusiness(store, input.business_id);
    if (business.id === waba.businessId)
      throw problem(
        'not_applicable',
        `Business ${business.graphId} owns the account and has every task on it.`,
      );
    const partners = await store.wabas.partners(waba.id);
    const before = partners.find((each) => each.businessId === business.id)?.tasks ?? [];
    await store.wabas.savePartner({ wabaId: waba.id, businessId: business.id, tasks: input.tasks });
    await noteChange(deps, request, {
      action: input.tasks.length > 0 ? 'waba.partner_set' : 'waba.partner_removed',
      subject: waba.graphId,
      details: {
        business_id: business.graphId,
        tasks: input.tasks.join(','),
        tasks_before: before.join(','),
      },
    });
    return { business_id: business.graphId, tasks: input.tasks };
  });

  api.post<WithId>('/wabas/:id/users', needs('admin'), async (request) => {
    const waba = await findWaba(store, request.params.id);
    const input = readBody(bodyOf(request), { user_id: graphId, tasks: taskList });
    const user = await findUser(store, input.user_id);
    const assigned = await store.wabas.users(waba.id);
    const before = assigned.find((each) => each.userId === user.id)?.tasks ?? [];
    await store.wabas.saveUser({ wabaId: waba.id, userId: user.id, tasks: input.tasks });
    await noteChange(deps, request, {
      action: input.tasks.length > 0 ? 'waba.user_assigned' : 'waba.user_removed',
      subject: waba.graphId,
      details: { user_id: user.graphId, tasks: input.tasks.join(','), tasks_before: before.join(',') },
    });
    return { user_id: user.graphId, tasks: input.tasks };
  });
}

function showWaba(waba: Waba, routing: Routing): Record<string, unknown> {
  return { id: waba.graphId, name: waba.name, ...showOwner(waba, routing.table()) };
}

/** Also who is subscribed and where each of them wants it: nobody should have to ask five times. */
async function showInFull({ store, routing }: AdminDeps, waba: Waba): Promise<Record<string, unknown>> {
  const [partners, users, numbers, subscribed, overrides] = await Promise.all([
    store.wabas.partners(waba.id),
    store.wabas.users(waba.id),
    store.phoneNumbers.list(waba.id),
    store.subscriptions.listByWaba(waba.id),
    store.subscriptions.overrides(waba.id),
  ]);
  const table = routing.table();
  const appOf = new Map(table.apps.map(({ app }) => [app.id, app]));
  const numberOf = new Map(numbers.map((number) => [number.id, number.graphId]));
  const showOverride = ({ appId, level, phoneNumberId, url }: Endpoint) => ({
    app_id: appOf.get(appId)?.graphId ?? null,
    level,
    phone_number_id: phoneNumberId === null ? null : (numberOf.get(phoneNumberId) ?? null),
    callback_url: url,
  });
  return {
    ...showWaba(waba, routing),
    partners: partners.map((partner) => ({ ...showOwner(partner, table), tasks: partner.tasks })),
    users: users.map((each) => ({ id: each.user.graphId, name: each.user.name, tasks: each.tasks })),
    phone_numbers: numbers.map((number) => showPhoneNumber(number, table)),
    subscribed_apps: subscribed.map(({ appId, at }) => ({
      app_id: appOf.get(appId)?.graphId ?? null,
      app_name: appOf.get(appId)?.name ?? null,
      since: isoTime(at),
    })),
    overrides: overrides.map(showOverride),
  };
}
