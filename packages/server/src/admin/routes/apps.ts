// Apps: created with their secret, which is shown then and never again, and edited. What App Review, sharing and
// the subscription add stands in files of its own.
import type { FastifyInstance } from 'fastify';
import type { App, AppChange } from '../../store/nouns.ts';
import { differences, noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { chooseGraphId } from '../graph-ids.ts';
import { findApp, findBusiness } from '../lookup.ts';
import {
  flag,
  graphId,
  matching,
  nullable,
  oneOf,
  optional,
  readBody,
  text,
  unchanged,
  webAddress,
  withDefault,
} from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { isoTime, showOwner } from '../show.ts';
import { faultsInForce } from './app-faults.ts';

const modes = ['development', 'live'] as const;
const orders = ['none', 'conversation', 'number'] as const;
/** 128 bits in hex, the form of Meta's own. */
const secretBytes = 16;
const secret = matching(
  /^[\x21-\x7e]{32,128}$/,
  'a text of 32 to 128 printable ASCII characters without blanks',
);

export function mountApps(api: FastifyInstance, deps: AdminDeps): void {
  const { store, random, publicSecrets } = deps;

  api.get('/apps', needs('read'), async () => {
    const apps = await store.apps.list();
    return { data: apps.map((app) => showApp(app, deps)) };
  });

  api.get<{ Params: { id: string } }>('/apps/:id', needs('read'), async ({ params }) => {
    const app = await findApp(store, params.id);
    const subscription = await store.subscriptions.app(app.id);
    return {
      ...showApp(app, deps),
      subscription: subscription && {
        callback_url: subscription.callbackUrl,
        active: subscription.active && subscription.deactivatedAt === null,
        include_values: subscription.includeValues,
        client_certificate: subscription.clientCertificate,
        verified_at: isoTime(subscription.verifiedAt),
        fields: subscription.fields.map(({ name, version }) => ({ name, version })),
      },
    };
  });

  api.post('/apps', needs('admin'), async (request, reply) => {
    const input = readBody(bodyOf(request), {
      name: text(200),
      business_id: graphId,
      id: optional(graphId),
      secret: optional(secret),
      mode: withDefault(oneOf(modes), 'development'),
      link: optional(webAddress),
      icon: optional(webAddress),
      require_app_secret: withDefault(flag, false),
      order: withDefault(oneOf(orders), 'none'),
      coalesce: withDefault(flag, false),
    });
    const business = await findBusiness(store, input.business_id);
    // Its holder could sign in the app's name; `wahook start` would refuse the whole store for it.
    if (input.secret !== null && publicSecrets.includes(input.secret))
      throw problem('bad_request', '"secret" must be one that is not in the documentation of wahook.');
    const appSecret = input.secret ?? Buffer.from(random(secretBytes)).toString('hex');
    const app = await store.apps.create({
      graphId: await chooseGraphId(deps, input.id),
      name: input.name,
      businessId: business.id,
      mode: input.mode,
      link: input.link,
      icon: input.icon,
      requireAppSecret: input.require_app_secret,
      order: input.order,
      coalesce: input.coalesce,
      secret: appSecret,
    });
    await noteChange(deps, request, {
      action: 'app.created',
      subject: app.graphId,
      details: { ...showEditable(app), business_id: business.graphId },
    });
    return reply.code(201).send({ ...showApp(app, deps), secret: appSecret });
  });

  api.post<{ Params: { id: string } }>('/apps/:id', needs('admin'), async (request) => {
    const before = await findApp(store, request.params.id);
    const after = await store.apps.update(before.id, readChange(bodyOf(request)));
    const details = differences(showEditable(before), showEditable(after));
    // Saying again what is so already is no change.
    if (Object.keys(details).length > 0)
      await noteChange(deps, request, { action: 'app.edited', subject: after.graphId, details });
    return showApp(after, deps);
  });
}

function readChange(body: Uint8Array): AppChange {
  const input = readBody(body, {
    name: unchanged(text(200)),
    mode: unchanged(oneOf(modes)),
    link: unchanged(nullable(webAddress)),
    icon: unchanged(nullable(webAddress)),
    require_app_secret: unchanged(flag),
    order: unchanged(oneOf(orders)),
    coalesce: unchanged(flag),
  });
  return {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.mode !== undefined && { mode: input.mode }),
    ...(input.link !== undefined && { link: input.link }),
    ...(input.icon !== undefined && { icon: input.icon }),
    ...(input.require_app_secret !== undefined && { requireAppSecret: input.require_app_secret }),
    ...(input.order !== undefined && { order: input.order }),
    ...(input.coalesce !== undefined && { coalesce: input.coalesce }),
  };
}

function showEditable({ name, mode, link, icon, requireAppSecret, order, coalesce }: App) {
  return { name, mode, link, icon, require_app_secret: requireAppSecret, order, coalesce };
}

function showApp(app: App, { routing, clock, allowFaults }: AdminDeps): Record<string, unknown> {
  const set = routing.table().appByGraphId.get(app.graphId)?.faults ?? null;
  return {
    id: app.graphId,
    ...showEditable(app),
    ...showOwner(app, routing.table()),
    faults: faultsInForce(set, { now: clock.now(), allowFaults }),
  };
}
