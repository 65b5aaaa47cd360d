// Merging and splitting, for any backlog: parsed back, every change is there once, in order, byte for byte.
import { changesMax, notificationBytesMax } from '@wahook/receiver/protocol/limits';
import { cutEnvelope } from '@wahook/receiver/protocol/slices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settlement } from '../../store/life-of-event.ts';
import type { OwedEvent } from '../../store/store.ts';
import { notificationBody, splitIntoNotifications } from '../batch.ts';
import { type FirstTry, firstTry } from '../lane.ts';
import { coalesced } from './coalesce.ts';
import { splitIfNeeded } from './split.ts';
import { noStrand } from './strand-of.ts';

const giveUpAfterMs = 1_000;

interface Body {
  entries: { id: string; time: number | null; changes: number }[];
  changeBytes: number;
}

/** Bodies of a few entries; now and then with changes so large that three fill a notification. */
const arbitraryBody: fc.Arbitrary<Body> = fc.record({
  entries: fc.array(
    fc.record({
      id: fc.constantFrom('300000000000001', '300000000000002'),
      time: fc.constantFrom(null, 1_767_225_600, 1_767_225_601),
      changes: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) },
        { weight: 1, arbitrary: fc.integer({ min: 300, max: 999 }) },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  changeBytes: fc.oneof(
    { weight: 12, arbitrary: fc.constant(40) },
    { weight: 1, arbitrary: fc.constant(900_000) },
  ),
});

function eventsOf(bodies: readonly Body[]): OwedEvent[] {
  const events: OwedEvent[] = [];
  for (const [index, { entries, changeBytes }] of bodies.entries()) {
    const group = events.length + 1;
    for (const [entryNo, { id, time, changes }] of entries.entries()) {
      // Large ones are few, or the test would copy gigabytes.
      for (let no = 0; no < (changeBytes > 1_000 ? Math.min(changes, 2) : changes); no++) {
        const seq = events.length + 1;
        const padding = 'x'.repeat(changeBytes);
        events.push({
          seq,
          group,
          wabaId: 1,
          entryId: id,
          entryTime: time,
          entryNo,
          field: 'messages',
          phoneNumber: null,
          origin: 'publish',
          acceptedAt: index,
          change: Buffer.from(`{"value":{"seq":${seq},"p":"${padding}"},"field":"messages"}`),
        });
      }
    }
  }
  return events;
}

/** As the engine takes them from what waits. */
function coalesceAll(events: readonly OwedEvent[]): FirstTry[] {
  const waiting = splitIntoNotifications(events).map((each) =>
    firstTry(each, (acceptedAt) => acceptedAt + giveUpAfterMs),
  );
  const notifications: FirstTry[] = [];
  for (let first = waiting.shift(); first; first = waiting.shift()) {
    notifications.push(
      coalesced(first, (isWanted) => {
        const taken: FirstTry[] = [];
        for (let next = waiting[0]; next && isWanted(next); next = waiting[0]) {
          taken.push(next);
          waiting.shift();
        }
        return taken;
      }),
    );
  }
  return notifications;
}

function cut(body: Uint8Array) {
  const result = cutEnvelope(body, { duplicateKeys: 'refuse' });
  if (!result.ok) throw new Error(result.message);
  return result.envelope;
}

const backlogs = fc.array(arbitraryBody, { minLength: 1, maxLength: 12 });

describe('a coalesced backlog', () => {
  it('holds every change once, in order, byte for byte, under its own account and time, within the bounds', () => {
    fc.assert(
      fc.property(backlogs, (bodies) => {
        const events = eventsOf(bodies);
        const sent = coalesceAll(events).flatMap((notification) => {
          const body = notificationBody(notification.events);
          const { entries } = cut(body);
          const changes = entries.flatMap(({ id, time, changes }) =>
            changes.map(({ start, end }) => ({ id, time, bytes: Buffer.from(body.subarray(start, end)) })),
          );
          expect(changes.length).toBeLessThanOrEqual(changesMax);
          // One change may be too large for any company, never for itself.
          expect(body.length).toBeLessThanOrEqual(notificationBytesMax);
          return changes;
        });
        expect(sent.length).toBe(events.length);
        for (const [index, event] of events.entries()) {
          const change = sent[index];
          expect([change?.id, change?.time]).toEqual([event.entryId, event.entryTime]);
          expect(change?.bytes.equals(event.change)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is formed of the same members to the same bytes, whatever else waits', () => {
    fc.assert(
      fc.property(backlogs, (bodies) => {
        for (const { events } of coalesceAll(eventsOf(bodies))) {
          const again = events.map((event) => ({ ...event, change: Uint8Array.from(event.change) }));
          expect(Buffer.compare(notificationBody(again), notificationBody(events))).toBe(0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('joins what fits: two neighbours would never have had room in one', () => {
    fc.assert(
      fc.property(backlogs, (bodies) => {
        const all = coalesceAll(eventsOf(bodies));
        for (const [index, { events }] of all.entries()) {
          const next = all[index + 1]?.events.filter(
            ({ group }) => group === all[index + 1]?.events[0]?.group,
          );
          if (!next) continue;
          const isFull =
            events.length + next.length > changesMax ||
            notificationBody([...events, ...next]).length + 200 * events.length > notificationBytesMax;
          expect(isFull).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('dies no later and no earlier than its oldest member', () => {
    const [joined] = coalesceAll(eventsOf(Array.from({ length: 4 }, () => small)));
    expect(joined).toMatchObject({ acceptedAt: 0, giveUpAt: giveUpAfterMs });
  });
});

const small: Body = { entries: [{ id: '300000000000001', time: null, changes: 2 }], changeBytes: 10 };

describe('a split', () => {
  const events = eventsOf([small, small, small]);
  const ended = (over: Partial<Settlement>, status = 422, no = 2): Settlement => ({
    queueId: 1,
    seqs: events.map(({ seq }) => seq),
    acceptedAt: 0,
    giveUpAt: giveUpAfterMs,
    state: 'retrying',
    reason: `http_${status}`,
    nextAt: 500,
    attempt: { no, startedAt: 100, durationMs: 1, status, excerpt: null },
    ...over,
  });
  const split = (settlement: Settlement, previousReason: string | null = 'http_422', now = 100) =>
    splitIfNeeded(settlement, {
      events,
      previousReason,
      now,
      giveUpAt: (acceptedAt) => acceptedAt + giveUpAfterMs,
      strandOf: () => noStrand,
    });

  it('keeps the first body and releases the others, each member once', () => {
    expect(split(ended({}))).toMatchObject({
      seqs: [1, 2],
      acceptedAt: 0,
      giveUpAt: giveUpAfterMs,
      nextAt: 100,
      released: [{ strand: noStrand, seqs: [3, 4, 5, 6] }],
    });
  });

  it.each<[string, Settlement, string | null]>([
    ['one refusal', ended({}, 422, 1), null],
    ['a refusal after a failure of another kind', ended({}), 'http_503'],
    ['a failure of another kind after a refusal', ended({}, 503), 'http_422'],
    ['"too many requests"', ended({}, 429), 'http_429'],
    ['success', ended({ state: 'delivered', reason: 'ok', nextAt: null }, 200), 'http_422'],
    ['a delivery of one body', ended({ seqs: [3, 4] }), 'http_422'],
  ])('is not made after %s', (_name, settlement, previousReason) => {
    expect(split(settlement, previousReason)).toBe(settlement);
  });

  it('leaves to the dead what has reached its time, and nothing else', () => {
    const dead = ended({ state: 'dead', nextAt: null }, 503);
    expect(split(dead, 'http_503', giveUpAfterMs + 1)).toMatchObject({
      seqs: [1, 2, 3, 4],
      state: 'dead',
      nextAt: null,
      released: [{ strand: noStrand, seqs: [5, 6] }],
    });
    expect(split(dead, 'http_503', giveUpAfterMs + 2)).toBe(dead);
    const untried = { ...dead, attempt: null };
    expect(split(untried, null, giveUpAfterMs)).toMatchObject({ seqs: [1, 2] });
  });
});
