import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

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
});
