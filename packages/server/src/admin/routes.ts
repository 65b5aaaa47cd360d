// /api/v1: what the console and the command line need, and what `curl` can do as well. Mounts the routes of each
// noun and stands before them all: who calls, what their key may do, and how a refusal is answered.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StoreError } from '../store/store.ts';
import { findCaller } from './admin-key.ts';
import type { AdminDeps } from './deps.ts';
import { ApiProblem, type Problem, sendProblem } from './problem.ts';
import { mountAppFaults } from './routes/app-faults.ts';
import { mountAppPermissions } from './routes/app-permissions.ts';
import { mountAppShares } from './routes/app-shares.ts';
import { mountAppSubscription } from './routes/app-subscription.ts';
import { mountApps } from './routes/apps.ts';
import { mountAudit } from './routes/audit.ts';
import { mountBackup } from './routes/backup.ts';
import { mountBusinesses } from './routes/businesses.ts';
import { mountClientCertificates } from './routes/client-certificates.ts';
import { mountDeadLetters } from './routes/dead-letters.ts';
import { mountDeliveries } from './routes/deliveries.ts';
import { mountDoctor } from './routes/doctor.ts';
import { mountEndpoints } from './routes/endpoints.ts';
import { mountEvents } from './routes/events.ts';
import { mountKeys } from './routes/keys.ts';
import { mountMetrics } from './routes/metrics.ts';
import { mountPhoneNumbers } from './routes/phone-numbers.ts';
import { mountPublish } from './routes/publish.ts';
import { mountReplays } from './routes/replays.ts';
import { mountRouting } from './routes/routing.ts';
import { mountScenarios } from './routes/scenarios.ts';
import { mountSimulator } from './routes/simulator.ts';
import { mountStore } from './routes/store.ts';
import { mountTokens } from './routes/tokens.ts';
import { mountUsers } from './routes/users.ts';
import { mountWabas } from './routes/wabas.ts';

const mounts = [
  mountPublish,
  mountSimulator,
  mountScenarios,
  mountEvents,
  mountDeliveries,
  mountDeadLetters,
  mountReplays,
  mountEndpoints,
  mountBusinesses,
  mountApps,
  mountAppPermissions,
  mountAppShares,
  mountAppSubscription,
  mountAppFaults,
  mountClientCertificates,
  mountWabas,
  mountPhoneNumbers,
  mountUsers,
  mountTokens,
  mountKeys,
  mountAudit,
  mountBackup,
  mountStore,
  mountRouting,
  mountDoctor,
];

export function mountAdmin(app: FastifyInstance, deps: AdminDeps): void {
  app.register(
    async (api) => {
      guard(api, deps);
      for (const mount of mounts) mount(api, deps);
    },
    { prefix: '/api/v1' },
  );
  // Where Prometheus looks for it.
  app.register(async (api) => {
    guard(api, deps);
    mountMetrics(api, deps);
  });
}

function guard(api: FastifyInstance, deps: AdminDeps): void {
  api.decorateRequest('caller', null);
  api.addHook('onRoute', ({ method, url, config }) => {
    // A route that forgot its scope would be open to every key.
    if (!config?.scope) throw new Error(`${String(method)} ${url} names no scope`);
  });
  api.addHook('onRequest', (request, reply) => authorise(deps, request, reply));
  api.setErrorHandler((error, _request, reply) => {
    const problem = asProblem(error);
    if (!problem) throw error;
    return sendProblem(reply, problem);
  });
}

async function authorise(
  { adminKeyHash, store }: AdminDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const caller = await findCaller(request.headers.authorization, {
    rootHash: adminKeyHash,
    adminKeys: store.adminKeys,
  });
  if (!caller) {
    reply.header('www-authenticate', 'Bearer realm="wahook"');
    return sendProblem(reply, {
      code: 'admin_key_required',
      detail: 'Send an admin key as `Authorization: Bearer <key>`. `wahook dev` prints one when it starts.',
    });
  }
  const { scope } = request.routeOptions.config;
  if (scope && !caller.may(scope)) {
    return sendProblem(reply, {
      code: 'scope_missing',
      detail: `This call needs an admin key with the scope ${scope}. \`wahook keys create\` makes one.`,
    });
  }
  request.caller = caller;
  return undefined;
}

/** What a route foresaw, or what the store refused because somebody else was faster. */
function asProblem(error: unknown): Problem | null {
  if (error instanceof ApiProblem) return error.problem;
  if (!(error instanceof StoreError)) return null;
  switch (error.code) {
    case 'conflict':
      return { code: 'already_exists', detail: error.message };
    case 'missing':
      return { code: 'not_found', detail: error.message };
    case 'full':
      return { code: 'disk_full', detail: 'There is no room on the disk, so nothing was changed.' };
    default:
      return null;
  }
}
