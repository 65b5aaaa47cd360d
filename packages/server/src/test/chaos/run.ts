// A whole run: a world, rounds until the plan is at its end, and then healthy endpoints, to which everything that is
// still owed must go. Says what it does as it goes, and answers with the counts.
import { demo } from '../../demo.ts';
import type { Api } from './api.ts';
import { type Focus, focuses } from './focus.ts';
import type { Verdict } from './judge.ts';
import type { Random } from './random.ts';
import { playRound, type RoundResult, untilAccounted } from './round.ts';
import type { ServerProcess } from './server-process.ts';
import { createWorld, endpointNames, type World } from './world.ts';

export interface RunOptions {
  random: Random;
  /** Asked before each round; `no` counts from 1. */
  isOver: (no: number) => boolean;
  focuses?: readonly Focus[];
  note: (line: string) => void;
}

export interface RunResult {
  rounds: RoundResult[];
  kills: number;
  verdict: Verdict;
}

export async function runKills(options: RunOptions): Promise<RunResult> {
  const { random, note } = options;
  const world = await createWorld(random, { wabaId: demo.waba.graphId, adminKey: demo.adminKey });
  let server = world.start();
  try {
    await world.populate(await server.ready);
    const rounds: RoundResult[] = [];
    for (const focus of laps(random.fork('plan'), options.focuses ?? focuses)) {
      if (options.isOver(rounds.length + 1)) break;
      const played = await playRound(world, server, focus);
      server = played.server;
      const verdict = await untilAccounted(world, await server.ready);
      rounds.push(played.result);
      note(lineOf(rounds.length, played.result, verdict));
    }
    const verdict = await finish(world, server);
    return { rounds, kills: world.kills.length, verdict };
  } finally {
    await server.kill();
    await world.dispose();
  }
}

/** Every focus once, in an order of its own, and again. */
function* laps(random: Random, all: readonly Focus[]): Generator<Focus> {
  for (;;) {
    const rest = [...all];
    while (rest.length > 0) yield* rest.splice(random.between(0, rest.length - 1), 1);
  }
}

/** With healthy endpoints nothing may stay untried, and the process ends in order. */
async function finish(world: World, server: ServerProcess): Promise<Verdict> {
  await world.heal();
  const api: Api = await server.ready;
  const verdict = await untilAccounted(world, api, endpointNames);
  const code = await server.stop();
  if (code !== 0) throw new Error(`after SIGTERM the server ended with ${code}`);
  return verdict;
}

function lineOf(no: number, { focus, wasHit, acknowledged, tookMs }: RoundResult, verdict: Verdict): string {
  const { delivered, retrying, dead, pending, explainedDuplicates } = verdict;
  return [
    `round ${no}`.padEnd(10),
    `${focus}${wasHit ? '' : ' (missed)'}`.padEnd(18),
    `${acknowledged} bodies acknowledged in it; of all: ${delivered} delivered, ${retrying} retrying, ${dead} dead, `,
    `${pending} pending, ${explainedDuplicates} sent twice because of a kill, ${tookMs} ms`,
  ].join('');
}
