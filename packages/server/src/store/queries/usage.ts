// Calls counted in slots of time, to keep rate limits. A slot counts as long as its last moment may lie within
// the window, so that no window, wherever it starts, holds more admitted calls than the budget.
import { integer, integerOrNull, one } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Database, Row } from '../sqlite-driver.ts';
import type { Usage, UsageCall, UsageCount } from '../store.ts';

const windowMsMax = 60 * 60 * 1000;
const slotMsMax = 60 * 1000;
/** How often slots that no window reaches any more are looked for, and how many go at once. */
const forgetEveryMs = 60_000;
const forgetMax = 500;

export function createUsage({ reader, writer, read, writeAlong }: Session): Usage {
  const add = createAdding(writer);
  const forgetOldSlots = createForgetting(writer);
  const countFresh = createCounting(writer);
  const countStored = createCounting(reader);

  return {
    async take(call) {
      refuseNonsense(call);
      return writeAlong(() => {
        add(call, { calls: 1, cpuMs: 0, wallMs: 0 });
        forgetOldSlots(call.now);
        const count = countFresh(call);
        return { admitted: count.calls <= call.budget, ...count };
      });
    },
    spend: (cost) => writeAlong(() => add(cost, { ...cost, calls: 0 })),
    async read(call) {
      refuseNonsense(call);
      return read(() => countStored(call));
    },
  };
}

/** These come from settings, not from callers: anything else is a bug. */
function refuseNonsense({ budget, windowMs, slotMs }: UsageCall): void {
  const isSound =
    budget >= 1 && windowMs >= 1 && windowMs <= windowMsMax && slotMs >= 1 && slotMs <= slotMsMax;
  if (!isSound) throw new Error(`No such limit: ${budget} calls in ${windowMs} ms, slots of ${slotMs} ms.`);
}

function createAdding(writer: Database) {
  const upsert = writer.prepare(`
    insert into usage (bucket, slot, calls, cpu_us, wall_us)
    values (?, ?, ?, ?, ?)
    on conflict (bucket, slot) do update set
      calls = calls + excluded.calls,
      cpu_us = cpu_us + excluded.cpu_us,
      wall_us = wall_us + excluded.wall_us
  `);
  return (
    { bucket, now, slotMs }: Pick<UsageCall, 'bucket' | 'now' | 'slotMs'>,
    { calls, cpuMs, wallMs }: { calls: number; cpuMs: number; wallMs: number },
  ): void => {
    upsert.run(bucket, now - (now % slotMs), calls, Math.round(cpuMs * 1000), Math.round(wallMs * 1000));
  };
}

/** On either connection: a call is counted, and its count answered, before the commit. */
function createCounting(database: Database) {
  const sum = database.prepare(`
    select
      coalesce(sum(calls), 0) as calls,
      coalesce(sum(cpu_us), 0) as cpu_us,
      coalesce(sum(wall_us), 0) as wall_us
    from usage
    where bucket = ? and slot > ? and slot <= ? -- primary key
  `);
  // The newest slot that leaves fewer calls than the budget behind it when it falls out.
  const lastToFall = database.prepare(`
    select max(slot) as slot
    from (
      select slot, sum(calls) over (order by slot desc) as calls_from_here
      from usage
      where bucket = ? and slot > ? and slot <= ? -- primary key
    )
    where calls_from_here >= ?
  `);

  return (call: UsageCall): Omit<UsageCount, 'admitted'> => {
    const { bucket, budget, windowMs, slotMs, now } = call;
    // Slots ahead of now are there when the clock was set back. They count, but not if it was far ahead.
    const range = [bucket, now - windowMs - slotMs, now + windowMs] as const;
    const row = one(sum.get(...range));
    const calls = integer(row, 'calls');
    const lastSlot = calls < budget ? null : integerOrNull(one(lastToFall.get(...range, budget)), 'slot');
    return {
      calls,
      cpuMs: milliseconds(row, 'cpu_us'),
      wallMs: milliseconds(row, 'wall_us'),
      freeAt: lastSlot === null ? null : lastSlot + windowMs + slotMs,
    };
  };
}

function milliseconds(row: Row, column: string): number {
  return integer(row, column) / 1000;
}

function createForgetting(writer: Database): (now: number) => void {
  const forget = writer.prepare(`
    delete from usage
    where (bucket, slot) in (
      select bucket, slot
      from usage
      where slot <= ? -- index usage_by_age
      order by slot
      limit ${forgetMax}
    )
  `);
  let lookedAt = Number.NEGATIVE_INFINITY;

  return (now) => {
    // A clock that was set back must not keep us from looking until it has caught up.
    if (now >= lookedAt && now < lookedAt + forgetEveryMs) return;
    const forgotten = forget.run(now - windowMsMax - slotMsMax).changes;
    lookedAt = forgotten < forgetMax ? now : Number.NEGATIVE_INFINITY;
  };
}
