// Conformance: changes that come again are known by their keys and not stored twice.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { AcceptRequest } from '../store.ts';
import { acceptRequest, bytesOf, newEvent, recordingConsumer } from './samples.ts';

const hour = 60 * 60 * 1000;

/** One event a key; an empty one stands for an event without. */
function keyed(keys: readonly string[], overrides: Partial<AcceptRequest> = {}): AcceptRequest {
  return acceptRequest({
    events: keys.map((key) => newEvent({ change: bytesOf(`{"value":"${key}"}`) })),
    dedupe: { windowMs: 24 * hour, keys: keys.map((key) => (key === '' ? null : bytesOf(key))) },
    ...overrides,
  });
}

export function dedupeChapter(bench: Bench): void {
  it('leaves out what was accepted before, also after a restart', async () => {
    await bench.store.events.accept(keyed(['a', 'b']));
    const store = await bench.subject.reopen();
    expect(await store.events.accept(keyed(['b', 'c', 'a', 'd']))).toEqual({
      kind: 'accepted',
      accepted: 2,
      duplicates: 2,
      firstSeq: 3,
      lastSeq: 4,
    });
    const stored = await store.events.list({ limit: 10 });
    expect(stored.map((event) => new TextDecoder().decode(event.change))).toEqual(
      ['d', 'c', 'b', 'a'].map((key) => `{"value":"${key}"}`),
    );
    expect(await store.deliveries.backlog()).toEqual([{ queueId: 1, pending: 4, retrying: 0 }]);
  });

  it('answers for a body of duplicates alone, and gives out no seq for it', async () => {
    const { store } = bench;
    await store.events.accept(keyed(['a']));
    expect(await store.events.accept(keyed(['a']))).toEqual({
      kind: 'accepted',
      accepted: 0,
      duplicates: 1,
      firstSeq: 0,
      lastSeq: 0,
    });
    expect(await store.events.accept(keyed(['b']))).toMatchObject({ firstSeq: 2 });
  });

  it('sees duplicates within a body and among bodies that are committed together', async () => {
    const { store } = bench;
    const outcomes = await Promise.all(
      [keyed(['a', 'a']), keyed(['b', 'a']), keyed(['b'])].map(store.events.accept),
    );
    expect(outcomes).toMatchObject([
      { accepted: 1, duplicates: 1 },
      { accepted: 1, duplicates: 1 },
      { accepted: 0, duplicates: 1 },
    ]);
  });

  it('hands the events that were stored to delivery, each under its own seq', async () => {
    const { store } = bench;
    const consumer = recordingConsumer();
    store.feed.start(consumer);
    await store.events.accept(keyed(['a']));
    await store.events.accept(keyed(['a', 'b', 'a', 'c']));
    await expect.poll(() => consumer.seqs()).toEqual([1, 2, 3]);
    const events = consumer.calls.flatMap((call) => call.events);
    expect(events.map((event) => new TextDecoder().decode(event.change))).toEqual(
      ['a', 'b', 'c'].map((key) => `{"value":"${key}"}`),
    );
    store.feed.stop();
  });

  it('always stores an event without a key', async () => {
    const { store } = bench;
    await store.events.accept(keyed(['', '']));
    expect(await store.events.accept(keyed(['', '']))).toMatchObject({ accepted: 2, duplicates: 0 });
  });

  it('remembers no key of a request that was not stored', async () => {
    const { store } = bench;
    expect(await store.events.accept(keyed(['a'], { routesVersion: 9 }))).toEqual({ kind: 'stale' });
    expect(await store.events.accept(keyed(['a']))).toMatchObject({ accepted: 1, duplicates: 0 });
    const owedTwice = keyed(['b']);
    const failing = { ...owedTwice, events: [newEvent({ queueIds: [1, 1] })] };
    expect(await store.events.accept(failing)).toMatchObject({ kind: 'failed' });
    expect(await store.events.accept(owedTwice)).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  it('forgets after the window', async () => {
    const { store, clock } = bench;
    await store.events.accept(keyed(['a']));
    clock.advance(24 * hour - 1);
    expect(await store.events.accept(keyed(['a']))).toMatchObject({ duplicates: 1 });
    clock.advance(1);
    expect(await store.events.accept(keyed(['a']))).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await store.events.accept(keyed(['a']))).toMatchObject({ duplicates: 1 });
  });
}
