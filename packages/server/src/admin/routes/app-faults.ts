// What an app is made to live through: switched on as a set, seen by everybody, off by itself after a time if it is
// told so. Off by default; on a server in production only where a setting lets it.
import type { FastifyInstance } from 'fastify';
import { faultNames, faultOf } from '../../delivery/faults/catalogue.ts';
import { isInForce } from '../../delivery/faults/fault-plan.ts';
import type { AppFaults, FaultExtra } from '../../store/faults.ts';
import { deliveryId } from '../../store/life-of-event.ts';
import type { App } from '../../store/nouns.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { findApp } from '../lookup.ts';
import { problem } from '../problem.ts';
import { readFaults, seedMax } from '../read-faults.ts';
import { bodyOf, needs } from '../request.ts';
import { isoTime } from '../show.ts';

interface OneApp {
  Params: { id: string };
}

const extrasShown = 20;

export function mountAppFaults(api: FastifyInstance, deps: AdminDeps): void {
  const { store, clock, random, allowFaults } = deps;

  async function show(app: App): Promise<Record<string, unknown>> {
    const set = await store.faults.get(app.id);
    const extras = await store.faults.extras({ appId: app.id, limit: extrasShown });
    return {
      app_id: app.graphId,
      app_name: app.name,
      ...showSet(set, { now: clock.now(), allowFaults }),
      extras: extras.map(showExtra),
      available,
    };
  }

  api.get<OneApp>('/apps/:id/faults', needs('read'), async ({ params }) => {
    return show(await findApp(store, params.id));
  });

  api.put<OneApp>('/apps/:id/faults', needs('operate'), async (request) => {
    const app = await findApp(store, request.params.id);
    if (!allowFaults) {
      const cure =
        'Start the server with the setting allow_faults (--allow-faults true, WAHOOK_ALLOW_FAULTS=true).';
      throw problem('faults_not_allowed', `Faults are switched off on this server. ${cure}`);
    }
    const read = readFaults(bodyOf(request));
    if (!read.ok) throw problem('bad_request', read.problems.join(' '));
    const { seed, isMarked, forSeconds, faults } = read.value;
    const postponed = Object.keys(faults).filter((name) => isPostponed(name));
    if (app.order !== 'none' && postponed.length > 0) {
      const why = `The app keeps the order of each ${app.order}, which ${postponed.join(', ')} would break.`;
      throw problem('not_applicable', `${why} Leave them out, or set the app's order to none.`);
    }
    const now = clock.now();
    const before = await store.faults.get(app.id);
    const set: AppFaults = {
      appId: app.id,
      seed: seed ?? Buffer.from(random(4)).readUInt32BE() % (seedMax + 1),
      isMarked,
      setAt: now,
      expiresAt: forSeconds === null ? null : now + forSeconds * 1_000,
      faults,
    };
    await store.faults.set(set);
    await noteChange(deps, request, {
      action: 'faults.set',
      subject: app.graphId,
      details: {
        faults: asText(set),
        ...(before && { faults_before: asText(before) }),
        seed: set.seed,
        mark: isMarked,
        expires_at: isoTime(set.expiresAt),
      },
    });
    return show(app);
  });

  api.delete<OneApp>('/apps/:id/faults', needs('operate'), async (request) => {
    const app = await findApp(store, request.params.id);
    const before = await store.faults.get(app.id);
    const { cleared } = await store.faults.clear(app.id);
    if (before && cleared)
      await noteChange(deps, request, {
        action: 'faults.cleared',
        subject: app.graphId,
        details: { faults_before: asText(before) },
      });
    return show(app);
  });
}

/** The names of what an app lives through now; for lists of apps. */
export function faultsInForce(
  set: AppFaults | null,
  { now, allowFaults }: { now: number; allowFaults: boolean },
): string[] {
  return set && allowFaults && isInForce(set, now) ? Object.keys(set.faults) : [];
}

function showSet(
  set: AppFaults | null,
  state: { now: number; allowFaults: boolean },
): Record<string, unknown> {
  return {
    allowed: state.allowFaults,
    on: faultsInForce(set, state).length > 0,
    seed: set?.seed ?? null,
    mark: set?.isMarked ?? false,
    set_at: isoTime(set?.setAt ?? null),
    expires_at: isoTime(set?.expiresAt ?? null),
    faults: set?.faults ?? {},
  };
}

function showExtra({ fault, queueId, firstSeq, at, durationMs, bytes, status, reason }: FaultExtra) {
  return {
    fault,
    beside: deliveryId(queueId, firstSeq),
    at: isoTime(at),
    duration_ms: durationMs,
    bytes,
    status,
    reason,
  };
}

/** Every fault there is, with what its parameters may be. */
const available = faultNames.map((name) => {
  const { kind, does, parameters } = faultOf(name);
  return { name, kind, does, parameters };
});

function isPostponed(name: string): boolean {
  return available.some((each) => each.name === name && each.kind === 'postponed');
}

/** `drop probability=1 attempts=1; delay …` */
function asText({ faults }: AppFaults): string {
  const each = Object.entries(faults).map(([name, parameters]) =>
    [name, ...Object.entries(parameters).map(([parameter, value]) => `${parameter}=${value}`)].join(' '),
  );
  return each.join('; ');
}
