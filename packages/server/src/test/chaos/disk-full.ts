// The disk fills under a running wahook, which is then killed; the next one starts on the full disk. While it is
// full everything new is refused, and nothing that was acknowledged is lost. When there is room again it goes on by itself.
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { demo } from '../../demo.ts';
import { until } from '../support/until.ts';
import type { Verdict } from './judge.ts';
import type { Random } from './random.ts';
import { untilAccounted } from './round.ts';
import type { ServerProcess } from './server-process.ts';
import { openSmallDisk } from './small-disk.ts';
import { createWorld, endpointNames, type World } from './world.ts';

const diskBytes = 48 * 2 ** 20;
/** What is left when it is filled. */
const leftBytesMax = 200_000;
const connections = 8;

export interface DiskFullResult {
  refused: number;
  /** Whether the process that was started on the full disk came up. */
  startedOnFullDisk: boolean;
  verdict: Verdict;
}

/** null where a user cannot have a disk of their own. */
export async function fillDisk(random: Random): Promise<DiskFullResult | null> {
  const world = await createWorld(random, { wabaId: demo.waba.graphId, adminKey: demo.adminKey });
  world.settledWithinMs = Number.POSITIVE_INFINITY;
  await mkdir(world.data);
  const disk = await openSmallDisk(world.data, diskBytes);
  if (!disk) {
    await world.dispose();
    return null;
  }
  // Room in reserve for settling, as `wahook start` has it, in proportion to the disk.
  const flags = ['--ballast-bytes', String(2 ** 20)];
  const start = () => world.start({ wrapper: disk.wrapper, flags });
  let server = start();
  try {
    await world.populate(await server.ready);
    await publish(world, server, 60);
    const filler = fill(disk.outside, random.between(0, leftBytesMax));
    await until(async () => {
      await publish(world, server, 20);
      return refusedOf(world) > 20;
    }, 30_000);
    const refusedAt = world.ledger.acknowledgedSeqs().length;
    await world.kill(server);
    server = start();
    const startedOnFullDisk = await server.ready.then(
      () => true,
      () => false,
    );
    if (startedOnFullDisk) await publish(world, server, 20);
    rmSync(filler);
    if (!startedOnFullDisk) server = start();
    // By itself: the one that came up on the full disk is the one that takes events again.
    await until(async () => {
      await publish(world, server, 10);
      return world.ledger.acknowledgedSeqs().length > refusedAt + 50;
    }, 30_000);
    await world.heal();
    const verdict = await untilAccounted(world, await server.ready, endpointNames);
    const code = await server.stop();
    if (code !== 0) throw new Error(`after SIGTERM the server ended with ${code}`);
    return { refused: refusedOf(world), startedOnFullDisk, verdict };
  } finally {
    await world.dispose();
    await disk.close();
  }
}

const refusedOf = (world: World) => world.ledger.published.filter(({ fate }) => fate === 'refused').length;

async function publish(world: World, server: ServerProcess, bodies: number): Promise<void> {
  const { url } = await server.ready;
  await world.publisher.run({ url, connections, bodies, pauseMsMax: 5, isOver: () => false });
}

/** Another file takes all but so many bytes; answers its name. */
function fill(directory: string, leftBytes: number): string {
  const file = path.join(directory, 'filler');
  const handle = openSync(file, 'w');
  try {
    const { bavail, bsize } = statfsSync(directory);
    const bytes = Math.max(0, bavail * bsize - leftBytes);
    const chunk = Buffer.alloc(64 * 1024);
    for (let left = bytes; left > 0; left -= chunk.length) {
      writeSync(handle, chunk, 0, Math.min(left, chunk.length));
    }
    return file;
  } catch (error) {
    // wahook took some of it meanwhile: full is full.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    return file;
  } finally {
    closeSync(handle);
  }
}
