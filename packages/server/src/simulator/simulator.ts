// The simulator: a sample becomes a notification about an account that exists here, once or many times; a scenario
// becomes a series of them. What it makes goes through publish like anybody's event, marked as simulated.
import type { Publish, PublishCheck, Published } from '../accept/publish.ts';
import type { Refusal } from '../accept/refusal.ts';
import type { Warned } from '../accept/warnings.ts';
import type { Clock } from '../base/clock.ts';
import type { Routing } from '../routing/routing.ts';
import type { Store } from '../store/store.ts';
import { type Burst, freshCopy, runBurst } from './burst.ts';
import { seedText } from './draw.ts';
import type { Edit } from './edits.ts';
import { makeBody } from './make-body.ts';
import { createRunIds } from './run-ids.ts';
import { createRuns, type Runs, runningMax } from './runs.ts';
import { type SampleName, type Samples, sampleId, sampleMeant } from './samples.ts';
import type { ScenarioLibrary } from './scenario/library.ts';
import { createScenarios, type Scenarios } from './scenarios.ts';
import { findTarget, type Target, type TargetName } from './target.ts';

export interface TriggerRequest extends TargetName {
  sample: SampleName;
  edits: readonly Edit[];
  /** What is drawn follows from it; drawn itself when null. */
  seed: string | null;
  /** With the sample's own ids and times. */
  isExact: boolean;
  /** Refuse what does not fit its schema; null: as the setting `schema_check` says. */
  strict: boolean | null;
}

export interface BurstRequest extends TriggerRequest {
  count: number;
  ratePerSecond: number | null;
  /** How many customers the copies happen to. */
  customers: number;
}

export type Triggered = Published & { seed?: string | null };

export interface Simulator {
  trigger(request: TriggerRequest): Promise<Triggered>;
  startBurst(
    request: BurstRequest,
  ): Promise<{ ok: true; burst: Burst } | ({ ok: false; refusal: Refusal } & Warned)>;
  bursts: Pick<Runs<Burst>, 'get' | 'list' | 'stop'>;
  scenarios: Scenarios;
  /** What the ids of all its runs begin with. */
  runPrefix: string;
  /** Stops all runs; resolves when they have ended. */
  stop(): Promise<void>;
}

export interface SimulatorDeps {
  store: Store;
  routing: Routing;
  samples: Samples;
  publish: Publish;
  check: PublishCheck;
  clock: Clock;
  random: (bytes: number) => Uint8Array;
  library: ScenarioLibrary;
}

export function createSimulator(deps: SimulatorDeps): Simulator {
  const { samples, publish, check, clock } = deps;
  const ids = createRunIds(deps.random);
  const bursts = createRuns<Burst>(clock, ids);
  const scenarios = createScenarios({ ...deps, ids, findTarget: (name) => findTarget(deps, name) });

  async function prepare(request: TriggerRequest): Promise<Prepared | { ok: false; refusal: Refusal }> {
    const sample = await samples.read(request.sample);
    if (!sample) return refuse('unknown_sample', unknownSample(request.sample, samples));
    const found = await findTarget(deps, request);
    if (!found.ok) return found;
    const seed = request.isExact ? null : (request.seed ?? seedText(deps.random));
    return { ok: true, sample, target: found.target, seed };
  }

  return {
    async trigger(request) {
      const prepared = await prepare(request);
      if (!prepared.ok) return prepared;
      const { sample, target, seed } = prepared;
      const fresh = freshCopy(
        { sample: sampleId(request.sample), seed, customers: 1, count: 1 },
        0,
        clock.now(),
      );
      const made = makeBody(sample, { target, fresh, edits: request.edits });
      if (!made.ok) return made;
      const published = await publish({
        body: made.body,
        origin: 'simulator',
        addressedTo: target.wabaId,
        strict: request.strict,
      });
      return { ...published, seed };
    },
    async startBurst(request) {
      const prepared = await prepare(request);
      if (!prepared.ok) return prepared;
      const { sample, target, seed } = prepared;
      const { edits, strict, count, ratePerSecond, customers } = request;
      // What cannot be set in the first copy, or published, cannot in any: better said now than by the run.
      const first = makeBody(sample, {
        target,
        fresh: freshCopy({ sample: sampleId(request.sample), seed, customers, count }, 0, clock.now()),
        edits,
      });
      if (!first.ok) return first;
      const checked = check({ body: first.body, strict });
      if (!checked.ok) return checked;
      const facts = {
        ...{ sample: sampleId(request.sample), wabaId: target.wabaId, count, made: 0, events: 0 },
        ...{ ratePerSecond, customers, seed, firstSeq: null, lastSeq: null, warned: {} },
      };
      const of = { sample, target, edits, copyBytes: first.body.length, strict };
      const burst = bursts.start(facts, (run, reins) => runBurst(run, of, { publish, clock, reins }));
      return burst ? { ok: true, burst } : refuse('too_many_runs', tooManyRuns);
    },
    bursts,
    scenarios,
    runPrefix: ids.prefix,
    async stop() {
      await Promise.all([bursts.stopAll(), scenarios.stopAll()]);
    },
  };
}

interface Prepared {
  ok: true;
  sample: Uint8Array;
  target: Target;
  seed: string | null;
}

const tooManyRuns = `${runningMax} runs are going on. Wait for one, or stop one.`;

function unknownSample(name: SampleName, samples: Samples): string {
  const id = sampleId(name);
  return `There is no sample ${id}.${sampleMeant(id, samples)} \`wahook trigger --list\` names them all.`;
}

function refuse(code: Refusal['code'], message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message } };
}
