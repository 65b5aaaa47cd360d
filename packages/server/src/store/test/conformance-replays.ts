// Conformance: replays take what their selection holds, ahead of what is sent and never twice, and count what
// becomes of it.
import { expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import type { Bench } from '../conformance.ts';
import type { ReplaySelection } from '../replays.ts';
import type { Store } from '../store.ts';
import { seed, subscriptionOf } from './directory-samples.ts';
import { accepted, acceptRequest, attempt, newEvent, recordingConsumer, settlement } from './samples.ts';

export function replaysChapter(bench: Bench): void {
  selectionCases(bench);
  runningCases(bench);
  endCases(bench);
  searchCases(bench);
}

const bounds = { wabaId: null, field: null, since: null, until: null, firstSeq: 1, lastSeq: 1_000_000 };
const allEvents: ReplaySelection = { source: 'events', ...bounds };

/** An app with an endpoint: queue 1 of endpoint 1. */
async function prepare(store: Store) {
  const directory = await seed(store);
  await store.subscriptions.saveApp(subscriptionOf(directory.app.id));
  const endpoint = (await store.subscriptions.app(directory.app.id))?.endpointId ?? 0;
  const dead: ReplaySelection = {
    source: 'deliveries',
    ...bounds,
    appId: directory.app.id,
    endpointId: null,
    states: ['dead'],
    reason: null,
    includeReplayed: false,
  };
  return { ...directory, endpoint, dead };
}

/** One body with an event a field; answers the seqs. */
async function accept(
  store: Store,
  fields: readonly string[],
  overrides: Partial<Parameters<typeof acceptRequest>[0]> = {},
): Promise<number[]> {
  const { version } = await store.routes.load();
  const events = fields.map((field) => newEvent({ field }));
  const request = acceptRequest({ events, routesVersion: version, ...overrides });
  const { firstSeq } = accepted(await store.events.accept(request));
  return fields.map((_, index) => firstSeq + index);
}

function died(store: Store, seqs: readonly number[], reason = 'http_503'): Promise<void> {
  return store.deliveries.settle([settlement(seqs, { state: 'dead', reason })]);
}

async function start(store: Store, selection: ReplaySelection, endpointId: number, ratePerSecond = 50) {
  const created = await store.replays.create({
    selection,
    endpointId,
    ratePerSecond,
    startedAt: 50_000,
    total: 0,
  });
  if (created.kind !== 'created') throw new Error(`Not created: ${created.kind}`);
  return created.replay;
}

async function advance(store: Store): Promise<void> {
  while ((await store.replays.advance(60_000)).more);
}

const pendingIn = async (store: Store, queueId: number): Promise<number[]> =>
  (await store.deliveries.untried({ queueId, afterSeq: 0, limit: 1_000 })).map(({ seq }) => seq);

function selectionCases(bench: Bench): void {
  it('takes dead deliveries whole, judged by their first event', async () => {
    const { store } = bench;
    const { endpoint, dead } = await prepare(store);
    await died(store, await accept(store, ['messages', 'flows']));
    await died(store, await accept(store, ['flows', 'messages']), 'timeout');
    await store.deliveries.settle([settlement(await accept(store, ['messages']))]);
    expect(await store.replays.count(dead)).toMatchObject({ events: 4, bodies: 2, stripped: 0 });
    expect(await store.replays.count({ ...dead, field: 'flows' })).toMatchObject({ events: 2 });
    expect(await store.replays.count({ ...dead, reason: 'http_503' })).toMatchObject({ events: 2 });
    expect(await store.replays.count({ ...dead, wabaId: 77 })).toMatchObject({ events: 0, oldestAt: null });
    expect(await store.replays.count({ ...dead, states: ['cancelled'] })).toMatchObject({ events: 0 });
    const replay = await start(store, { ...dead, field: 'flows' }, endpoint);
    await advance(store);
    expect(await pendingIn(store, replay.queueId)).toEqual([3, 4]);
  });

  it('takes members that lie apart in order of seq', async () => {
    const { store } = bench;
    const { endpoint, dead } = await prepare(store);
    for (let body = 0; body < 4; body++) await accept(store, ['messages']);
    await died(store, [1, 4]);
    await died(store, [2]);
    const replay = await start(store, dead, endpoint);
    await advance(store);
    expect(await pendingIn(store, replay.queueId)).toEqual([1, 2, 4]);
  });

  it('takes what is cancelled or still retried where that is asked for', async () => {
    const { store } = bench;
    const { endpoint, dead } = await prepare(store);
    for (let body = 0; body < 3; body++) await accept(store, ['messages']);
    await died(store, [1]);
    await store.deliveries.settle([
      settlement([2], { state: 'cancelled', reason: 'waba_not_subscribed', attempt: null }),
      settlement([3], { state: 'retrying', reason: 'http_503', nextAt: 90_000 }),
    ]);
    const states = ['cancelled', 'retrying'] as const;
    expect(await store.replays.count({ ...dead, states })).toMatchObject({ events: 2 });
    const replay = await start(store, { ...dead, states }, endpoint);
    await advance(store);
    expect(await pendingIn(store, replay.queueId)).toEqual([2, 3]);
  });

  it('takes events that were owed to nobody, by account, field and time', async () => {
    const { store } = bench;
    const { endpoint } = await prepare(store);
    const unowed = (field: string, acceptedAt: number) =>
      accept(store, [field], { acceptedAt, events: [newEvent({ field, queueIds: [] })] });
    for (const minute of [1, 2, 3, 4]) await unowed(minute === 3 ? 'flows' : 'messages', minute * 60_000);
    const selection = { ...allEvents, field: 'messages', since: 120_000, until: 240_000 };
    expect(await store.replays.count(selection)).toMatchObject({
      ...{ events: 1, oldestAt: 120_000, newestAt: 120_000, endpoints: [], isComplete: true },
      kinds: [{ wabaId: 1, entryId: '300000000000001', field: 'messages', origin: 'upstream', events: 1 }],
    });
    const replay = await start(store, { ...selection, until: null }, endpoint);
    await advance(store);
    expect(await pendingIn(store, replay.queueId)).toEqual([2, 4]);
  });

  it('passes over what has lost its body, and says how much that is', async () => {
    const { store } = bench;
    const { endpoint } = await prepare(store);
    await store.deliveries.settle([settlement(await accept(store, ['messages', 'messages', 'messages']))]);
    await accept(store, ['messages']);
    const policy = { eventAgeMs: null, deadAgeMs: null, auditAgeMs: null, dedupeWindowMs: 0, bytesMax: null };
    while ((await store.upkeep.prune({ now: 1_000, ...policy, stripBodies: true })).more);
    expect(await store.replays.count(allEvents)).toMatchObject({ events: 4, stripped: 3, bodies: 1 });
    const replay = await start(store, allEvents, endpoint);
    await advance(store);
    expect(await pendingIn(store, replay.queueId)).toEqual([4]);
    expect(await store.replays.get(replay.id)).toMatchObject({ filled: 1, stripped: 3 });
  });

  it('leaves what comes after the start alone', async () => {
    const { store } = bench;
    const { endpoint } = await prepare(store);
    await accept(store, ['messages']);
    const replay = await start(store, allEvents, endpoint);
    await accept(store, ['messages']);
    await advance(store);
    expect(await pendingIn(store, replay.queueId)).toEqual([1]);
  });
}

function runningCases(bench: Bench): void {
  it('hands out what it takes, in order, and is done when that has ended one way or the other', async () => {
    const { store } = bench;
    const { endpoint, dead } = await prepare(store);
    for (let body = 0; body < 3; body++) await died(store, await accept(store, ['messages']));
    const consumer = recordingConsumer();
    store.feed.start(consumer);
    const { id, queueId } = await start(store, dead, endpoint);
    await advance(store);
    await until(() => consumer.seqs(queueId).length === 3);
    expect(consumer.seqs(queueId)).toEqual([1, 2, 3]);
    await store.deliveries.settle([
      settlement([1], { queueId }),
      settlement([2], { queueId, state: 'retrying', reason: 'http_503', nextAt: 70_000 }),
      settlement([3], { queueId, state: 'dead', reason: 'http_503' }),
    ]);
    expect(await store.replays.advance(60_000)).toEqual({ running: 1, filling: 0, more: false });
    expect(await store.replays.get(id)).toMatchObject({
      ...{ state: 'running', filled: 3, delivered: 1, retrying: 1, dead: 1, cancelled: 0 },
    });
    const second = attempt({ no: 2 });
    await store.deliveries.settle([settlement([2], { queueId, attempt: second })]);
    // Told twice, counted once.
    await store.deliveries.settle([settlement([2], { queueId, attempt: second })]);
    expect(await store.replays.advance(60_000)).toEqual({ running: 0, filling: 0, more: false });
    expect(await store.replays.get(id)).toMatchObject({
      ...{ state: 'done', endedAt: 60_000, delivered: 2, retrying: 0, dead: 1 },
    });
    expect(await store.feed.sweep()).toBe(0);
  });

  it('marks the dead letters it has delivered; those it has not stay, and are taken again', async () => {
    const { store } = bench;
    const { app, endpoint, dead } = await prepare(store);
    await died(store, await accept(store, ['messages', 'messages']));
    await died(store, await accept(store, ['messages']));
    const { id, queueId } = await start(store, dead, endpoint);
    await advance(store);
    await store.deliveries.settle([
      settlement([1, 2], { queueId }),
      settlement([3], { queueId, state: 'dead' }),
    ]);
    expect(await store.deliveries.get('1-1')).toMatchObject({
      state: 'dead',
      replayedBy: id,
      replayId: null,
    });
    expect(await store.deliveries.get('1-3')).toMatchObject({ state: 'dead', replayedBy: null });
    expect(await store.deliveries.get(`${queueId}-1`)).toMatchObject({ replayId: id, acceptedAt: 1_000 });
    expect(await store.replays.count(dead)).toMatchObject({ events: 1 });
    expect(await store.replays.count({ ...dead, includeReplayed: true })).toMatchObject({ events: 3 });
    const { groups, isComplete } = await store.replays.deadLetters({ appId: app.id });
    expect(isComplete).toBe(true);
    // The one that died in the replay too is counted once.
    expect(groups).toEqual([
      expect.objectContaining({ endpointId: endpoint, reason: 'http_503', deliveries: 1, events: 1 }),
    ]);
    expect((await store.replays.deadLetters({ appId: 999 })).groups).toEqual([]);
  });

  it('keeps a dead letter of several bodies until all of them have arrived, and counts it once', async () => {
    const { store } = bench;
    const { endpoint, dead } = await prepare(store);
    for (let body = 0; body < 4; body++) await accept(store, ['messages']);
    await died(store, [1, 2, 3, 4]);
    const first = await start(store, dead, endpoint);
    await advance(store);
    const { queueId } = first;
    await store.deliveries.settle([
      settlement([1], { queueId, state: 'retrying', reason: 'http_503', nextAt: 70_000 }),
      settlement([2], { queueId, state: 'dead', reason: 'http_503' }),
      settlement([3], { queueId }),
      settlement([4], { queueId }),
    ]);
    await store.deliveries.settle([
      settlement([1], { queueId, state: 'cancelled', reason: 'replay_cancelled', attempt: null }),
    ]);
    expect(await store.deliveries.get('1-1')).toMatchObject({ replayedBy: null });
    expect((await store.replays.deadLetters({})).groups).toMatchObject([{ deliveries: 1, events: 4 }]);
    await store.replays.cancel(first.id, 70_000);

    const second = await start(store, dead, endpoint);
    await advance(store);
    expect(await pendingIn(store, second.queueId)).toEqual([1, 2, 3, 4]);
    await store.deliveries.settle([settlement([2], { queueId: second.queueId })]);
    expect(await store.deliveries.get('1-1')).toMatchObject({ replayedBy: null });
    await store.deliveries.settle([settlement([1], { queueId: second.queueId })]);
    // The other two had arrived before.
    expect(await store.deliveries.get('1-1')).toMatchObject({ replayedBy: second.id });
    expect((await store.replays.deadLetters({})).groups).toEqual([]);
  });

  it('fills its queue a bounded way ahead, and goes on as it is emptied and after a restart', async () => {
    const { store } = bench;
    const { endpoint } = await prepare(store);
    for (let body = 0; body < 3; body++) await accept(store, Array(600).fill('messages'));
    const { id, queueId } = await start(store, allEvents, endpoint, 1);
    await advance(store);
    // A body is never torn.
    expect(await pendingIn(store, queueId)).toHaveLength(600);
    const reopened = await bench.subject.reopen();
    await advance(reopened);
    const first = await pendingIn(reopened, queueId);
    expect(first).toHaveLength(600);
    await reopened.deliveries.settle([settlement(first, { queueId })]);
    await advance(reopened);
    expect(await reopened.replays.get(id)).toMatchObject({ filled: 1_200, delivered: 600, cursor: 1_200 });
    expect(Math.min(...(await pendingIn(reopened, queueId)))).toBe(601);
  });

  it('keeps from retention what it has yet to take', async () => {
    const { store, clock } = bench;
    const { endpoint } = await prepare(store);
    const unowed = (field: string) => accept(store, [field], { events: [newEvent({ field, queueIds: [] })] });
    for (const field of ['messages', 'flows', 'messages']) await unowed(field);
    const { id } = await start(store, { ...allEvents, field: 'messages' }, endpoint);
    const policy = { deadAgeMs: 1, auditAgeMs: 1, dedupeWindowMs: 0, stripBodies: false, bytesMax: 1 };
    const prune = async () => {
      clock.advance(24 * 60 * 60 * 1000);
      while ((await store.upkeep.prune({ ...policy, now: clock.now(), eventAgeMs: 1 })).more);
    };
    await prune();
    const left = async () => (await store.events.list({ limit: 9 })).map(({ seq }) => seq);
    expect(await left()).toEqual([3, 1]);
    await store.replays.cancel(id, 1);
    await prune();
    expect(await left()).toEqual([]);
  });
}

function endCases(bench: Bench): void {
  it('takes nothing more once it is cancelled, and tells routing that its queue is closed', async () => {
    const { store } = bench;
    const { endpoint } = await prepare(store);
    for (let body = 0; body < 3; body++) await accept(store, Array(600).fill('messages'));
    const { id, queueId } = await start(store, allEvents, endpoint, 1);
    await advance(store);
    const route = { replayId: id, queueId, endpointId: endpoint, startedAt: 50_000, ratePerSecond: 1 };
    expect((await store.routes.load()).replays).toEqual([{ ...route, isOpen: true }]);
    expect(await store.replays.cancel(id, 70_000)).toMatchObject({
      ...{ state: 'cancelled', endReason: 'asked', endedAt: 70_000 },
    });
    expect((await store.routes.load()).replays).toEqual([{ ...route, isOpen: false }]);
    const owed = await pendingIn(store, queueId);
    const reason = 'replay_cancelled';
    await store.deliveries.settle([settlement(owed, { queueId, state: 'cancelled', reason, attempt: null })]);
    expect(await store.replays.advance(80_000)).toEqual({ running: 0, filling: 0, more: false });
    expect(await pendingIn(store, queueId)).toEqual([]);
    // The second time is no news.
    expect(await store.replays.cancel(id, 90_000)).toMatchObject({ endedAt: 70_000, cancelled: 600 });
    expect(await store.replays.cancel(id + 1, 90_000)).toBeNull();
  });

  it('ends with its endpoint: at once when that is closed, with what was taken when it drains', async () => {
    const { store } = bench;
    const { app, waba, endpoint } = await prepare(store);
    for (let body = 0; body < 3; body++) await accept(store, Array(600).fill('messages'));
    const place = { appId: app.id, wabaId: waba.id, phoneNumberId: null };
    const url = 'https://waba.example/';
    const override = await store.subscriptions.saveOverride({ ...place, url, verifyToken: 'v' });
    const toOverride = await start(store, allEvents, override.id, 1);
    const toApp = await start(store, allEvents, endpoint, 1);
    await advance(store);
    await store.subscriptions.removeOverride(place);
    expect(await store.replays.advance(60_000)).toMatchObject({ running: 1 });
    expect(await store.replays.get(toOverride.id)).toMatchObject({
      endReason: 'callback_removed',
      filled: 600,
    });
    expect((await store.routes.load()).replays.map(({ isOpen }) => isOpen)).toEqual([true, true]);
    await store.subscriptions.removeApp(app.id);
    expect(await store.replays.advance(60_000)).toMatchObject({ running: 0 });
    expect(await store.replays.get(toApp.id)).toMatchObject({ endReason: 'callback_removed' });
    expect((await store.routes.load()).replays.map(({ isOpen }) => isOpen)).toEqual([false, false]);
  });

  it('is forgotten with the audit log, but for the newest and those with something to show', async () => {
    const { store } = bench;
    const { endpoint } = await prepare(store);
    await accept(store, ['messages']);
    const shown = await start(store, allEvents, endpoint);
    await advance(store);
    await store.deliveries.settle([settlement([1], { queueId: shown.queueId })]);
    const idle = await start(store, { ...allEvents, field: 'nothing' }, endpoint);
    const newest = await start(store, { ...allEvents, field: 'nothing' }, endpoint);
    await advance(store);
    const policy = {
      eventAgeMs: null,
      deadAgeMs: null,
      dedupeWindowMs: 0,
      bytesMax: null,
      stripBodies: false,
    };
    const prune = async (now: number) => {
      while ((await store.upkeep.prune({ ...policy, auditAgeMs: 1_000, now })).more);
      return (await store.replays.list({ limit: 9 })).map(({ id }) => id);
    };
    expect(await prune(60_500)).toEqual([newest.id, idle.id, shown.id]);
    expect(await prune(62_000)).toEqual([newest.id, shown.id]);
    expect((await store.routes.load()).replays.map(({ replayId }) => replayId)).toEqual([
      shown.id,
      newest.id,
    ]);
    expect(await store.deliveries.get(`${shown.queueId}-1`)).toMatchObject({ replayId: shown.id });
  });

  it('refuses an endpoint that takes nothing new, one replay too many, and a key with another body', async () => {
    const { store } = bench;
    const { endpoint } = await prepare(store);
    const replay = { selection: allEvents, endpointId: endpoint, ratePerSecond: 1, startedAt: 1, total: 0 };
    expect(await store.replays.create({ ...replay, endpointId: 99 })).toEqual({ kind: 'not_open' });
    const key = (body: number) => ({
      idempotency: { keyHash: new Uint8Array([1]), bodyHash: new Uint8Array([body]) },
    });
    const first = await store.replays.create({ ...replay, ...key(1) });
    expect(first.kind).toBe('created');
    expect(await store.replays.create({ ...replay, ...key(1) })).toEqual({ ...first, kind: 'repeated' });
    expect(await store.replays.create({ ...replay, ...key(2) })).toEqual({ kind: 'key_reused' });
    expect(await store.replays.known(key(1).idempotency)).toEqual({ ...first, kind: 'repeated' });
    expect(await store.replays.known({ ...key(1).idempotency, keyHash: new Uint8Array([9]) })).toBeNull();
    for (let count = 1; count < 20; count++) {
      expect(await store.replays.create(replay)).toMatchObject({ kind: 'created' });
    }
    expect(await store.replays.create(replay)).toEqual({ kind: 'too_many', running: 20 });
    const ids = (await store.replays.list({ limit: 2 })).map(({ id }) => id);
    expect(ids).toEqual([20, 19]);
    expect(await store.replays.list({ beforeId: 2, limit: 9 })).toMatchObject([{ id: 1, state: 'running' }]);
  });
}

function searchCases(bench: Bench): void {
  it('finds deliveries by account, field, reason, time and replay, page by page', async () => {
    const { store } = bench;
    const { endpoint, dead } = await prepare(store);
    for (let minute = 1; minute <= 6; minute++) {
      const [seq] = await accept(store, [minute % 2 === 0 ? 'flows' : 'messages'], {
        acceptedAt: minute * 60_000,
      });
      const reason = minute < 4 ? 'timeout' : 'http_503';
      const acceptedAt = minute * 60_000;
      await store.deliveries.settle([settlement([seq ?? 0], { state: 'dead', reason, acceptedAt })]);
    }
    const list = async (filter: Partial<Parameters<Store['deliveries']['list']>[0]>) =>
      (await store.deliveries.list({ limit: 100, ...filter })).map(({ id }) => id);
    expect(await list({ field: 'flows' })).toEqual(['1-6', '1-4', '1-2']);
    expect(await list({ field: 'flows', reason: 'timeout', state: 'dead' })).toEqual(['1-2']);
    expect(await list({ since: 120_000, until: 240_000 })).toEqual(['1-3', '1-2']);
    expect(await list({ wabaId: 1, limit: 2 })).toEqual(['1-6', '1-5']);
    expect(await list({ wabaId: 1, limit: 2, beforeSeq: 5 })).toEqual(['1-4', '1-3']);
    expect(await list({ wabaId: 2 })).toEqual([]);
    expect(await list({ appId: dead.source === 'deliveries' ? dead.appId : 0, field: 'flows' })).toHaveLength(
      3,
    );
    const { id, queueId } = await start(store, dead, endpoint);
    await advance(store);
    await store.deliveries.settle([settlement([1], { queueId }), settlement([2], { queueId })]);
    expect(await list({ replayId: id })).toEqual([`${queueId}-2`, `${queueId}-1`]);
    expect(await list({ replayId: id, field: 'flows' })).toEqual([`${queueId}-2`]);
    expect(await list({ replayId: id + 1 })).toEqual([]);
  });
}
