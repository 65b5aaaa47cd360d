// Sends one notification of a run: what is refused because the server is busy is offered again, so that a run makes
// neither fewer events than it was asked for nor more than the server takes.
import type { Publish, Published } from '../accept/publish.ts';
import type { Reins } from './runs.ts';

const busyTriesMax = 30;

export async function send(
  publish: Publish,
  { body, wabaId, strict }: { body: Uint8Array; wabaId: string; strict: boolean | null },
  reins: Reins,
): Promise<Published> {
  for (let tries = 1; ; tries++) {
    const published = await publish({ body, origin: 'simulator', addressedTo: wabaId, strict });
    const isBusy = !published.ok && published.refusal.code === 'busy';
    if (!isBusy || tries === busyTriesMax || reins.isStopped()) return published;
    await reins.pause((published.refusal.retryAfterSeconds ?? 1) * 1000);
  }
}
