// The queues of replays, as routing needs them: also of replays that have ended, whose deliveries are still shown.
import type { ReplayRoute } from '../replays.ts';
import { flag, integer } from '../rows.ts';
import type { Database } from '../sqlite-driver.ts';

export function createReplayRoutes(reader: Database): () => ReplayRoute[] {
  const all = reader.prepare(`
    select r.id, r.queue_id, r.started_at, r.rate_per_second, q.endpoint_id, q.state = 'open' as is_open
    from replays r
    join queues q on q.id = r.queue_id
    order by r.id
  `);
  return () =>
    all.all().map((row) => ({
      replayId: integer(row, 'id'),
      queueId: integer(row, 'queue_id'),
      endpointId: integer(row, 'endpoint_id'),
      startedAt: integer(row, 'started_at'),
      ratePerSecond: integer(row, 'rate_per_second'),
      isOpen: flag(row, 'is_open'),
    }));
}
