// Scenarios and their runs, as the API shows them.
import type { ShelvedScenario } from '../simulator/scenario/library.ts';
import { durationOf, type Happening, planOf } from '../simulator/scenario/plan.ts';
import type { ScenarioRun } from '../simulator/scenario/play.ts';
import { showWarnings } from './send-published.ts';
import { showRun } from './show-run.ts';

export function showShelved({ name, source, scenario, problems }: ShelvedScenario): Record<string, unknown> {
  const plan = scenario ? planOf(scenario, '') : [];
  return {
    name,
    source,
    description: scenario?.description ?? '',
    variables: scenario ? [...scenario.variables.keys()] : [],
    steps: plan.length,
    duration_ms: durationOf(plan),
    problems,
  };
}

/** In the order they happen. */
export function showHappening(happening: Happening): Record<string, unknown> {
  const { index, step, sample, n, atMs, state, sentAt, firstSeq, lastSeq, warned } = happening;
  return {
    step: index,
    name: step.name,
    sample,
    n,
    at_ms: atMs,
    state,
    sent_at: sentAt === null ? null : new Date(sentAt).toISOString(),
    first_seq: firstSeq,
    last_seq: lastSeq,
    ...showWarnings(warned),
  };
}

export function showScenarioRun(run: ScenarioRun): Record<string, unknown> {
  return { ...showRunInShort(run), steps: run.plan.map(showHappening) };
}

/** For lists: runs have up to thousands of steps. */
export function showRunInShort(run: ScenarioRun): Record<string, unknown> {
  const { scenario, wabaId, seed, variables, plan, timeline } = run;
  const durationMs = durationOf(plan);
  return {
    ...showRun(run),
    name: scenario.name,
    description: scenario.description,
    waba_id: wabaId,
    seed,
    variables: Object.fromEntries(variables),
    speed: timeline.speed(),
    position_ms: Math.min(
      durationMs,
      Math.round(run.state === 'running' ? timeline.positionMs() : lastAt(plan)),
    ),
    duration_ms: durationMs,
    sent: plan.filter(({ state }) => state === 'sent').length,
    happenings: plan.length,
  };
}

/** Where a run that has ended stands: at the last thing that happened. */
function lastAt(plan: readonly Happening[]): number {
  return Math.max(0, ...plan.filter(({ state }) => state === 'sent').map(({ atMs }) => atMs));
}
