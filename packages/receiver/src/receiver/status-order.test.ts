import { expect, it } from 'vitest';
import { advancesStatus } from './status-order.ts';

it.each([
  [null, 'read', true],
  [undefined, 'sparkle', true],
  ['sent', 'delivered', true],
  ['read', 'delivered', false],
  ['read', 'read', false],
  ['sent', 'failed', true],
  ['failed', 'sent', false],
  ['delivered', 'failed', false],
  ['failed', 'delivered', true],
  ['read', 'played', true],
  ['sent', 'deleted', false],
  ['warning', 'sent', true],
  ['sent', 'sparkle', false],
  ['pending', 'captured', true],
  ['captured', 'pending', false],
  ['read', 'pending', false],
  ['pending', 'read', false],
])('from %s to %s: %s', (from, to, expected) => {
  expect(advancesStatus({ from, to })).toBe(expected);
});
