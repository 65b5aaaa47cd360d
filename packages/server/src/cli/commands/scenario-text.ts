// Scenarios in words: which there are, what one does, and each step of a run as it happens.
import type {
  ScenarioInFull,
  ShownHappening,
  ShownPreview,
  ShownScenario,
  ShownScenarioRun,
} from '../client/simulator-shapes.ts';
import { printable } from '../terminal/printable.ts';
import { aligned, table } from '../terminal/table.ts';
import { inWords } from '../terminal/time-text.ts';

export function scenarioTable(scenarios: readonly ShownScenario[]): string[] {
  const rows = scenarios.map(({ name, source, steps, duration_ms, description, problems }) => [
    name,
    source,
    String(steps),
    inWords(duration_ms),
    problems.length > 0 ? `cannot be run: ${problems[0]}` : description,
  ]);
  return table(['NAME', 'SOURCE', 'STEPS', 'TAKES', 'WHAT HAPPENS'], rows);
}

export function scenarioLines(scenario: ScenarioInFull): string[] {
  const { problems, text } = scenario;
  if (problems.length > 0) return problems.map((each) => printable(each));
  // As it stands in the file: to be copied, edited and run.
  return text
    .trimEnd()
    .split('\n')
    .map((line) => printable(line, 2000));
}

export function previewLines({ name, seed, duration_ms, variables, steps }: ShownPreview): string[] {
  return [
    `${printable(name)}: ${steps.length} events in ${inWords(duration_ms)}, with seed ${printable(seed)}`,
    ...aligned(Object.entries(variables).map(([variable, value]) => [`  ${variable}`, value])),
    ...aligned(
      steps.map((step) => [...happeningCells(step), step.state === 'skipped' ? 'will not happen' : '']),
    ),
    'Nothing was sent. The same without --preview sends it.',
  ];
}

export function happeningLine(step: ShownHappening): string {
  const events =
    step.first_seq === step.last_seq
      ? `event ${step.first_seq}`
      : `events ${step.first_seq} to ${step.last_seq}`;
  return happeningCells(step)
    .concat(step.state === 'skipped' ? 'left to chance: no' : events)
    .map((cell) => printable(cell))
    .join('  ');
}

function happeningCells({ at_ms, sample, name, n }: ShownHappening): string[] {
  return [
    `+${timeText(at_ms)}`,
    name === null ? sample : `${sample} (${name})`,
    n > 1 ? `no. ${n}` : '',
  ].filter((cell, place) => place < 2 || cell !== '');
}

/** `0.8 s`, `14 s`, `3.5 h`: of a scenario's steps, which seconds tell apart. */
function timeText(ms: number): string {
  const [unit, length] =
    ms < 60_000
      ? ['s', 1_000]
      : ms < 3_600_000
        ? ['min', 60_000]
        : ms < 86_400_000
          ? ['h', 3_600_000]
          : ['d', 86_400_000];
  return `${Number((ms / Number(length)).toFixed(1))} ${unit}`;
}

export function runLines(run: ShownScenarioRun): string[] {
  const { id, name, state, sent, happenings, seed, position_ms, duration_ms } = run;
  return [
    `Run ${id} of ${printable(name)} is ${state}: ${sent} of ${happenings} steps sent, at ${timeText(position_ms)} of ${timeText(duration_ms)}.`,
    ...(state === 'failed' ? [printable(run.problem ?? '', 2000)] : []),
    `The same again: --seed ${printable(seed)}`,
  ];
}

export function runTable(runs: readonly ShownScenarioRun[]): string[] {
  if (runs.length === 0) return ['No runs. Start one with: wahook scenario run conversation'];
  const rows = runs.map((run) => [
    run.id,
    run.state,
    run.name,
    `${run.sent} of ${run.happenings}`,
    `${timeText(run.position_ms)} of ${timeText(run.duration_ms)}`,
    run.started_at,
  ]);
  return table(['ID', 'STATE', 'SCENARIO', 'SENT', 'AT', 'STARTED'], rows);
}
