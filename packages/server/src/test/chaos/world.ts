// What outlives the processes that are killed: the data directory, the endpoints, the publisher and the ledger. Each
// process that is started on it is a life; between two lives everything that the dead one had sent is read, so that
// whatever an endpoint sees later was sent by the next one.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../support/until.ts';
import { type Api, readAccount } from './api.ts';
import { subscribeAll } from './cast.ts';
import { type Endpoint, startEndpoint } from './endpoint.ts';
import type { Account, Evidence, Kill } from './evidence.ts';
import { judge, type Verdict } from './judge.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type Misbehaviour, misbehaviours } from './misbehaviours.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import type { Random } from './random.ts';
import { type ServerProcess, type StartOptions, spawnServer } from './server-process.ts';
import type { SyncCount } from './sync-watch.ts';

export interface World {
  directory: string;
  data: string;
  backups: string;
  random: Random;
  ledger: Ledger;
  endpoints: Record<EndpointName, Endpoint>;
  publisher: Publisher;
  kills: Kill[];
  /** Of the lives that were watched. */
  syncs: SyncCount[];
  /** While the disk is full, settlements wait. */
  settledWithinMs: number;
  /** What `stubborn` does to every POST. */
  setMood(mood: Misbehaviour | null): void;
  start(options?: Omit<StartOptions, 'args'> & { flags?: readonly string[] }): ServerProcess;
  /** Makes the apps; once, on the first life. */
  populate(api: Api): Promise<void>;
  /** SIGKILL, and everything that the process had sent is read. Answers whether it was still there to be killed. */
  kill(server: ServerProcess): Promise<boolean>;
  judge(api: Api): Promise<{ verdict: Verdict; account: Account }>;
  /** Every endpoint as it should be. */
  heal(): Promise<void>;
  /** Ends every process and endpoint; the data stays. */
  close(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * `steady` answers 200 at once. `moody` misbehaves now and then, each time in another way; `stubborn` in one way for a
 * whole round. `sealed` speaks TLS, at times with a certificate that nobody may trust.
 */
export const endpointNames = ['steady', 'moody', 'stubborn', 'sealed'] as const;
export type EndpointName = (typeof endpointNames)[number];

const moodyShare = 0.4;
const testAuthority = new URL('../../delivery/outgoing/test-pki/ca.pem', import.meta.url).pathname;

/** Short pauses, so that a run of minutes sees what takes hours elsewhere. */
const settings = {
  '--retry-profile': 'test',
  '--attempt-deadline-ms': '3000',
  '--breaker-failures': '8',
  '--breaker-after-ms': '2000',
  '--breaker-pause-ms': '500',
  '--breaker-pause-max-ms': '2000',
  '--egress-ca-file': testAuthority,
};

export async function createWorld(
  random: Random,
  demoIds: { wabaId: string; adminKey: string },
): Promise<World> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-chaos-'));
  const ledger = createLedger();
  const moods = random.fork('moods');
  let mood: Misbehaviour | null = null;
  let isHealed = false;
  const chosen: Record<EndpointName, () => Misbehaviour | null> = {
    steady: () => null,
    moody: () => (!isHealed && moods.next() < moodyShare ? moods.oneOf(misbehaviours) : null),
    stubborn: () => mood,
    sealed: () => null,
  };
  const open = (name: EndpointName) =>
    startEndpoint({ name, ledger, hasTls: name === 'sealed', choose: chosen[name] });
  const endpoints = {
    steady: await open('steady'),
    moody: await open('moody'),
    stubborn: await open('stubborn'),
    sealed: await open('sealed'),
  };
  const all = Object.values(endpoints);
  const appIds = () => all.map(({ app }) => app.graphId);

  const lives: ServerProcess[] = [];
  const world: World = {
    directory,
    data: path.join(directory, 'data'),
    backups: path.join(directory, 'backups'),
    random,
    ledger,
    endpoints,
    publisher: createPublisher({ ledger, random: random.fork('bodies'), ...demoIds }),
    kills: [],
    syncs: [],
    settledWithinMs: 2_000,
    setMood(next) {
      mood = next;
      isHealed = false;
    },
    start({ flags = [], ...options } = {}) {
      const server = spawnServer({
        ...options,
        args: [
          ...['dev', '--json', '--no-receiver', '--port', '0', '--log-level', 'error'],
          ...['--data', world.data, '--backup-directory', world.backups],
          ...Object.entries(settings).flat(),
          ...flags,
        ],
      });
      lives.push(server);
      return server;
    },
    populate: (api) => subscribeAll(api, all),
    async kill(server) {
      // Only SIGTERM ends a process before its kill, and in order.
      const isKilled = !server.hasEnded();
      const atMs = performance.now();
      await server.kill();
      await until(() => all.every((endpoint) => endpoint.connections() === 0), 20_000);
      if (isKilled) world.kills.push({ at: ledger.tick(), atMs });
      return isKilled;
    },
    async judge(api) {
      const account = await readAccount(api, appIds());
      return { verdict: judge(evidenceOf(world, appIds(), account)), account };
    },
    async heal() {
      mood = null;
      isHealed = true;
      await Promise.all(all.map((endpoint) => endpoint.setCondition(null)));
    },
    async close() {
      await Promise.all(lives.filter((server) => !server.hasEnded()).map((server) => server.kill()));
      await Promise.all(all.map((endpoint) => endpoint.close()));
    },
    async dispose() {
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  await mkdir(world.backups);
  return world;
}

function evidenceOf(world: World, apps: string[], account: Account): Evidence {
  return {
    apps,
    published: world.ledger.published,
    posts: Object.values(world.endpoints).flatMap(({ posts }) => posts),
    kills: world.kills,
    settledWithinMs: world.settledWithinMs,
    account,
  };
}
