// One lap: a world, a round of each focus in an order of its own, and then healthy endpoints, to which everything that
// is still owed must go. Says what it does as it goes, and answers with the counts.
import { demo } from '../../demo.ts';
import { type Api, call } from './api.ts';
import { type Focus, focuses } from './focus.ts';
import type { Verdict } from './judge.ts';
import type { Random } from './random.ts';
import { playRound, type RoundResult, untilAccounted } from './round.ts';
import type { ServerProcess } from './server-process.ts';
import type { SyncCount } from './sync-watch.ts';
import { createWorld, endpointNames, type World } from './world.ts';

export interface LapOptions {
  random: Random;
  /** Asked before each round. */
  isOver: () => boolean;
  focuses?: readonly Focus[];
  note: (line: string) => void;
}

export interface LapResult {
  rounds: RoundResult[];
  /** Every focus had its round. */
  isWhole: boolean;
  kills: number;
  syncs: SyncCount[];
  verdict: Verdict;
}

export async function runLap(options: LapOptions): Promise<LapResult> {
  const { random, note } = options;
  const world = await createWorld(random, { wabaId: demo.waba.graphId, adminKey: demo.adminKey });
  let server = world.start();
  try {
    await world.populate(await server.ready);
    const possible = await withoutUnknown(options.focuses ?? focuses, await server.ready);
    const rounds: RoundResult[] = [];
    for (const focus of shuffled(random.fork('plan'), possible)) {
      if (options.isOver()) break;
      const played = await playRound(world, server, focus);
      server = played.server;
      const api = await server.ready;
      const verdict = await untilAccounted(world, api);
      for (const check of played.later) await check(api);
      rounds.push(played.result);
      note(lineOf(played.result, verdict));
    }
    const verdict = await finish(world, server);
    await world.dispose();
    return {
      rounds,
      isWhole: rounds.length === possible.length,
      kills: world.kills.length,
      syncs: world.syncs,
      verdict,
    };
  } catch (cause) {
    // The data stays, to be looked into.
    throw new Error(`${String(cause)}\nThe data is left in ${world.directory}.`, { cause });
  } finally {
    await world.close();
  }
}

/** A wahook without replays has none to be killed in. */
async function withoutUnknown(all: readonly Focus[], { url, adminKey }: Api): Promise<readonly Focus[]> {
  const { status } = await call({ url: `${url}/api/v1/replays`, bearer: adminKey });
  return status === 404 ? all.filter(({ name }) => name !== 'replay') : all;
}

function shuffled<T>(random: Random, all: readonly T[]): T[] {
  const rest = [...all];
  return all.flatMap(() => rest.splice(random.between(0, rest.length - 1), 1));
}

/** With healthy endpoints nothing may stay untried, and the process ends in order. */
async function finish(world: World, server: ServerProcess): Promise<Verdict> {
  await world.heal();
  const verdict = await untilAccounted(world, await server.ready, endpointNames);
  const code = await server.stop();
  if (code !== 0) throw new Error(`after SIGTERM the server ended with ${code}`);
  return verdict;
}

function lineOf({ focus, wasHit, acknowledged, tookMs }: RoundResult, verdict: Verdict): string {
  const { delivered, retrying, dead, pending, explainedDuplicates } = verdict;
  return [
    `${focus}${wasHit ? '' : ' (missed)'}`.padEnd(18),
    `${acknowledged} bodies acknowledged; so far ${delivered} delivered, ${retrying} retrying, ${dead} dead, `,
    `${pending} pending, ${explainedDuplicates} sent twice because of a kill; ${tookMs} ms`,
  ].join('');
}
