// Making a sample happen: once, or as a run of many copies that is watched and stopped here.
import type { FastifyInstance } from 'fastify';
import { sampleId } from '../../simulator/samples.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { findBurst } from '../find-run.ts';
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
    showBurst(findBurst(theSimulator(deps), request.params.id)),
  );

  api.post<{ Params: { id: string } }>('/simulator/runs/:id/stop', needs('publish'), async (request) => {
    readBody(bodyOf(request), {});
    const burst = findBurst(theSimulator(deps), request.params.id);
    await theSimulator(deps).bursts.stop(burst.id);
    return showBurst(burst);
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
