import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLedger } from './ledger.ts';
import type { OwedEvent } from './store.ts';

const plenty = { events: 100, bytes: 1_000_000 };

function owed(seq: number, group = seq, bytes = 10): OwedEvent {
  return {
    seq,
    group,
    wabaId: 1,
    entryId: '300',
    entryTime: 1,
    entryNo: 0,
    field: 'messages',
    phoneNumber: null,
    origin: 'upstream',
    acceptedAt: 1,
    change: new Uint8Array(bytes),
  };
}

const seqsOf = (groups: Iterable<OwedEvent[]>) => [...groups].flat().map((event) => event.seq);

describe('a ledger', () => {
  it('takes what is offered while there is credit, then leaves it on the disk', () => {
    const ledger = createLedger({ ...plenty, events: 2 });
    expect(ledger.offer([owed(1)])).not.toBeNull();
    expect(ledger.offer([owed(2)])).not.toBeNull();
    expect(ledger.offer([owed(3)])).toBeNull();
    expect(ledger).toMatchObject({ sentTo: 2, more: true });
  });

  it('takes nothing offered while older events wait on the disk', () => {
    const ledger = createLedger({ ...plenty, events: 2 });
    ledger.offer([owed(1), owed(2)]);
    ledger.offer([owed(3)]);
    ledger.release([1, 2]);
    expect(ledger.offer([owed(4)])).toBeNull();
    expect(seqsOf(ledger.take([owed(3), owed(4)]))).toEqual([3, 4]);
    expect(ledger.more).toBe(false);
    expect(ledger.offer([owed(5)])).toBeNull();
    ledger.release([3, 4]);
    expect(seqsOf(ledger.take([owed(5)]))).toEqual([5]);
  });

  it('is hungry when more waits and half of the credit is free', () => {
    const ledger = createLedger({ ...plenty, events: 4 });
    expect(ledger.hungry).toBe(false);
    ledger.noteMore();
    expect(ledger.hungry).toBe(true);
    expect(seqsOf(ledger.take([1, 2, 3, 4, 5].map((seq) => owed(seq))))).toEqual([1, 2, 3, 4]);
    expect(ledger.hungry).toBe(false);
    ledger.release([1]);
    expect(ledger.hungry).toBe(false);
    ledger.release([2]);
    expect(ledger.hungry).toBe(true);
  });

  it('counts bytes', () => {
    const ledger = createLedger({ events: 100, bytes: 25 });
    expect(seqsOf(ledger.take([owed(1), owed(2), owed(3)]))).toEqual([1, 2]);
    ledger.release([1]);
    expect(ledger.hungry).toBe(true);
  });

  it('takes a group that exceeds all credit when nothing else is out, and only then', () => {
    const ledger = createLedger({ ...plenty, events: 2 });
    ledger.offer([owed(1)]);
    const large = [owed(2), owed(3, 2), owed(4, 2)];
    expect(ledger.offer(large)).toBeNull();
    expect(seqsOf(ledger.take(large))).toEqual([]);
    ledger.release([1]);
    expect(seqsOf(ledger.take([...large, owed(5)]))).toEqual([2, 3, 4]);
    expect(ledger.more).toBe(true);
  });

  it('holds what was yielded when reading breaks off, and asks for the rest again', () => {
    const ledger = createLedger(plenty);
    ledger.noteMore();
    function* broken() {
      yield owed(1);
      yield owed(2);
      throw new Error('a disk of the test');
    }
    const taken: OwedEvent[][] = [];
    expect(() => {
      for (const group of ledger.take(broken())) taken.push(group);
    }).toThrow('a disk of the test');
    expect(seqsOf(taken)).toEqual([1]);
    expect(ledger).toMatchObject({ sentTo: 1, more: true });
  });

  it('gives credit back once, and only for what is out', () => {
    const ledger = createLedger({ ...plenty, events: 2 });
    ledger.offer([owed(1), owed(2)]);
    ledger.release([1, 1, 7]);
    expect(ledger.offer([owed(3)])).not.toBeNull();
    expect(ledger.offer([owed(4)])).toBeNull();
    expect([1, 2, 3].map((seq) => ledger.isOutstanding(seq))).toEqual([false, true, true]);
  });

  it('takes lost events back without moving ahead', () => {
    const ledger = createLedger(plenty);
    ledger.offer([owed(1), owed(2)]);
    ledger.release([1]);
    ledger.retake([owed(1)]);
    expect(ledger.isOutstanding(1)).toBe(true);
    expect(ledger.sentTo).toBe(2);
  });
});

describe('a ledger and a disk, whatever happens in whatever order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('commit' as const), size: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('settle' as const), count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('read' as const) }),
  );

  it('hand out everything owed once, in order, in whole groups, within credit', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (steps, events) => {
        const ledger = createLedger({ ...plenty, events });
        const disk: OwedEvent[] = [];
        const handed: OwedEvent[] = [];
        let settled = 0;
        const read = () => {
          const beyond = disk.filter((event) => event.seq > ledger.sentTo);
          if (ledger.hungry) for (const group of ledger.take(beyond)) handed.push(...group);
        };
        const settle = (count: number) => {
          const seqs = handed.slice(settled, settled + count).map((event) => event.seq);
          ledger.release(seqs);
          settled += seqs.length;
        };
        for (const next of steps) {
          if (next.kind === 'commit') {
            const first = disk.length + 1;
            const group = Array.from({ length: next.size }, (_, index) => owed(first + index, first));
            disk.push(...group);
            handed.push(...(ledger.offer(group) ?? []));
          } else if (next.kind === 'settle') settle(next.count);
          else read();
          const out = handed.length - settled;
          const largest = Math.max(
            0,
            ...handed.slice(settled).map((event) => disk.filter((one) => one.group === event.group).length),
          );
          expect(out).toBeLessThanOrEqual(Math.max(events, largest));
        }
        while (handed.length < disk.length) {
          settle(100);
          read();
        }
        expect(handed.map((event) => event.seq)).toEqual(disk.map((event) => event.seq));
      }),
    );
  });
});
