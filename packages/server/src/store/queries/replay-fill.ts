// Takes the next events of running replays into their queues, a page at a time in the writer's common commits, and
// ends replays that have nothing left. The cursor moves with the rows it stands for, so a restart takes up there.
import { changesMax } from '@wahook/receiver/protocol/limits';
import type { Replays, StoredReplay } from '../replays.ts';
import { integerOrNull, one, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Database } from '../sqlite-driver.ts';
import { replayColumns, replayTables, toReplay } from './replay-rows.ts';
import { createSelectionReads } from './replay-selection.ts';
import { createReplayEnds } from './replays.ts';

/** Seqs looked at with one statement, and how many such looks one step makes where little is found. */
const seqsPerSlice = 500;
const slicesPerPage = 10;
/** A queue is filled this many seconds ahead, within bounds: what waits in it costs disk, and memory up to the credit. */
const aheadSeconds = 20;
const aheadMin = 500;
const aheadMax = 10_000;

/** `onFilled`: after the commit; the queue is owed more than before. */
export function createReplayAdvance(
  { writer, writeAlong }: Session,
  onFilled: (queueId: number) => void,
): Pick<Replays, 'advance'> {
  const running = writer.prepare(`
    select ${replayColumns}, ep.state as endpoint_state
    from ${replayTables}
    join endpoints ep on ep.id = q.endpoint_id
    where r.state = 'running' -- index replays_running
    order by r.id
  `);
  const fill = createFill(writer);
  const end = createReplayEnds(writer);

  /** Answers what the step did to this replay. */
  function step(replay: StoredReplay, endpointState: string, now: number): Step {
    const isWhole = replay.cursor >= replay.selection.lastSeq;
    if (endpointState === 'closed' || (endpointState !== 'open' && !isWhole)) {
      end.cancel(replay.id, { reason: 'callback_removed', at: now, closesQueue: false });
      return ended;
    }
    if (isWhole) {
      const isDone = replay.delivered + replay.dead + replay.cancelled >= replay.filled;
      if (isDone) end.done(replay.id, now);
      return isDone ? ended : { ...ended, isRunning: true };
    }
    if (waitingIn(replay) >= aheadOf(replay)) return { ...ended, isRunning: true, isFilling: true };
    // Asked again at once: there is room for more, or to learn that this was all.
    return { isRunning: true, isFilling: true, filled: fill(replay), more: true };
  }

  return {
    async advance(now) {
      const steps = await writeAlong(() =>
        running.all().map((row) => {
          const replay = toReplay(row);
          return { replay, ...step(replay, text(row, 'endpoint_state'), now) };
        }),
      );
      for (const { replay, filled } of steps) if (filled > 0) onFilled(replay.queueId);
      return {
        running: steps.filter(({ isRunning }) => isRunning).length,
        filling: steps.filter(({ isFilling }) => isFilling).length,
        more: steps.some(({ more }) => more),
      };
    },
  };
}

interface Step {
  isRunning: boolean;
  isFilling: boolean;
  filled: number;
  more: boolean;
}

const ended: Step = { isRunning: false, isFilling: false, filled: 0, more: false };

/** Taken, and not yet tried for the first time. */
function waitingIn({ filled, retrying, delivered, dead, cancelled }: StoredReplay): number {
  return filled - retrying - delivered - dead - cancelled;
}

function aheadOf({ ratePerSecond }: StoredReplay): number {
  return Math.min(aheadMax, Math.max(aheadMin, ratePerSecond * aheadSeconds));
}

/** One page; answers how many events became owed. */
function createFill(writer: Database): (replay: StoredReplay) => number {
  const selection = createSelectionReads(writer);
  const lastOfGroup = writer.prepare(`
    select max(seq) as seq
    from events
    where seq >= ?1 and seq <= ?1 + ${changesMax} -- primary key
      and "group" = (select "group" from events where seq = ?1)
  `);
  const insert = writer.prepare(`
    insert or ignore into pending (queue_id, seq)
    values (?, ?)
  `);
  const move = writer.prepare(`
    update replays
    set cursor = ?, filled = filled + ?, stripped = stripped + ?
    where id = ? -- primary key
  `);

  /** Whole bodies, because what the feed reads of one body becomes one notification. */
  function sliceAfter({ selection: wanted }: StoredReplay, cursor: number) {
    const first = selection.nextAfter(wanted, cursor);
    if (first === null || first > wanted.lastSeq) return null;
    const end = Math.min(first + seqsPerSlice - 1, wanted.lastSeq);
    const groupEnd = integerOrNull(one(lastOfGroup.get(end)), 'seq') ?? end;
    return { first, last: Math.min(Math.max(end, groupEnd), wanted.lastSeq) };
  }

  return (replay) => {
    let { cursor } = replay;
    let filled = 0;
    let stripped = 0;
    for (let slices = 0; slices < slicesPerPage && filled < seqsPerSlice; slices++) {
      const slice = sliceAfter(replay, cursor);
      if (!slice) {
        cursor = replay.selection.lastSeq;
        break;
      }
      for (const { seq, isStripped } of selection.within(replay.selection, slice)) {
        if (isStripped) stripped += 1;
        else filled += insert.run(replay.queueId, seq).changes;
      }
      cursor = slice.last;
    }
    move.run(cursor, filled, stripped, replay.id);
    return filled;
  };
}
