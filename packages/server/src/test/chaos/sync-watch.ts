// A life under the eyes of strace: how many of its commits acknowledged something, how often the log was synced, and
// whether each acknowledgement waited for it. Where there is no strace only the setting is read back.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { until } from '../support/until.ts';
import { callAdmin } from './api.ts';
import type { ServerProcess } from './server-process.ts';
import { readSyncs, withoutSync } from './syncs.ts';
import { countingSyncs, hasTracer } from './tracer.ts';
import type { World } from './world.ts';

export interface SyncCount {
  /** That acknowledged events, as the server counts them. */
  commits: number;
  /** Of the log; null: there is no strace here, and nothing was counted. */
  syncs: number | null;
}

export const syncTrace = (world: World) => path.join(world.directory, 'syncs.trace');

export function syncWrapper(world: World): string[] {
  return hasTracer() ? countingSyncs(syncTrace(world)) : [];
}

/** Reads the setting back, and answers how many commits the server says it has made. */
export async function readCommits(server: ServerProcess): Promise<number> {
  const store = await callAdmin(await server.ready, '/store');
  if (store.synchronous !== true || (store.engine === 'sqlite' && store.settings.synchronous !== 'FULL'))
    throw new Error(`commits do not wait for the disk: ${JSON.stringify(store)}`);
  return store.accepting_commits;
}

/** Once the process is dead. */
export async function checkSyncs(world: World, commits: number): Promise<SyncCount> {
  if (!hasTracer()) return { commits, syncs: null };
  const file = syncTrace(world);
  // strace writes its last line when the last thread has ended.
  const trace = await until(async () => {
    const text = await readFile(file, 'utf8');
    return /\+\+\+ (killed|exited)/.test(text) && text;
  });
  await rm(file);
  const all = readSyncs(trace);
  const syncs = all.filter((sync) => sync.file.endsWith('-wal')).length;
  if (syncs < commits)
    throw new Error(`${commits} commits acknowledged events, and the log was synced ${syncs} times`);
  const early = withoutSync(world.ledger.takeAcknowledgements(), all);
  if (early.length > 0)
    throw new Error(
      `${early.length} acknowledgements did not wait for a sync: ${JSON.stringify(early.slice(0, 3))}`,
    );
  return { commits, syncs };
}
