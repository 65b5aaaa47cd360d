// What a call costs: the time it took and the processor time used meanwhile. The latter is the whole process's,
// so calls that run beside each other are both charged: never too little, and on a quiet server exactly.
import { performance } from 'node:perf_hooks';

export interface Cost {
  cpuMs: number;
  wallMs: number;
}

/** Starts now; each reading is the cost since then. */
export type StartWatch = () => () => Cost;

export const startWatch: StartWatch = () => {
  const startedAt = performance.now();
  const usedBefore = process.cpuUsage();
  return () => {
    const used = process.cpuUsage(usedBefore);
    return { cpuMs: (used.user + used.system) / 1000, wallMs: performance.now() - startedAt };
  };
};
