// Scenarios: which there are, what one would do, and runs that are started, watched, moved and stopped.
import type { FastifyInstance } from 'fastify';
import { durationOf } from '../../simulator/scenario/plan.ts';
import { durationMsMax } from '../../simulator/scenario/scenario.ts';
import type { Refused } from '../../simulator/scenarios.ts';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { findScenarioRun } from '../find-run.ts';
import { integer, optional, readBody } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { badScenario, findScenario, readScenarioRequest, speed } from '../scenario-request.ts';
import { refusalProblem } from '../send-published.ts';
import { showHappening, showRunInShort, showScenarioRun, showShelved } from '../show-scenario.ts';
import { theSimulator } from './simulator.ts';

type ById = { Params: { id: string } };

export function mountScenarios(api: FastifyInstance, deps: AdminDeps): void {
  const { library } = deps;
  const scenarios = () => theSimulator(deps).scenarios;
  const runOf = (id: string) => findScenarioRun(theSimulator(deps), id);

  api.get('/scenarios', needs('read'), async () => ({ data: (await library.list()).map(showShelved) }));

  api.get<{ Params: { name: string } }>('/scenarios/:name', needs('read'), async (request) => {
    const shelved = await findScenario(request.params.name, library);
    return { ...showShelved(shelved), text: shelved.text };
  });

  api.post('/scenarios/preview', needs('read'), async (request) => {
    const asked = await readScenarioRequest(bodyOf(request), deps);
    const prepared = await scenarios().prepare(asked.request);
    if (!prepared.ok) throw refused(prepared);
    const { plan, seed, stage } = prepared;
    return {
      name: asked.request.scenario.name,
      seed,
      variables: Object.fromEntries(stage.variables),
      duration_ms: durationOf(plan),
      steps: plan.map(showHappening),
    };
  });

  api.post('/scenarios/runs', needs('publish'), async (request, reply) => {
    const asked = await readScenarioRequest(bodyOf(request), deps);
    const started = await scenarios().start(asked.request, asked.speed);
    if (!started.ok) throw refused(started);
    const { run } = started;
    await noteChange(deps, request, {
      action: 'scenario.started',
      subject: run.wabaId,
      details: { run: run.id, scenario: run.scenario.name, events: run.plan.length },
    });
    return reply.code(201).send(showScenarioRun(run));
  });

  api.get('/scenarios/runs', needs('read'), async () => ({ data: scenarios().list().map(showRunInShort) }));

  api.get<ById>('/scenarios/runs/:id', needs('read'), async (request) =>
    showScenarioRun(runOf(request.params.id)),
  );

  api.post<ById>('/scenarios/runs/:id', needs('publish'), async (request) => {
    const run = runOf(request.params.id);
    const to = readBody(bodyOf(request), {
      speed: optional(speed),
      position_ms: optional(integer(0, durationMsMax)),
    });
    if (run.state !== 'running') throw problem('not_applicable', `Run ${run.id} is ${run.state} already.`);
    if (!scenarios().move(run, { speed: to.speed, positionMs: to.position_ms }))
      throw problem('not_applicable', 'The run is past that position; what has happened has happened.');
    return showScenarioRun(run);
  });

  api.post<ById>('/scenarios/runs/:id/stop', needs('publish'), async (request) => {
    readBody(bodyOf(request), {});
    const run = runOf(request.params.id);
    await scenarios().stop(run.id);
    return showScenarioRun(run);
  });
}

function refused({ refusal, problems }: Refused) {
  return problems ? badScenario(problems) : refusalProblem(refusal);
}
