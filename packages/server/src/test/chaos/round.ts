// One round: publish, kill in the middle of what the round is about, start again, and wait until everything that was
// acknowledged is accounted for.
import { until } from '../support/until.ts';
import type { Api } from './api.ts';
import { bodiesPerRound, type Focus } from './focus.ts';
import { describeFindings, type Verdict } from './judge.ts';
import { conditions, misbehaviours } from './misbehaviours.ts';
import type { ServerProcess } from './server-process.ts';
import type { EndpointName, World } from './world.ts';

const strikeWithinMs = 15_000;
const accountedWithinMs = 30_000;
const connections = 12;

export type Check = (api: Api) => Promise<void>;

export interface RoundResult {
  focus: string;
  /** The moment came while there was still something to do. */
  wasHit: boolean;
  acknowledged: number;
  tookMs: number;
}

/** Leaves a server that runs, with the flags of nobody's round. */
export async function playRound(
  world: World,
  running: ServerProcess,
  focus: Focus,
): Promise<{ server: ServerProcess; result: RoundResult; later: Check[] }> {
  const startedAt = performance.now();
  await spoil(world);
  let server = running;
  if (focus.start || focus.isEarly) {
    // A start of its own, on what the kill leaves undone.
    await publish(world, server, { bodies: bodiesPerRound / 2, isOver: () => false });
    await world.kill(server);
    server = world.start(focus.start?.(world));
  }
  const { wasHit, acknowledged, later } = await strike(world, server, focus);
  const next = world.start();
  const result = {
    focus: focus.name,
    wasHit,
    acknowledged,
    tookMs: Math.round(performance.now() - startedAt),
  };
  return { server: next, result, later };
}

async function strike(
  world: World,
  server: ServerProcess,
  focus: Focus,
): Promise<{ wasHit: boolean; acknowledged: number; later: Check[] }> {
  let soFar = 0;
  let isOver = false;
  const waiting: { count: number; resolve: () => void }[] = [];
  const acknowledged = (count: number) => new Promise<void>((resolve) => waiting.push({ count, resolve }));
  const checks: (() => Promise<void>)[] = [];
  const later: Check[] = [];
  const moment = {
    random: world.random,
    world,
    server,
    acknowledged,
    afterwards: (check: () => Promise<void>) => checks.push(check),
    later: (check: Check) => later.push(check),
  };
  const struck = within(focus.strike(moment), strikeWithinMs);
  const publishing = focus.isEarly
    ? Promise.resolve()
    : publish(world, server, {
        bodies: bodiesPerRound,
        isOver: () => isOver,
        onAcknowledged(count) {
          soFar = count;
          for (const each of waiting) if (count >= each.count) each.resolve();
        },
      });
  const wasHit = await struck;
  const killing = world.kill(server);
  isOver = true;
  await publishing;
  const isKilled = await killing;
  for (const endpoint of Object.values(world.endpoints)) endpoint.watch = null;
  for (const check of checks) await check();
  return { wasHit: wasHit && isKilled, acknowledged: soFar, later };
}

async function publish(
  world: World,
  server: ServerProcess,
  run: { bodies: number; isOver: () => boolean; onAcknowledged?: (count: number) => void },
): Promise<void> {
  const { url } = await server.ready;
  await world.publisher.run({ url, connections, pauseMsMax: 20, ...run });
}

/** Other faults each round. */
async function spoil(world: World): Promise<void> {
  const { random, endpoints } = world;
  await world.heal();
  world.setMood(random.oneOf(misbehaviours));
  const condition = random.oneOf([null, ...conditions.map(({ name }) => name)]);
  await endpoints.sealed.setCondition(condition);
}

/**
 * Resolves with the verdict when everything is accounted for, and what healthy endpoints are owed was delivered; rejects
 * with what is amiss.
 */
export async function untilAccounted(
  world: World,
  api: Api,
  healthy: readonly EndpointName[] = ['steady'],
): Promise<Verdict> {
  let { verdict, account } = await world.judge(api);
  const owed = () =>
    healthy.reduce((sum, name) => sum + (account.pending.get(world.endpoints[name].app.graphId) ?? 0), 0);
  try {
    await until(async () => {
      if (verdict.findings.length > 0 || owed() > 0) ({ verdict, account } = await world.judge(api));
      return verdict.findings.length === 0 && owed() === 0;
    }, accountedWithinMs);
  } catch {
    const { findings, ...counts } = verdict;
    throw new Error(`${describeFindings(findings).join('\n')}\n${JSON.stringify(counts)}`);
  }
  return verdict;
}

/** Whether it came in time. */
async function within(wait: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const came = await Promise.race([wait.then(() => true), late]);
  clearTimeout(timer);
  return came;
}
