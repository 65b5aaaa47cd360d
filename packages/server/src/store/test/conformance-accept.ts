// Accepting: all of a request or none, numbered without gaps in a body, never twice for one key, never by
// routes that no longer hold.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { AcceptRequest } from '../store.ts';
import { accepted, acceptOwed, acceptRequest, bytesOf, newEvent } from './samples.ts';

const hours = 60 * 60 * 1000;

export function acceptChapter(bench: Bench): void {
  storingCases(bench);
  routesCases(bench);
  idempotencyCases(bench);
  failureCases(bench);
}

function storingCases(bench: Bench): void {
  it('stores every event of a body as one group of neighbours', async () => {
    const { store } = bench;
    const events = [
      newEvent({ change: bytesOf('{"a":1}'), entryNo: 0 }),
      newEvent({
        change: bytesOf('{"b":2}'),
        entryNo: 1,
        field: 'flows',
        phoneNumber: null,
        queueIds: [1, 2],
      }),
      newEvent({ change: bytesOf(''), entryNo: 1, wabaId: null, entryTime: null, queueIds: [] }),
    ];
    const outcome = await store.events.accept(acceptRequest({ events, origin: 'publish', acceptedAt: 77 }));
    expect(outcome).toEqual({ kind: 'accepted', accepted: 3, duplicates: 0, firstSeq: 1, lastSeq: 3 });
    const stored = await store.events.list({ limit: 10 });
    expect(stored.reverse()).toEqual(
      events.map(({ queueIds: _, ...event }, index) => ({
        ...event,
        seq: index + 1,
        group: 1,
        origin: 'publish',
        acceptedAt: 77,
      })),
    );
    expect(await store.deliveries.backlog()).toEqual([
      { queueId: 1, pending: 2, retrying: 0 },
      { queueId: 2, pending: 1, retrying: 0 },
    ]);
  });

  it('numbers requests in the order they came', async () => {
    const requests = Array.from({ length: 50 }, () => acceptRequest({ events: [newEvent(), newEvent()] }));
    const outcomes = await Promise.all(requests.map((request) => bench.store.events.accept(request)));
    expect(outcomes.map((outcome) => accepted(outcome).firstSeq)).toEqual(
      requests.map((_, index) => 2 * index + 1),
    );
  });

  it('goes on counting after a restart', async () => {
    await acceptOwed(bench.store, [1], [1]);
    expect(await acceptOwed(await bench.subject.reopen(), [1])).toEqual([3]);
  });

  it('accepts a body without events', async () => {
    const outcome = await bench.store.events.accept(acceptRequest({ events: [] }));
    expect(outcome).toMatchObject({ kind: 'accepted', accepted: 0 });
    expect(await acceptOwed(bench.store, [1])).toEqual([1]);
  });

  it('has everything acknowledged after a restart', async () => {
    const seqs = await acceptOwed(bench.store, [1], [2], []);
    const store = await bench.subject.reopen();
    expect((await store.events.list({ limit: 10 })).map((event) => event.seq)).toEqual(seqs.reverse());
  });
}

function routesCases(bench: Bench): void {
  it('stores nothing when the routes have changed since they were asked', async () => {
    const { store } = bench;
    const routesVersion = (await store.routes.load()).version;
    await store.businesses.create({ graphId: '100', name: 'Lantern Books' });
    expect(await store.events.accept(acceptRequest({ routesVersion }))).toEqual({ kind: 'stale' });
    expect(await store.events.list({ limit: 10 })).toEqual([]);
    expect(await acceptOwed(store, [1])).toEqual([1]);
  });

  it('judges requests and changes of the routes in the order they came', async () => {
    const { store } = bench;
    const [before, , after] = await Promise.all([
      store.events.accept(acceptRequest({ routesVersion: 1 })),
      store.businesses.create({ graphId: '100', name: 'Lantern Books' }),
      store.events.accept(acceptRequest({ routesVersion: 1 })),
    ]);
    expect([before.kind, after.kind]).toEqual(['accepted', 'stale']);
  });
}

