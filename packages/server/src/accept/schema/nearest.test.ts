import { describe, expect, it } from 'vitest';
import { ListedNames, nearest } from './nearest.ts';

const names = ['text', 'timestamp', 'type', 'id', 'from', 'messaging_product', 'status'];

describe('the nearest name', () => {
  it.each([
    ['txet', 'text'],
    ['tex', 'text'],
    ['Text', 'text'],
    ['TIMESTAMP', 'timestamp'],
    ['time_stamp', 'timestamp'],
    ['messagingProduct', 'messaging_product'],
    ['form', 'from'],
    ['to', null],
    ['typing_status', null],
    ['', null],
    ['x'.repeat(100_000), null],
  ])('of %s is %s', (name, meant) => {
    expect(nearest(name, names)).toBe(meant);
  });

  it('is the same when it is asked for again, after however many others', () => {
    const listed = new ListedNames(new Set(names));
    for (let round = 0; round < 2; round++) {
      expect([listed.nearest('txet'), listed.nearest('added_lately')]).toEqual(['text', null]);
      for (let other = 0; other < 500; other++) listed.nearest(`other_${other}`);
    }
  });
});
