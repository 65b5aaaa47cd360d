// What a process has taken of the machine, read from /proc: CPU time over all of its threads and children, and
// resident memory. CPU per event is steadier than a rate on a machine that does other work too. Where there is no
// /proc the answers are null.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second wherever Node runs. */
const tickMs = 10;

/** Milliseconds of CPU that these processes have taken since each began. */
export function cpuMs(pids: readonly number[]): number | null {
  const stats = readStats();
  return stats && sum(stats.filter(({ pid }) => pids.includes(pid)).map((stat) => stat.ownTicks));
}

/** The same of one process and its descendants, also those that have ended. */
export function cpuMsOfFamily(pid: number): number | null {
  const stats = readStats();
  if (!stats) return null;
  const family = new Set([pid]);
  // A child may be listed before its parent, so until nobody is added.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const stat of stats) if (family.has(stat.parent)) family.add(stat.pid);
  }
  const counted = stats.filter((stat) => family.has(stat.pid));
  return sum(counted.map((stat) => stat.ownTicks + stat.endedTicks));
}

function sum(ticks: readonly number[]): number {
  return tickMs * ticks.reduce((total, each) => total + each, 0);
}

/** Resident memory of this one process in MB of a million bytes. */
export function residentMb(pid: number): number | null {
  try {
    const [, kb] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : (Number(kb) * 1024) / 1e6;
  } catch {
    return null;
  }
}

interface Stat {
  pid: number;
  parent: number;
  ownTicks: number;
  /** Of children that have ended. */
  endedTicks: number;
}

function readStats(): Stat[] | null {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.flatMap((pid) => readStat(Number(pid)) ?? []);
  } catch {
    return null;
  }
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program, in brackets, may hold blanks; what follows it may not.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11);
    return { pid, parent, ownTicks: user + system, endedTicks: endedUser + endedSystem };
  } catch {
    // It has ended since it was listed.
    return null;
  }
}
