import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../test/support/until.ts';
import { createRetention } from './retention.ts';
import { integer, one } from './rows.ts';
import { openDatabase } from './sqlite-driver.ts';
import { seed, subscriptionOf } from './test/directory-samples.ts';
import { openTestStore, type TestStore } from './test/open-store.ts';
import { accepted, acceptRequest, attempt, newEvent, retrying, settlement } from './test/samples.ts';
import type { Pruned, RetentionPolicy } from './upkeep.ts';

const minute = 60_000;
const hour = 60 * minute;

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.dispose());

const policy = (overrides: Partial<RetentionPolicy> = {}): RetentionPolicy => ({
  now: test.clock.now(),
  eventAgeMs: hour,
  deadAgeMs: 10 * hour,
  auditAgeMs: null,
  dedupeWindowMs: hour,
  bytesMax: null,
  stripBodies: false,
  ...overrides,
});

/** Until nothing is left to do; the sums of all steps. */
async function prune(overrides: Partial<RetentionPolicy> = {}): Promise<Pruned> {
  const sum = await test.store.upkeep.prune(policy(overrides));
  for (let step = sum; step.more; ) {
    step = await test.store.upkeep.prune(policy(overrides));
    sum.events += step.events;
    sum.deadLetters += step.deadLetters;
    sum.stripped += step.stripped;
    sum.auditEntries += step.auditEntries;
    sum.endpoints += step.endpoints;
    sum.bytesUsed = step.bytesUsed;
    sum.isOverfull = step.isOverfull;
  }
  return sum;
}

/** One body; answers its seqs. */
async function accept(queues: number[][], change = new Uint8Array(100)): Promise<number[]> {
  const { version } = await test.store.routes.load();
  const events = queues.map((queueIds) => newEvent({ queueIds, change }));
  const request = acceptRequest({ events, acceptedAt: test.clock.now(), routesVersion: version });
  const { firstSeq } = accepted(await test.store.events.accept(request));
  return queues.map((_, index) => firstSeq + index);
}

const settle = (...args: Parameters<typeof settlement>) =>
  test.store.deliveries.settle([settlement(...args)]);

const seqsLeft = async (): Promise<number[]> =>
  (await test.store.events.list({ limit: 1_000 })).map((event) => event.seq).reverse();

const count = (table: string): number =>
  test.behind((database) => integer(one(database.prepare(`select count(*) as n from ${table}`).get()), 'n'));

describe('retention by age', () => {
  it('removes settled events with their deliveries, groups and attempts, and gives no seq twice', async () => {
    const seqs = await accept([[1], [1], [1]]);
    await test.store.deliveries.settle([retrying(seqs, 5_000)]);
    await settle(seqs, { attempt: attempt({ no: 2 }) });
    test.clock.advance(hour + minute);
    expect(await prune()).toMatchObject({ events: 3, deadLetters: 0, more: true });
    for (const table of ['events', 'deliveries', 'grouped', 'attempts']) expect(count(table)).toBe(0);
    await test.reopen();
    expect(await accept([[1]])).toEqual([4]);
  });

  it('keeps what is younger, to the minute', async () => {
    await accept([[]]);
    test.clock.advance(30 * minute);
    await accept([[]]);
    test.clock.advance(30 * minute);
    expect(await prune()).toMatchObject({ events: 0 });
    test.clock.advance(minute);
    expect(await prune()).toMatchObject({ events: 1 });
    expect(await seqsLeft()).toEqual([2]);
  });

  it('keeps everything without an age', async () => {
    await accept([[]]);
    test.clock.advance(10_000 * hour);
    expect(await prune({ eventAgeMs: null })).toMatchObject({ events: 0 });
  });

  it('keeps what is pending or retrying, and only that, however old it is', async () => {
    await accept([[1], [2], [1, 2], []]);
    await settle([1], { queueId: 1 });
    await settle([3], { queueId: 1 });
    await test.store.deliveries.settle([retrying([2], 5_000, { queueId: 2 })]);
    test.clock.advance(1_000 * hour);
    expect(await prune()).toMatchObject({ events: 2 });
    expect(await seqsLeft()).toEqual([2, 3]);
    await settle([3], { queueId: 2 });
    test.clock.advance(hour);
    expect(await prune()).toMatchObject({ events: 1 });
    expect(await test.store.deliveries.get('2-2')).toMatchObject({ state: 'retrying' });
  });

  it('keeps the events of a dead letter until its own age, and counts it when it goes', async () => {
    const seqs = await accept([[1], [1]]);
    const died = test.clock.now() + hour;
    await settle(seqs, { state: 'dead', reason: 'gave_up', attempt: attempt({ startedAt: died }) });
    test.clock.advance(11 * hour - 1);
    expect(await prune()).toMatchObject({ events: 0, deadLetters: 0 });
    test.clock.advance(hour);
    expect(await prune()).toMatchObject({ events: 2, deadLetters: 1 });
  });

  it('never takes an event for old because the clock was set back', async () => {
    await accept([[]]);
    const earlier = { now: test.clock.now() - 1_000 * hour };
    expect(await prune(earlier)).toMatchObject({ events: 0 });
  });

  it('removes old lines of the audit log', async () => {
    const line = { actor: 'key:root', action: 'app.created', subject: '1', details: {} };
    for (const at of [0, minute, 2 * minute]) await test.store.audit.record({ ...line, at });
    expect(await prune({ now: hour, auditAgeMs: hour - minute })).toMatchObject({ auditEntries: 1 });
    expect((await test.store.audit.list({ limit: 9 })).map((entry) => entry.at)).toEqual([
      2 * minute,
      minute,
    ]);
  });
});

