// The table of numbers that wahook sets itself, measured by one command: what is wanted, what this machine gave,
// and whether that is met.
import type { Scenario, ScenarioOptions, ScenarioResult } from './parts/scenario.ts';
import { backlog } from './scenarios/backlog.ts';
import { batched } from './scenarios/batched.ts';
import { e2e } from './scenarios/e2e.ts';
import { idle } from './scenarios/idle.ts';
import { fixedPerSecond, latency } from './scenarios/latency.ts';
import { slowNeighbour } from './scenarios/slow-neighbour.ts';

export interface Row {
  scenario: string;
  what: string;
  wanted: string;
  /** null: the scenario failed, or this machine does not tell. */
  measured: number | null;
  met: boolean;
}

export interface Numbers {
  rows: Row[];
  results: ScenarioResult[];
}

interface Wanted {
  scenario: Scenario;
  what: string;
  figure: string;
  at: 'least' | 'most';
  bound: number;
  unit: string;
}

/** A server that looks around now and then takes well under this; one that spins takes a whole core. */
const idleCpuPercentMax = 3;

const wanted: readonly Wanted[] = [
  {
    scenario: e2e,
    what: 'one change per POST, durable, signed: of the raw forwarder',
    ...{ figure: 'ratio', at: 'least', bound: 0.7, unit: '' },
  },
  {
    scenario: batched,
    what: '100 changes per POST, coalescing on: events/s of one change per POST',
    ...{ figure: 'times_single', at: 'least', bound: 5, unit: 'x' },
  },
  {
    scenario: latency,
    what: `publish to received at ${fixedPerSecond}/s: p99`,
    ...{ figure: `p99_ms_at_${fixedPerSecond}`, at: 'most', bound: 30, unit: ' ms' },
  },
  {
    scenario: slowNeighbour,
    what: 'p99 of 19 endpoints with 1 of 20 hanging: of that without',
    ...{ figure: 'ratio', at: 'most', bound: 1.3, unit: 'x' },
  },
  {
    scenario: backlog,
    what: 'accepting with the backlog: of the empty rate',
    ...{ figure: 'ratio', at: 'least', bound: 0.8, unit: '' },
  },
  {
    scenario: backlog,
    what: 'resident memory with the backlog: more than empty',
    ...{ figure: 'resident_mb_more', at: 'most', bound: 150, unit: ' MB' },
  },
  {
    scenario: backlog,
    what: 'start-up with the backlog: ready',
    ...{ figure: 'ready_ms', at: 'most', bound: 2000, unit: ' ms' },
  },
  {
    scenario: idle,
    what: 'idle: resident memory',
    ...{ figure: 'resident_mb', at: 'most', bound: 120, unit: ' MB' },
  },
  {
    scenario: idle,
    what: 'idle: no busy loop, CPU of one core',
    ...{ figure: 'cpu_percent', at: 'most', bound: idleCpuPercentMax, unit: ' %' },
  },
];

export async function takeNumbers(options: ScenarioOptions): Promise<Numbers> {
  const results = new Map<Scenario, ScenarioResult | null>();
  for (const { scenario } of wanted) {
    if (results.has(scenario)) continue;
    options.note(`\n${scenario.name}: ${scenario.about}`);
    // Only what sends batches heeds it.
    results.set(scenario, await runAlone(scenario, { ...options, coalesce: true }));
  }
  const rows = wanted.map((each) => rowOf(each, results.get(each.scenario) ?? null));
  options.note(`\n${tableText(rows)}`);
  return { rows, results: [...results.values()].filter((result) => result !== null) };
}

/** One that fails does not cost the figures of the others. */
async function runAlone(scenario: Scenario, options: ScenarioOptions): Promise<ScenarioResult | null> {
  try {
    return await scenario.run(options);
  } catch (error) {
    options.note(`${scenario.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return null;
  }
}

function rowOf({ scenario, what, figure, at, bound, unit }: Wanted, result: ScenarioResult | null): Row {
  const value = result?.[figure];
  const measured = typeof value === 'number' && Number.isFinite(value) ? value : null;
  return {
    scenario: scenario.name,
    what,
    wanted: `at ${at} ${bound}${unit}`,
    measured,
    met: measured !== null && (at === 'least' ? measured >= bound : measured <= bound),
  };
}

function tableText(rows: readonly Row[]): string {
  const lines = rows.map(({ scenario, what, wanted, measured, met }) => [
    ...[scenario, what, wanted, measured === null ? 'nothing' : String(measured), met ? 'met' : 'NOT MET'],
  ]);
  const table = [['scenario', 'what', 'wanted', 'measured', ''], ...lines];
  const widths = table[0]?.map((_cell, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join('  '))
    .join('\n');
}
