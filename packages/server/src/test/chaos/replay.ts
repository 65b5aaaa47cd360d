// Dead letters made quickly, and their replay, by which what an endpoint missed comes after all.
import { until } from '../support/until.ts';
import { type Api, callAdmin } from './api.ts';
import { setClock } from './clock-jumps.ts';
import type { World } from './world.ts';

const hour = 60 * 60_000;
const replayedWithinMs = 30_000;
const refusal = { name: 'status_500', about: '', answer: answer500 };

export const stubbornApp = (world: World) => world.endpoints.stubborn.app.graphId;

/** An hour passes in which the endpoint answers nothing but 500; answers how many dead letters there are. */
export async function makeDeadLetters(world: World, api: Api): Promise<number> {
  world.setMood(refusal);
  setClock(world, hour);
  const letters = await until(async () => {
    const page = await callAdmin(api, `/deliveries?app_id=${stubbornApp(world)}&state=dead&limit=1000`);
    return page.data.length > 0 && page.data.length;
  });
  setClock(world, 0);
  world.setMood(null);
  return letters;
}

export async function startReplay(world: World, api: Api): Promise<void> {
  await callAdmin(api, '/replays', { app_id: stubbornApp(world), rate_per_second: 1000 });
}

export async function untilReplayed(api: Api): Promise<void> {
  await until(async () => {
    const { data }: { data: { state: string }[] } = await callAdmin(api, '/replays');
    return data.every(({ state }) => state !== 'running');
  }, replayedWithinMs);
}

function answer500(response: { writeHead(status: number): { end(): unknown } }): void {
  response.writeHead(500).end();
}
