// Runs of scenarios: prepared and rehearsed before anything is sent, then played, watched, moved and stopped.
import type { Publish, PublishCheck } from '../accept/publish.ts';
import type { Refusal } from '../accept/refusal.ts';
import type { Clock } from '../base/clock.ts';
import { seedText } from './draw.ts';
import type { RunIds } from './run-ids.ts';
import { createRuns, type Runs, runningMax } from './runs.ts';
import type { Samples } from './samples.ts';
import { givenNames } from './scenario/check.ts';
import type { ScenarioLibrary } from './scenario/library.ts';
import { type Happening, planOf } from './scenario/plan.ts';
import { play, rehearse, type ScenarioRun, type Stage, setStage } from './scenario/play.ts';
import type { Scenario } from './scenario/scenario.ts';
import { createTimeline } from './scenario/timeline.ts';
import type { Target, TargetName } from './target.ts';

export interface ScenarioRequest extends TargetName {
  scenario: Scenario;
  /** Over those of the scenario. */
  variables: ReadonlyMap<string, string>;
  seed: string | null;
  /** Refuse what does not fit its schema; null: as the setting `schema_check` says. */
  strict: boolean | null;
}

export interface Prepared {
  seed: string;
  stage: Stage;
  target: Target;
  plan: Happening[];
}

export type Refused = { ok: false; refusal: Refusal; problems?: string[] };

export interface Scenarios extends Pick<Runs<ScenarioRun>, 'get' | 'list' | 'stop' | 'stopAll'> {
  library: ScenarioLibrary;
  /** All that can be known of a run before it is one. */
  prepare(request: ScenarioRequest): Promise<({ ok: true } & Prepared) | Refused>;
  start(request: ScenarioRequest, speed: number): Promise<{ ok: true; run: ScenarioRun } | Refused>;
  /** Steps that are jumped over happen at once, in their order. False: that position lies behind. */
  move(run: ScenarioRun, to: { speed: number | null; positionMs: number | null }): boolean;
}

export function createScenarios(deps: {
  library: ScenarioLibrary;
  samples: Samples;
  publish: Publish;
  check: PublishCheck;
  clock: Clock;
  random: (bytes: number) => Uint8Array;
  ids: Pick<RunIds, 'next'>;
  findTarget: (name: TargetName) => Promise<{ ok: true; target: Target } | { ok: false; refusal: Refusal }>;
}): Scenarios {
  const { library, samples, publish, check, clock } = deps;
  const runs = createRuns<ScenarioRun>(clock, deps.ids);

  async function prepare(request: ScenarioRequest): Promise<({ ok: true } & Prepared) | Refused> {
    const { scenario, variables: given } = request;
    const unknown = [...given.keys()].find((name) => name !== 'customer' && !scenario.variables.has(name));
    if (unknown !== undefined) return refuse('bad_set', unknownVariable(unknown, scenario));
    const found = await deps.findTarget(request);
    if (!found.ok) return found;
    const { target } = found;
    const seed = request.seed ?? seedText(deps.random);
    const staging = { scenario, target, seed, given };
    const plan = planOf(scenario, seed);
    // On a stage of its own: what it remembers must not be there when the run begins.
    const rehearsal = {
      stage: setStage(staging, samples),
      check,
      strict: request.strict,
      nowMs: clock.now(),
    };
    const problems = await rehearse(plan, rehearsal);
    if (problems.length > 0) return { ...refuse('bad_scenario', problems.join(' ')), problems };
    return { ok: true, seed, stage: setStage(staging, samples), target, plan };
  }

  return {
    library,
    prepare,
    async start(request, speed) {
      const prepared = await prepare(request);
      if (!prepared.ok) return prepared;
      const { seed, stage, target, plan } = prepared;
      const { scenario } = request;
      const timeline = createTimeline(clock.elapsed, speed);
      const facts = { scenario, wabaId: target.wabaId, seed, variables: stage.variables, plan, timeline };
      const run = runs.start(facts, (begun, reins) =>
        play(begun, { stage, target, strict: request.strict }, { publish, clock, reins }),
      );
      return run
        ? { ok: true, run }
        : refuse('too_many_runs', `${runningMax} scenarios are running. Wait for one, or stop one.`);
    },
    move(run, { speed, positionMs }) {
      const { timeline } = run;
      if (positionMs !== null && !timeline.moveTo(positionMs)) return false;
      if (speed !== null) timeline.setSpeed(speed);
      runs.wake(run.id);
      return true;
    },
    get: runs.get,
    list: runs.list,
    stop: runs.stop,
    stopAll: runs.stopAll,
  };
}

function unknownVariable(name: string, { variables, name: scenario }: Scenario): string {
  const known = ['customer', ...[...variables.keys()].filter((each) => each !== 'customer')];
  const isGiven = givenNames.some((each) => each === name);
  return isGiven
    ? `The variable ${name} follows from the account and cannot be set.`
    : `The scenario ${scenario} has no variable ${JSON.stringify(name.slice(0, 60))}; it has ${known.join(', ')}.`;
}

function refuse(code: Refusal['code'], message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message } };
}