describe('retention by size', () => {
  it('removes the oldest until the data fits, and neither what is owed nor dead letters', async () => {
    for (let body = 0; body < 80; body++) await accept([[body === 0 ? 1 : 2]], new Uint8Array(200_000));
    const attemptNow = attempt({ startedAt: test.clock.now() });
    for (let seq = 2; seq <= 80; seq++)
      await settle([seq], { queueId: 2, state: seq === 2 ? 'dead' : 'delivered', attempt: attemptNow });
    const { bytesUsed, isOverfull } = await prune({ bytesMax: 9_000_000 });
    expect(bytesUsed).toBeLessThanOrEqual(9_000_000);
    expect(isOverfull).toBe(false);
    const left = await seqsLeft();
    expect(left.slice(0, 2)).toEqual([1, 2]);
    expect(left.at(-1)).toBe(80);
    // One step more than needed at most.
    expect(left.length).toBeGreaterThan(20);
  });

  it('says when nothing that may go is left', async () => {
    for (let body = 0; body < 10; body++) await accept([[1]], new Uint8Array(200_000));
    expect(await prune({ bytesMax: 1_000_000 })).toMatchObject({ events: 0, isOverfull: true });
    for (let seq = 1; seq <= 10; seq++) await settle([seq]);
    expect((await prune({ bytesMax: 1_000_000 })).isOverfull).toBe(false);
  });

  it('keeps the file flat under events that come, are delivered and go', async () => {
    const sizes: number[] = [];
    for (let round = 0; round < 12; round++) {
      for (let body = 0; body < 10; body++)
        await settle(await accept([[1], [1], [1], [1], [1]], new Uint8Array(20_000)));
      test.clock.advance(20 * minute);
      await prune();
      sizes.push(
        test.behind((database) => integer(one(database.prepare('pragma page_count').get()), 'page_count')),
      );
    }
    expect(Math.max(...sizes.slice(6))).toBeLessThanOrEqual(Math.max(...sizes.slice(0, 6)));
  });

  it('gives room back to the system in the end', async () => {
    for (let body = 0; body < 60; body++) await accept([[]], new Uint8Array(200_000));
    const pages = () =>
      test.behind((database) => integer(one(database.prepare('pragma page_count').get()), 'page_count'));
    const before = pages();
    test.clock.advance(2 * hour);
    await prune();
    expect(pages()).toBeLessThan(before / 2);
    expect(test.behind((database) => one(database.prepare('pragma integrity_check').get()))).toEqual({
      integrity_check: 'ok',
    });
  });
});

describe('stripping bodies', () => {
  it('empties what everybody has received, and nothing else', async () => {
    await accept([[1], [1, 2], [1], [1], []]);
    for (const seq of [1, 2]) await settle([seq]);
    await settle([3], { state: 'dead' });
    await settle([4], { state: 'cancelled' });
    expect(await prune({ stripBodies: true })).toMatchObject({ stripped: 1, events: 0 });
    const sizes = async () =>
      (await test.store.events.list({ limit: 9 })).map((event) => event.change.length);
    expect(await sizes()).toEqual([100, 100, 100, 100, 0]);
    await settle([2], { queueId: 2 });
    test.clock.advance(hour);
    expect(await prune({ stripBodies: true, eventAgeMs: null })).toMatchObject({ stripped: 1 });
    expect(await sizes()).toEqual([100, 100, 100, 0, 0]);
  });
});

describe('callbacks that were ended', () => {
  it('go with their queues once nothing is owed to them and nothing is left to show', async () => {
    const { store } = test;
    const { app, waba } = await seed(store);
    await store.subscriptions.saveApp(subscriptionOf(app.id));
    const place = { appId: app.id, wabaId: waba.id, phoneNumberId: null };
    const override = { ...place, url: 'https://waba.example/', verifyToken: 'lantern-verify' };
    const { queueId } = await store.subscriptions.saveOverride(override);
    const seqs = await accept([[queueId]]);
    await store.subscriptions.removeOverride(place);
    const endpoints = async () => (await store.routes.load()).endpoints.map(({ level }) => level);
    const afterAll = { now: test.clock.now() + 2 * hour };
    expect(await prune(afterAll)).toMatchObject({ endpoints: 0 });
    await settle(seqs, { queueId });
    expect(await prune({ eventAgeMs: null })).toMatchObject({ endpoints: 0 });
    test.clock.advance(2 * hour);
    // The newest stays until there is a newer one: its ids would be given again.
    expect(await prune()).toMatchObject({ events: 1, endpoints: 0 });
    const again = await store.subscriptions.saveOverride(override);
    expect(again.queueId).toBeGreaterThan(queueId);
    expect(await prune()).toMatchObject({ endpoints: 1 });
    expect(await endpoints()).toEqual(['app', 'waba']);
  });
});

