// Starts that are killed half way: the first one, which makes keys and a database, and the first one after an
// upgrade, which brings a database up to date. The next start must come up by itself and find everything.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMasterKey } from '../../store/master-key.ts';
import { lookInto, makeOldDatabase, newestVersion } from './old-database.ts';
import type { Random } from './random.ts';
import { spawnServer } from './server-process.ts';
import { hasTracer, killingAt } from './tracer.ts';

export interface CrashPoint {
  call: string;
  no: number;
}

/** The calls by which something comes to stand on a disk, and how many of each one thread makes in a start. */
export const crashCalls = {
  fchmod: 2,
  link: 1,
  unlink: 2,
  fsync: 16,
  ftruncate: 1,
  pwrite64: 150,
} as const satisfies Record<string, number>;

const oldEvents = 20_000;
/** Without a tracer: some time within the start. */
const startMsMax = 2_500;

export interface InterruptedStart {
  kind: 'first' | 'upgrade';
  /** Where it was killed; null: it was ready before that. */
  killedAt: string | null;
  /** Of the schema that the kill left; null: there was no database. */
  version: number | null;
}

export async function interruptStart(
  random: Random,
  { kind, point = choosePoint(random) }: { kind: InterruptedStart['kind']; point?: CrashPoint },
): Promise<InterruptedStart> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-chaos-start-'));
  const data = path.join(directory, 'data');
  const keyFile = path.join(directory, 'master.key');
  const args = [
    ...['start', '--json', '--port', '0', '--log-level', 'error'],
    ...['--data', data, '--master-key-file', keyFile],
    ...['--ballast-bytes', '0'],
  ];
  try {
    if (kind === 'upgrade') {
      await createMasterKey(keyFile);
      makeOldDatabase(data, oldEvents);
    }
    const isKilled = await killWhileStarting(args, random, point);
    const version = kind === 'upgrade' ? checkOld(data) : null;
    await startForGood(args);
    if (kind === 'upgrade' && checkOld(data) !== newestVersion)
      throw new Error('the upgrade was not finished');
    return { kind, killedAt: isKilled ? describePoint(point) : null, version };
  } catch (cause) {
    throw new Error(`${kind} start, killed at ${describePoint(point)}: ${String(cause)}`, { cause });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function choosePoint(random: Random): CrashPoint {
  const [call, most] = random.oneOf(Object.entries(crashCalls));
  return { call, no: random.between(1, most) };
}

function describePoint({ call, no }: CrashPoint): string {
  return hasTracer() ? `${call} ${no}` : 'a time of its own';
}

/** Answers whether it was killed before it was ready. */
async function killWhileStarting(
  args: readonly string[],
  random: Random,
  point: CrashPoint,
): Promise<boolean> {
  const wrapper = hasTracer() ? killingAt(point) : [];
  const server = spawnServer({ args, wrapper });
  const killAt = setTimeout(() => server.kill(), random.between(0, startMsMax));
  if (hasTracer()) clearTimeout(killAt);
  const isReady = await Promise.race([
    server.ready.then(
      () => true,
      () => false,
    ),
    server.gone.then(() => false),
  ]);
  clearTimeout(killAt);
  await server.kill();
  return !isReady;
}

async function startForGood(args: readonly string[]): Promise<void> {
  const server = spawnServer({ args });
  await server.ready;
  const code = await server.stop();
  if (code !== 0) throw new Error(`the next start ended with ${code}`);
}

/** A kill leaves the schema of one version or another, never something between, and takes no row with it. */
function checkOld(data: string): number {
  const { version, events, retrying } = lookInto(data);
  if (events !== oldEvents || retrying !== oldEvents)
    throw new Error(`${events} events and ${retrying} retries are left of ${oldEvents}`);
  return version;
}