function idempotencyCases(bench: Bench): void {
  const keyed = (key: string, body: string, overrides: Partial<AcceptRequest> = {}): AcceptRequest =>
    acceptRequest({ idempotency: { keyHash: bytesOf(key), bodyHash: bytesOf(body) }, ...overrides });

  it('answers a repeated key with the first answer, also after a restart', async () => {
    const events = [newEvent(), newEvent()];
    await bench.store.events.accept(keyed('k', 'b', { events }));
    const store = await bench.subject.reopen();
    const repeated = await store.events.accept(keyed('k', 'b', { events }));
    expect(repeated).toEqual({ kind: 'repeated', accepted: 2, firstSeq: 1, lastSeq: 2 });
    expect(await store.events.list({ limit: 10 })).toHaveLength(2);
  });

  it('refuses a key that comes with another body', async () => {
    const { store } = bench;
    await store.events.accept(keyed('k', 'b'));
    expect(await store.events.accept(keyed('k', 'other'))).toEqual({ kind: 'key_reused' });
    expect(await store.events.list({ limit: 10 })).toHaveLength(1);
  });

  it('sees a repeated key among requests that are committed together', async () => {
    const { store } = bench;
    const requests = [keyed('k', 'b'), keyed('k', 'b'), keyed('k', 'other'), keyed('l', 'b')];
    const outcomes = await Promise.all(requests.map((request) => store.events.accept(request)));
    expect(outcomes).toEqual([
      { kind: 'accepted', accepted: 1, duplicates: 0, firstSeq: 1, lastSeq: 1 },
      { kind: 'repeated', accepted: 1, firstSeq: 1, lastSeq: 1 },
      { kind: 'key_reused' },
      { kind: 'accepted', accepted: 1, duplicates: 0, firstSeq: 2, lastSeq: 2 },
    ]);
  });

  it('repeats the answer although the routes have changed since', async () => {
    const { store } = bench;
    await store.events.accept(keyed('k', 'b'));
    await store.businesses.create({ graphId: '100', name: 'Lantern Books' });
    expect(await store.events.accept(keyed('k', 'b'))).toMatchObject({ kind: 'repeated', firstSeq: 1 });
  });

  it('does not remember a key whose request was stale', async () => {
    const { store } = bench;
    expect(await store.events.accept(keyed('k', 'b', { routesVersion: 9 }))).toEqual({ kind: 'stale' });
    expect(await store.events.accept(keyed('k', 'b'))).toMatchObject({ kind: 'accepted' });
  });

  it('forgets a key after 24 hours', async () => {
    const { store, clock } = bench;
    await store.events.accept(keyed('k', 'b'));
    clock.advance(24 * hours - 1);
    expect(await store.events.accept(keyed('k', 'b'))).toMatchObject({ kind: 'repeated' });
    clock.advance(1);
    expect(await store.events.accept(keyed('k', 'other'))).toMatchObject({ kind: 'accepted', firstSeq: 2 });
    expect(await store.events.accept(keyed('k', 'other'))).toMatchObject({ kind: 'repeated', firstSeq: 2 });
  });
}

function failureCases(bench: Bench): void {
  it('does not let a request that cannot be stored spoil its neighbours', async () => {
    const { store } = bench;
    const owedTwice = acceptRequest({ events: [newEvent(), newEvent({ queueIds: [1, 1] })] });
    const requests = [acceptRequest(), owedTwice, acceptRequest()];
    const outcomes = await Promise.all(requests.map((request) => store.events.accept(request)));
    expect(outcomes).toMatchObject([
      { kind: 'accepted', firstSeq: 1 },
      { kind: 'failed', reason: 'storage_error' },
      { kind: 'accepted', firstSeq: 2 },
    ]);
    expect(await store.events.list({ limit: 10 })).toHaveLength(2);
  });

  it('answers busy beyond the bound on waiting requests, and accepts again when they are stored', async () => {
    const { store } = await bench.open({ waitingRequestsMax: 3 });
    const burst = Array.from({ length: 5 }, () => store.events.accept(acceptRequest()));
    const kinds = (await Promise.all(burst)).map((outcome) => outcome.kind);
    expect(kinds).toEqual(['accepted', 'accepted', 'accepted', 'busy', 'busy']);
    expect(await store.events.accept(acceptRequest())).toMatchObject({ kind: 'accepted', firstSeq: 4 });
  });

  it('answers busy beyond the bound on waiting bytes', async () => {
    const { store } = await bench.open({ waitingBytesMax: 100 });
    const sized = (size: number) => acceptRequest({ events: [newEvent({ change: new Uint8Array(size) })] });
    const outcomes = await Promise.all([60, 41, 40, 1].map((size) => store.events.accept(sized(size))));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['accepted', 'busy', 'accepted', 'busy']);
    expect(await store.events.accept(sized(100))).toMatchObject({ kind: 'accepted' });
  });

  it('commits what is waiting when it is closed, and refuses calls afterwards', async () => {
    const { store } = bench;
    const accepting = store.events.accept(acceptRequest());
    const creating = store.businesses.create({ graphId: '1', name: 'Last' });
    const closing = store.close();
    expect(await accepting).toMatchObject({ kind: 'accepted' });
    expect(await creating).toMatchObject({ name: 'Last' });
    await closing;
    await store.close();
    const refused = { code: 'closed' };
    await expect(store.events.accept(acceptRequest())).rejects.toMatchObject(refused);
    await expect(store.events.list({ limit: 1 })).rejects.toMatchObject(refused);
    await expect(store.deliveries.settle([])).rejects.toMatchObject(refused);
    await expect(store.deliveries.backlog()).rejects.toMatchObject(refused);
    await expect(store.apps.list()).rejects.toMatchObject(refused);
    await expect(store.installation.markDemo()).rejects.toMatchObject(refused);
    await expect(store.feed.sweep()).rejects.toMatchObject(refused);
    await expect(store.routes.load()).rejects.toMatchObject(refused);
    const reopened = await bench.subject.reopen();
    expect(await reopened.businesses.find('1')).not.toBeNull();
    expect(await reopened.events.list({ limit: 10 })).toHaveLength(1);
  });
}
