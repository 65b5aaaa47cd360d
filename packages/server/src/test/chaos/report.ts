// What a run did, summed up: for people as lines, for programs as one object. What could not be done on this machine
// is said, not left out.
import type { DiskFullResult } from './disk-full.ts';
import type { InterruptedStart } from './interrupted-start.ts';
import type { LapResult } from './run.ts';
import { hasTracer } from './tracer.ts';

export interface Lap extends LapResult {
  seed: number;
  starts: InterruptedStart[];
  /** null: not possible here. */
  diskFull: DiskFullResult | null;
}

export interface Report {
  seed: number;
  laps: number;
  rounds: number;
  missed: number;
  kills: number;
  acknowledged: number;
  delivered: number;
  retrying: number;
  dead: number;
  stored_unacknowledged: number;
  explained_duplicates: number;
  /** Of the watched lives; null when nothing was counted. */
  accepting_commits: number;
  log_syncs: number | null;
  interrupted_starts: number;
  refused_on_full_disk: number;
  not_done: string[];
}

export function reportOf(seed: number, laps: readonly Lap[]): Report {
  const verdicts = laps.flatMap(({ verdict, diskFull }) => [
    verdict,
    ...(diskFull ? [diskFull.verdict] : []),
  ]);
  const syncs = laps.flatMap((lap) => lap.syncs);
  const isCounted = syncs.length > 0 && syncs.every((each) => each.syncs !== null);
  return {
    seed,
    laps: laps.length,
    rounds: sum(laps, ({ rounds }) => rounds.length),
    missed: sum(laps, ({ rounds }) => rounds.filter(({ wasHit }) => !wasHit).length),
    kills: sum(laps, ({ kills }) => kills),
    acknowledged: sum(verdicts, (verdict) => verdict.acknowledged),
    delivered: sum(verdicts, (verdict) => verdict.delivered),
    retrying: sum(verdicts, (verdict) => verdict.retrying),
    dead: sum(verdicts, (verdict) => verdict.dead),
    stored_unacknowledged: sum(verdicts, (verdict) => verdict.storedUnacknowledged),
    explained_duplicates: sum(verdicts, (verdict) => verdict.explainedDuplicates),
    accepting_commits: sum(syncs, ({ commits }) => commits),
    log_syncs: isCounted ? sum(syncs, (each) => each.syncs ?? 0) : null,
    interrupted_starts: sum(laps, ({ starts }) => starts.filter(({ killedAt }) => killedAt !== null).length),
    refused_on_full_disk: sum(laps, ({ diskFull }) => diskFull?.refused ?? 0),
    not_done: notDone(laps),
  };
}

function notDone(laps: readonly Lap[]): string[] {
  const played = new Set(laps.flatMap(({ rounds }) => rounds.map(({ focus }) => focus)));
  return [
    ...(hasTracer()
      ? []
      : ['No strace here: syncs were not counted, and starts were killed at a time, not at a call.']),
    ...(laps.some(({ diskFull }) => diskFull)
      ? []
      : ['No disk was filled: it needs Linux with user namespaces, and a whole lap.']),
    ...(played.has('replay') ? [] : ['No replay was killed: no whole lap, or this version has none.']),
  ];
}

export function linesOf({ not_done, ...counts }: Report): string[] {
  const lines = Object.entries(counts).map(
    ([name, value]) => `${name.replaceAll('_', ' ').padEnd(24)}${value ?? 'not counted'}`,
  );
  return [...lines, ...not_done];
}

function sum<T>(list: readonly T[], measure: (each: T) => number): number {
  return list.reduce((total, each) => total + measure(each), 0);
}