describe('pruning', () => {
  it('does not lose its place when a commit fails', async () => {
    await accept([[]]);
    test.clock.advance(2 * hour);
    const other = openDatabase(test.databaseFile, { readOnly: false, busyTimeoutMs: 0 });
    other.exec('begin immediate');
    await expect(test.store.upkeep.prune(policy())).rejects.toMatchObject({ code: 'in_use' });
    other.exec('rollback');
    other.close();
    expect(await test.store.upkeep.prune(policy())).toMatchObject({ events: 1 });
  });

  it.each([{ now: Number.NaN }, { eventAgeMs: -1 }, { deadAgeMs: 0.5 }, { bytesMax: Number.NaN }])(
    'refuses %o and removes nothing',
    async (wrong) => {
      await accept([[]]);
      test.clock.advance(2 * hour);
      await expect(test.store.upkeep.prune(policy(wrong))).rejects.toThrow(RangeError);
      expect(await seqsLeft()).toEqual([1]);
    },
  );

  it('goes on by itself, and says what a person should know', async () => {
    const kinds: string[] = [];
    await accept([[1]]);
    await settle([1], { state: 'dead', attempt: attempt({ startedAt: test.clock.now() }) });
    const { now: _now, ...standing } = policy({ deadAgeMs: hour, bytesMax: 1 });
    const retention = createRetention({
      store: test.store,
      clock: test.clock,
      policy: standing,
      onNotice: ({ kind }) => kinds.push(kind),
    });
    retention.start();
    await until(() => kinds.length === 1);
    test.clock.advance(2 * hour);
    await until(() => kinds.length === 2);
    await retention.stop();
    expect(kinds).toEqual(['retention_overfull', 'dead_letters_removed']);
  });
});

/** Randomly accepts, settles and prunes; a model of sets says what is owed. */
type Action =
  | { kind: 'accept'; queues: number[][] }
  | { kind: 'settle'; pick: number; size: number; state: 'delivered' | 'retrying' | 'dead' | 'cancelled' }
  | { kind: 'prune'; minutes: number; bytesMax: number | null; stripBodies: boolean };

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('accept' as const),
    queues: fc.array(fc.subarray([1, 2, 3]), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('settle' as const),
    pick: fc.nat(),
    size: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('delivered' as const, 'retrying' as const, 'dead' as const, 'cancelled' as const),
  }),
  fc.record({
    kind: fc.constant('prune' as const),
    minutes: fc.integer({ min: 0, max: 90 }),
    bytesMax: fc.constantFrom(null, null, 1),
    stripBodies: fc.boolean(),
  }),
);

describe('whatever happens in whatever order', () => {
  it('an event that is owed keeps its bytes, and what is owed of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
        await test.dispose();
        test = await openTestStore();
        await expectOwedKept(actions);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

async function expectOwedKept(actions: Action[]): Promise<void> {
  /** `<queue>-<seq>`: pending ones, and the members of retrying deliveries. */
  const pending = new Set<string>();
  const retried = new Map<string, number[]>();
  for (const each of actions) {
    if (each.kind === 'accept') {
      const seqs = await accept(each.queues);
      each.queues.forEach((queueIds, index) => {
        for (const queueId of queueIds) pending.add(`${queueId}-${seqs[index]}`);
      });
    } else if (each.kind === 'settle') {
      await settleSome(each);
    } else {
      test.clock.advance(each.minutes * minute);
      const { bytesMax, stripBodies } = each;
      await prune({ bytesMax, stripBodies });
    }
    const left = new Map((await test.store.events.list({ limit: 1_000 })).map((event) => [event.seq, event]));
    const owed = [...[...pending].map((key) => Number(key.split('-')[1])), ...[...retried.values()].flat()];
    expect(owed.filter((seq) => left.get(seq)?.change.length !== 100)).toEqual([]);
    expect(count('pending')).toBe(pending.size);
    expect(count("deliveries where state = 'retrying'")).toBe(retried.size);
  }

  async function settleSome({ pick, size, state }: Extract<Action, { kind: 'settle' }>): Promise<void> {
    const keys = [...pending];
    const queueId = keys[pick % keys.length]?.split('-')[0];
    if (queueId === undefined) return;
    const chosen = keys.filter((key) => key.startsWith(`${queueId}-`)).slice(0, size);
    const seqs = chosen.map((key) => Number(key.split('-')[1]));
    const startedAt = test.clock.now();
    await settle(seqs, {
      queueId: Number(queueId),
      state,
      nextAt: state === 'retrying' ? startedAt + hour : null,
      attempt: attempt({ startedAt }),
    });
    for (const key of chosen) pending.delete(key);
    if (state === 'retrying') retried.set(`${queueId}-${seqs[0]}`, seqs);
  }
}
