import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packMembers, unpackMembers } from './members.ts';

describe('packed members', () => {
  it('come back as they went in', () => {
    const gap = fc.oneof(
      fc.constant(1),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 2 ** 40 }),
    );
    const seqs = fc
      .tuple(fc.integer({ min: 1, max: 2 ** 50 }), fc.array(gap, { maxLength: 200 }))
      .map(([first, gaps]) => {
        const members = [first];
        for (const distance of gaps) members.push((members.at(-1) ?? 0) + distance);
        return members;
      });
    fc.assert(
      fc.property(seqs, (members) => {
        expect(unpackMembers(members[0] ?? 0, packMembers(members))).toEqual(members);
      }),
    );
  });

  it('take a byte each where events are neighbours, and nothing where there is one event', () => {
    expect(packMembers([7, 8, 9, 136])).toEqual(Uint8Array.of(1, 1, 127));
    expect(packMembers([7])).toBeNull();
  });

  it('must rise', () => {
    expect(() => packMembers([2, 2])).toThrow('Members must rise.');
    expect(() => packMembers([2, 1])).toThrow('Members must rise.');
  });

  it('are refused when they were cut off', () => {
    expect(() => unpackMembers(1, Uint8Array.of(0x80))).toThrow();
  });
});
