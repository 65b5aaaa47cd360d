// The machine that the figures were taken on, in one line: without it they say little.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { median } from './statistics.ts';

export interface Machine {
  cpu: string;
  cores: number;
  memory_gb: number;
  node: string;
  os: string;
  /** The median time of making 4 kB durable, where the data directories of the bench are. */
  fsync_ms: number;
}

export async function describeMachine(): Promise<Machine> {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memory_gb: Math.round(os.totalmem() / 1e9),
    node: process.version,
    os: `${os.type()} ${os.release()}`,
    fsync_ms: Number((await fsyncMs()).toFixed(2)),
  };
}

export function machineText({ cpu, cores, memory_gb, node, os: system, fsync_ms }: Machine): string {
  return `${cores} cores (${cpu}), ${memory_gb} GB, Node ${node}, ${system}, fsync ${fsync_ms} ms`;
}

const syncs = 100;

async function fsyncMs(): Promise<number> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'wahook-bench-'));
  const file = openSync(path.join(directory, 'probe'), 'w');
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: syncs }, () => {
    const startedAt = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  await rm(directory, { recursive: true, force: true });
  return median(times);
}
