// From the id in a call to the run of the simulator, or to the 404 that says where else to look.
import type { Burst } from '../simulator/burst.ts';
import type { ScenarioRun } from '../simulator/scenario/play.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { type ApiProblem, problem } from './problem.ts';

export function findBurst({ bursts, scenarios, runPrefix }: Simulator, id: string): Burst {
  const found = bursts.get(id);
  if (found) return found;
  throw scenarios.get(id)
    ? problem('unknown_run', `Run ${id} plays a scenario. It is found under /api/v1/scenarios/runs/${id}.`)
    : unknown(id, runPrefix);
}

export function findScenarioRun({ bursts, scenarios, runPrefix }: Simulator, id: string): ScenarioRun {
  const found = scenarios.get(id);
  if (found) return found;
  throw bursts.get(id)
    ? problem('unknown_run', `Run ${id} plays no scenario. It is found under /api/v1/simulator/runs/${id}.`)
    : unknown(id, runPrefix);
}

function unknown(id: string, prefix: string): ApiProblem {
  const shown = JSON.stringify(id.slice(0, 40));
  const why = id.startsWith(prefix)
    ? 'it ended long ago, or never was'
    : `runs end with the server, and those of this one begin with ${prefix}`;
  return problem('unknown_run', `No run has the id ${shown}: ${why}.`);
}
