// What is packed for the way between threads comes out as it went in.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Settlement } from '../life-of-event.ts';
import type { AcceptRequest, OwedEvent } from '../store.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import {
  packAccept,
  packOwed,
  packSettlement,
  unpackAccept,
  unpackOwed,
  unpackSettlement,
} from './packed.ts';

const bytes = fc.uint8Array({ maxLength: 40 });
const wire = {
  wabaId: fc.option(fc.nat()),
  entryId: fc.stringMatching(/^\d{1,20}$/),
  entryTime: fc.option(fc.nat()),
  entryNo: fc.nat({ max: 999 }),
  field: fc.constantFrom('messages', 'account_update'),
  phoneNumber: fc.option(fc.stringMatching(/^\d{1,20}$/)),
  change: bytes,
};
const origin = fc.constantFrom('publish' as const, 'upstream' as const);
const owedEvent = fc.record<OwedEvent>({
  seq: fc.nat(),
  group: fc.nat(),
  origin,
  acceptedAt: fc.nat(),
  ...wire,
});

it('requests to accept survive the way', () => {
  const request = fc.record<AcceptRequest>({
    origin,
    acceptedAt: fc.nat(),
    routesVersion: fc.nat(),
    events: fc.array(fc.record({ ...wire, queueIds: fc.array(fc.nat()) }), { maxLength: 8 }),
  });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 4 }), (requests) => {
      const writer = new ByteWriter();
      const packed = requests.map((each) => packAccept(each, writer));
      const reader = new ByteReader(writer.joined(), { areKept: true });
      expect(packed.map((each) => unpackAccept(each, reader))).toEqual(requests);
    }),
  );
});

it('owed events survive the way, and one that is owed to several queues travels once', () => {
  fc.assert(
    fc.property(fc.array(owedEvent, { maxLength: 8 }), (events) => {
      const owed = [
        { run: 1, queueId: 7, events },
        { run: 2, queueId: 8, events: events.slice(1) },
      ];
      const writer = new ByteWriter();
      const packed = packOwed(owed, writer);
      expect(packed.events).toHaveLength(events.length);
      expect(unpackOwed(packed, new ByteReader(writer.joined(), { areKept: true }))).toEqual(owed);
    }),
  );
});

it('settlements survive the way', () => {
  const required = fc.record<Omit<Settlement, 'released'>>({
    queueId: fc.nat(),
    seqs: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
    acceptedAt: fc.nat(),
    giveUpAt: fc.nat(),
    state: fc.constantFrom('delivered' as const, 'retrying' as const, 'dead' as const),
    reason: fc.constantFrom('ok', 'http_503'),
    nextAt: fc.option(fc.nat()),
    attempt: fc.option(
      fc.record(
        {
          no: fc.nat(),
          startedAt: fc.nat(),
          durationMs: fc.nat(),
          status: fc.option(fc.nat({ max: 599 })),
          excerpt: fc.option(bytes),
          faults: fc.array(fc.constantFrom('drop', 'delay'), { minLength: 1 }),
        },
        { requiredKeys: ['no', 'startedAt', 'durationMs', 'status', 'excerpt'] },
      ),
    ),
  });
  const released = fc.array(fc.record({ strand: fc.nat(), seqs: fc.array(fc.nat()) }));
  const settlement: fc.Arbitrary<Settlement> = fc.oneof(
    required,
    fc.tuple(required, released).map(([each, leaving]) => ({ ...each, released: leaving })),
  );
  fc.assert(
    fc.property(fc.array(settlement, { maxLength: 8 }), (settlements) => {
      const writer = new ByteWriter();
      const packed = settlements.map((each) => packSettlement(each, writer));
      const reader = new ByteReader(writer.joined(), { areKept: true });
      expect(packed.map((each) => unpackSettlement(each, reader))).toEqual(settlements);
    }),
  );
});

it('a small piece does not hold a large buffer', () => {
  const writer = new ByteWriter();
  const pieces = [70_000, 30_000, 40_000, 2, 0, 65_000].map((length, index) =>
    new Uint8Array(length).fill(index + 1),
  );
  const lengths = pieces.map((piece) => writer.add(piece));
  const reader = new ByteReader(writer.joined(), { areKept: true });
  const taken = lengths.map((length) => reader.take(length));
  for (const [index, piece] of taken.entries()) {
    expect(Buffer.compare(piece, pieces[index] ?? new Uint8Array())).toBe(0);
    expect(piece.buffer.byteLength).toBeLessThanOrEqual(Math.max(piece.length, 64 * 1024));
  }
});
