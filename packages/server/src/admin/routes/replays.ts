// Sending stored events once more: count first, start, watch, cancel.
import type { FastifyInstance } from 'fastify';
import type { StoredReplay } from '../../store/replays.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { idempotencyOf } from '../idempotency.ts';
import { readRowId } from '../lookup.ts';
import { optional, readBody, readQuery, wholeNumber, withDefault } from '../members.ts';
import { ApiProblem, problem } from '../problem.ts';
import { planReplay, type ReplayPlan, refuseFruitless, showPlan } from '../replay-plan.ts';
import { readReplayRequest } from '../replay-request.ts';
import { bodyOf, needs, page, queryOf } from '../request.ts';
import { showReplay } from '../show-replay.ts';

export function mountReplays(api: FastifyInstance, deps: AdminDeps): void {
  const { store, routing, clock } = deps;
  const planOf = (body: Uint8Array) =>
    planReplay(deps, readReplayRequest(body, routing.table()), deps.replayPerSecond);
  const shown = (replay: StoredReplay) => showReplay(replay, routing.table());

  api.post('/replays/preview', needs('read'), async (request) => showPlan(await planOf(bodyOf(request))));

  api.post('/replays', needs('operate'), async (request, reply) => {
    const body = bodyOf(request);
    const idempotency = idempotencyOf(request, body);
    const known = idempotency && (await store.replays.known(idempotency));
    const created = known ?? (await create(deps, await planOf(body), idempotency));
    switch (created.kind) {
      case 'created':
        await routing.refresh();
        await noteChange(deps, request, {
          action: 'replay.started',
          subject: String(shown(created.replay).app_id ?? ''),
          details: { replay: created.replay.id, events: created.replay.total },
        });
        deps.wakeReplays();
        return reply.code(201).send(shown(created.replay));
      case 'repeated':
        return reply.code(201).header('idempotent-replayed', 'true').send(shown(created.replay));
      case 'key_reused':
        throw problem('idempotency_key_reused', 'This Idempotency-Key came before with another body.');
      case 'too_many':
        throw problem(
          'too_many_replays',
          `${created.running} replays are running. Wait for one, or cancel one.`,
        );
      case 'not_open':
        throw problem('not_applicable', 'The endpoint was removed a moment ago.');
    }
  });

  api.get('/replays', needs('read'), async (request) => {
    const { before, limit } = readQuery(queryOf(request), {
      before: optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
      limit: withDefault(wholeNumber(1, 1000), 50),
    });
    const replays = await store.replays.list({ limit, ...(before !== null && { beforeId: before }) });
    return page(replays.map(shown), replays.at(-1)?.id, limit);
  });

  api.get<{ Params: { id: string } }>('/replays/:id', needs('read'), async (request) =>
    shown(found(await store.replays.get(readRowId(request.params.id) ?? 0))),
  );

  api.post<{ Params: { id: string } }>('/replays/:id/cancel', needs('operate'), async (request) => {
    readBody(bodyOf(request), {});
    const before = found(await store.replays.get(readRowId(request.params.id) ?? 0));
    if (before.state !== 'running') {
      throw problem('not_applicable', `Replay ${before.id} is ${before.state} already.`);
    }
    const replay = found(await store.replays.cancel(before.id, clock.now()));
    await noteChange(deps, request, {
      action: 'replay.cancelled',
      subject: String(shown(replay).app_id ?? ''),
      details: { replay: replay.id, delivered: replay.delivered },
    });
    return shown(replay);
  });
}

async function create(
  { store, clock }: AdminDeps,
  plan: ReplayPlan,
  idempotency: ReturnType<typeof idempotencyOf>,
) {
  refuseFruitless(plan);
  const { selection, route, count, ratePerSecond } = plan;
  if (!route) throw new ApiProblem({ code: 'nothing_to_replay', detail: 'Nothing here fits the selection.' });
  return store.replays.create({
    selection,
    endpointId: route.endpoint.id,
    ratePerSecond,
    startedAt: clock.now(),
    total: count.events,
    ...(idempotency && { idempotency }),
  });
}

function found(replay: StoredReplay | null): StoredReplay {
  if (!replay) throw problem('unknown_replay', 'There is no replay with this id.');
  return replay;
}
