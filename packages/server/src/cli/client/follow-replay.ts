// Follows a replay until nothing but the timetable of retries is left to wait for, and tells how far it has come.
import type { ApiClient } from './api-client.ts';
import { pause } from './follow.ts';
import type { ShownReplay } from './replay-shapes.ts';
import { pathOf } from './verb.ts';

const lookEveryMs = 500;

export async function followReplay(
  client: ApiClient,
  started: ShownReplay,
  { onProgress, stop }: { onProgress: (replay: ShownReplay) => void; stop: AbortSignal },
): Promise<ShownReplay> {
  let last = started;
  while (isMoving(last)) {
    await pause(lookEveryMs, stop);
    const now = await client.get<ShownReplay>(pathOf('replays', String(started.id)));
    if (handled(now) !== handled(last)) onProgress(now);
    last = now;
  }
  return last;
}

/** Also a replay that was just started and has taken nothing yet. */
function isMoving({ state, waiting, left, retrying }: ShownReplay): boolean {
  return state === 'running' && (waiting + left > 0 || retrying === 0);
}

function handled({ delivered, retrying, dead, cancelled }: ShownReplay): number {
  return delivered + retrying + dead + cancelled;
}
