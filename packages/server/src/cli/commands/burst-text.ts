// A burst of the simulator in words: how far it is, how it ended.
import type { ShownBurst } from '../client/simulator-shapes.ts';
import { table } from '../terminal/table.ts';
import { inWords } from '../terminal/time-text.ts';

export function burstProgress({ id, made, count }: ShownBurst): string {
  return `Run ${id}: ${made} of ${count} made`;
}

export function burstLines(burst: ShownBurst, now: number): string[] {
  const { id, state, made, count, events, first_seq, last_seq, seed, sample } = burst;
  const took = (burst.ended_at === null ? now : Date.parse(burst.ended_at)) - Date.parse(burst.started_at);
  const of = made === count ? `${count}` : `${made} of ${count}`;
  const lines = [`Run ${id} is ${state}: ${of} times ${sample} in ${inWords(Math.max(took, 1000))}.`];
  if (first_seq !== null)
    lines.push(`${events} events, from ${first_seq} to ${last_seq}. See: wahook deliveries`);
  if (seed !== null) lines.push(`The same ids again: --seed ${seed}`);
  return lines;
}

export function burstTable(bursts: readonly ShownBurst[]): string[] {
  if (bursts.length === 0) return ['No runs. Start one with: wahook trigger messages.text --count 100'];
  const rows = bursts.map((burst) => [
    burst.id,
    burst.state,
    burst.sample,
    `${burst.made} of ${burst.count}`,
    burst.rate_per_second === null ? '-' : `${burst.rate_per_second}/s`,
    burst.started_at,
  ]);
  return table(['ID', 'STATE', 'SAMPLE', 'MADE', 'RATE', 'STARTED'], rows);
}
