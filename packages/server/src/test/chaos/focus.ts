// When to kill: one row per thing that a wahook may be in the middle of. Each waits for a sign of it that can be seen
// from outside, at a place that the seed chooses, and returns when the moment has come.
import { watch } from 'node:fs';
import { type Api, callAdmin } from './api.ts';
import { checkBackups } from './backup-check.ts';
import { jumpingClock, jumps, jumpsPerRound, setClock } from './clock-jumps.ts';
import type { Post } from './evidence.ts';
import type { Random } from './random.ts';
import { makeDeadLetters, startReplay, stubbornApp, untilReplayed } from './replay.ts';
import type { ServerProcess } from './server-process.ts';
import { checkSyncs, readCommits, syncWrapper } from './sync-watch.ts';
import type { World } from './world.ts';

export interface Moment {
  random: Random;
  world: World;
  server: ServerProcess;
  /** Resolves when this life has acknowledged so many bodies. */
  acknowledged(count: number): Promise<void>;
  /** Checks something once the process is dead and before the next one starts. */
  afterwards(check: () => Promise<void>): void;
  /** Checks something once the next process is up and everything is accounted for. */
  later(check: (api: Api) => Promise<void>): void;
}

export interface Focus {
  name: string;
  about: string;
  /** A start of its own, with this. */
  start?: (world: World) => Parameters<World['start']>[0];
  /** Kills while the process starts: there is no publishing. */
  isEarly?: true;
  /** Resolves when the process is to be killed. */
  strike(moment: Moment): Promise<void>;
}

/** Bodies that a round publishes; the places below lie inside them. */
export const bodiesPerRound = 120;

export const focuses: readonly Focus[] = [
  {
    name: 'accept',
    about: 'while requests are accepted',
    strike: ({ random, acknowledged }) => acknowledged(random.between(1, bodiesPerRound - 30)),
  },
  {
    name: 'deliver',
    about: 'while endpoints have requests that they have not answered',
    strike: ({ random, world }) =>
      nthPost(world, random.between(1, bodiesPerRound), ({ moment }) => moment === 'begun'),
  },
  {
    name: 'settle',
    about: 'just after an endpoint has answered 200',
    async strike({ random, world }) {
      await nthPost(world, random.between(1, bodiesPerRound), ({ moment }) => moment === 'answered');
      await pause(random.next() * 3);
    },
  },
  {
    name: 'retry',
    about: 'while a delivery is tried again',
    strike: ({ random, world }) =>
      nthPost(world, random.between(1, 15), ({ moment, isAgain }) => isAgain && moment === 'begun'),
  },
  {
    name: 'start',
    about: 'while it starts, before it is ready',
    isEarly: true,
    strike: ({ random }) => pause(random.between(0, 1_500)),
  },
  {
    name: 'take_up',
    about: 'while it takes up what its predecessor left',
    async strike({ random, server }) {
      await server.ready;
      await pause(random.between(0, 300));
    },
  },
  {
    name: 'prune',
    about: 'while it removes settled events',
    // Retention begins with the start; over a bound of one byte everything settled goes.
    start: () => ({ flags: ['--retention-bytes', '1', '--dead-retention-days', '0'] }),
    async strike({ random, server }) {
      await server.ready;
      await pause(random.between(0, 150));
    },
  },
  {
    name: 'backup',
    about: 'while a backup is written',
    async strike({ random, world, server, acknowledged, afterwards }) {
      await acknowledged(random.between(1, bodiesPerRound / 2));
      const api = await server.ready;
      const promised = world.ledger.acknowledgedSeqs();
      const appeared = fileAppears(world.backups, /\.partial$/);
      afterwards(() => checkBackups(world.backups, promised));
      // Cut off by the kill, or done before it.
      callAdmin(api, '/backup', { file: `round-${world.kills.length}.db` }).catch(() => {});
      await appeared;
      await pause(random.next() * 20);
    },
  },
  {
    name: 'sync',
    about: 'under the eyes of strace, which counts what is synced to the disk',
    start: (world) => ({ wrapper: syncWrapper(world) }),
    async strike({ random, world, server, acknowledged, afterwards }) {
      world.ledger.takeAcknowledgements();
      await acknowledged(random.between(bodiesPerRound / 2, bodiesPerRound - 10));
      const commits = await readCommits(server);
      afterwards(async () => {
        world.syncs.push(await checkSyncs(world, commits));
      });
    },
  },
  {
    name: 'clock',
    about: 'while the clock jumps by hours and days',
    start: (world) => ({ nodeOptions: jumpingClock(world) }),
    async strike({ random, world, acknowledged, afterwards }) {
      afterwards(async () => forgetKeys(world));
      for (let jump = 0; jump < jumpsPerRound; jump++) {
        await acknowledged(random.between(1, bodiesPerRound / jumpsPerRound) + (jump * bodiesPerRound) / 4);
        setClock(world, random.oneOf(jumps));
      }
      await pause(random.between(0, 300));
      setClock(world, 0);
    },
  },
  {
    name: 'replay',
    about: 'while dead letters are sent again',
    start: (world) => ({ nodeOptions: jumpingClock(world) }),
    async strike({ random, world, server, acknowledged, afterwards, later }) {
      afterwards(async () => forgetKeys(world));
      await acknowledged(bodiesPerRound / 3);
      const dead = await makeDeadLetters(world, await server.ready);
      const struck = nthPost(
        world,
        random.between(1, dead),
        ({ post, isAgain }) => isAgain && post.app === stubbornApp(world),
      );
      later(untilReplayed);
      await startReplay(world, await server.ready);
      await struck;
    },
  },
  {
    name: 'stop',
    about: 'while it ends what is in flight after SIGTERM',
    async strike({ random, server, acknowledged }) {
      await acknowledged(random.between(1, bodiesPerRound - 30));
      process.kill(server.pid, 'SIGTERM');
      await Promise.race([server.gone, pause(random.between(0, 250))]);
    },
  },
];

/** Idempotency keys of a time that was not are forgotten for their age: what the kill cut off is not sent again. */
function forgetKeys(world: World): void {
  world.publisher.forget();
}

interface Seen {
  post: Post;
  moment: 'begun' | 'answered';
  /** This app has had a POST with the same events before. */
  isAgain: boolean;
}

function nthPost(world: World, count: number, isMeant: (seen: Seen) => boolean): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    for (const endpoint of Object.values(world.endpoints)) {
      const before = new Set(endpoint.posts.map(({ keys }) => keys[0]));
      endpoint.watch = (post, moment) => {
        const isAgain = before.has(post.keys[0]);
        if (moment === 'begun') before.add(post.keys[0]);
        if (isMeant({ post, moment, isAgain }) && --left === 0) resolve();
      };
    }
  });
}

function fileAppears(directory: string, name: RegExp): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(directory, (_event, file) => {
      if (file === null || !name.test(file)) return;
      watcher.close();
      resolve();
    });
  });
}

/** The seed decides how far into something the kill comes; nothing waits for it to have happened. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
