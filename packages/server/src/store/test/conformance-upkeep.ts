// Conformance: retention removes what is settled and old, and never what is owed.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { RetentionPolicy } from '../upkeep.ts';
import { accepted, acceptRequest, attempt, newEvent, retrying, settlement } from './samples.ts';

const hour = 60 * 60 * 1000;

export function upkeepChapter(bench: Bench): void {
  /** One body with an event for queue 1 a place. */
  async function accept(count: number): Promise<void> {
    const events = Array.from({ length: count }, () => newEvent());
    accepted(await bench.store.events.accept(acceptRequest({ events, acceptedAt: bench.clock.now() })));
  }

  async function prune(overrides: Partial<RetentionPolicy> = {}): Promise<void> {
    const policy: RetentionPolicy = {
      now: bench.clock.now(),
      eventAgeMs: hour,
      deadAgeMs: 5 * hour,
      auditAgeMs: null,
      dedupeWindowMs: 0,
      bytesMax: null,
      stripBodies: false,
      ...overrides,
    };
    while ((await bench.store.upkeep.prune(policy)).more);
  }

  const seqs = async () =>
    (await bench.store.events.list({ limit: 100 })).map((event) => event.seq).reverse();

  it('says that commits wait for the disk, and counts those that acknowledged events', async () => {
    const { upkeep, deliveries } = bench.store;
    expect(await upkeep.durability()).toMatchObject({ isSynchronous: true, acceptingCommits: 0 });
    await accept(3);
    await deliveries.settle([settlement([1])]);
    await accept(1);
    expect(await upkeep.durability()).toMatchObject({ isSynchronous: true, acceptingCommits: 2 });
  });

  it('removes settled events and their deliveries at their age, and no seq comes back', async () => {
    await accept(2);
    await bench.store.deliveries.settle([settlement([1, 2])]);
    await prune();
    expect(await seqs()).toEqual([1, 2]);
    bench.clock.advance(2 * hour);
    await prune();
    expect(await seqs()).toEqual([]);
    expect(await bench.store.deliveries.get('1-1')).toBeNull();
    const store = await bench.subject.reopen();
    expect(await store.events.accept(acceptRequest())).toMatchObject({ firstSeq: 3 });
  });

  it('never removes what is owed, by age or by size, and hands it out afterwards', async () => {
    await accept(5);
    const { deliveries } = bench.store;
    await deliveries.settle([retrying([1, 2], 5_000), settlement([3])]);
    bench.clock.advance(1_000 * hour);
    await prune({ bytesMax: 1 });
    expect(await seqs()).toEqual([1, 2, 4, 5]);
    const due = await deliveries.due({ now: 5_000, limit: 9, except: new Set() });
    expect(due.map((each) => each.events.map((event) => event.seq))).toEqual([[1, 2]]);
    expect(await deliveries.backlog()).toEqual([{ queueId: 1, pending: 2, retrying: 1 }]);
  });

  it('keeps the events of a dead letter until its own age', async () => {
    await accept(1);
    const died = attempt({ startedAt: bench.clock.now() });
    await bench.store.deliveries.settle([settlement([1], { state: 'dead', attempt: died })]);
    bench.clock.advance(4 * hour);
    await prune({ bytesMax: 1 });
    expect(await seqs()).toEqual([1]);
    bench.clock.advance(2 * hour);
    await prune();
    expect(await seqs()).toEqual([]);
  });

  it('empties the bodies of what was delivered to everybody, when asked to', async () => {
    await accept(2);
    await bench.store.deliveries.settle([settlement([1])]);
    await prune({ stripBodies: true });
    const events = await bench.store.events.list({ limit: 9 });
    expect(events.map((event) => event.change.length === 0)).toEqual([false, true]);
  });
}
