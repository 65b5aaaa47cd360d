// A clock that jumps under a running wahook: forth by more than retries and retention wait, and back again.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { World } from './world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

export const jumps = [-9 * day, -60 * minute, -minute, minute, 60 * minute, 9 * day] as const;
export const jumpsPerRound = 3;

const clockFile = (world: World) => path.join(world.directory, 'clock');

/** NODE_OPTIONS for a process whose clock follows `setClock`. */
export function jumpingClock(world: World): string {
  setClock(world, 0);
  const module = new URL('./clock-shift.mjs', import.meta.url);
  module.searchParams.set('file', clockFile(world));
  return `--import=${module.href}`;
}

export function setClock(world: World, shiftMs: number): void {
  writeFileSync(clockFile(world), String(shiftMs));
}
