// Making a sample happen: once, or as a run of many copies that is watched and stopped here.
import type { FastifyInstance } from 'fastify';
import type { Burst } from '../../simulator/burst.ts';
import { sampleId } from '../../simulator/samples.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { readRowId } from '../lookup.ts';
import { readBody } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { refusalProblem, sendPublished } from '../send-published.ts';
import { showBurst } from '../show-run.ts';
import { readAskedEvent } from '../simulator-request.ts';

export function mountSimulator(api: FastifyInstance, deps: AdminDeps): void {
  const { samples } = deps;

  api.get('/samples', needs('read'), async () => ({
    data: samples.list().map((name) => ({ id: sampleId(name), ...name })),
  }));

  api.post('/simulator', needs('publish'), async (request, reply) => {
    const simulator = theSimulator(deps);
    const asked = readAskedEvent(bodyOf(request), samples);
    if (asked.kind === 'once') {
      const triggered = await simulator.trigger(asked.request);
      return sendPublished(reply, triggered, { seed: triggered.seed });
    }
    const started = await simulator.startBurst(asked.request);
    if (!started.ok) throw refusalProblem(started.refusal, started);
    const { id, sample, wabaId, count } = started.burst;
    await noteChange(deps, request, {
      action: 'simulator.started',
      subject: wabaId,
      details: { run: id, sample, count },
    });
    return reply.code(201).send(showBurst(started.burst));
  });

  api.get('/simulator/runs', needs('read'), async () => ({
    data: theSimulator(deps).bursts.list().map(showBurst),
  }));

  api.get<{ Params: { id: string } }>('/simulator/runs/:id', needs('read'), async (request) =>
    showBurst(found(theSimulator(deps).bursts.get(readRowId(request.params.id) ?? 0))),
  );

  api.post<{ Params: { id: string } }>('/simulator/runs/:id/stop', needs('publish'), async (request) => {
    readBody(bodyOf(request), {});
    return showBurst(found(await theSimulator(deps).bursts.stop(readRowId(request.params.id) ?? 0)));
  });
}

export function theSimulator({ simulator }: AdminDeps): Simulator {
  if (simulator) return simulator;
  throw problem(
    'simulator_off',
    'The simulator is off on this server, so that nobody mistakes its events for real ones. ' +
      'Start it with --simulator true to have it on.',
  );
}

function found(burst: Burst | null): Burst {
  if (!burst) throw problem('unknown_run', 'No run of the simulator has this id, or it ended long ago.');
  return burst;
}
