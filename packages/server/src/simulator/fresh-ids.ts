// Ids as Meta makes them, drawn instead of counted: what a receiver takes two events apart by. One function for
// each kind, for the simulator's copies and for the variables of scenarios.
import type { Draw } from './draw.ts';

export const idKinds = ['wamid', 'wacid', 'phone', 'bsuid', 'id', 'request'] as const;
export type IdKind = (typeof idKinds)[number];

export function freshId(kind: IdKind, draw: Draw): string {
  switch (kind) {
    case 'wamid':
    case 'wacid':
      return `${kind}.${Buffer.from(draw.bytes(33)).toString('base64')}`;
    case 'phone':
      return customerNumber(1 + draw.integer(customersMax - 1));
    case 'bsuid':
      return `US.${digits(draw, 20)}`;
    case 'id':
      return digits(draw, 15);
    case 'request':
      return Buffer.from(draw.bytes(12)).toString('base64url');
  }
}

function digits(draw: Draw, length: number): string {
  return Array.from({ length }, (_, place) => (place === 0 ? 1 + draw.integer(9) : draw.integer(10))).join(
    '',
  );
}

/** Beyond it, numbers would repeat: 600 area codes with a hundred numbers each. */
export const customersMax = 60_000;

/** The customer that the samples were written with. */
const ownCustomer = { area: 202, line: 47 };

/**
 * The number of the n-th customer; 0 is the samples' own. Every area code sets 555-0100 to 0199 aside for fiction,
 * so none of them is anybody's.
 */
export function customerNumber(n: number): string {
  return moveNumber(`1${ownCustomer.area}55501${ownCustomer.line}`, n);
}

/** A number of the samples, moved to the n-th customer's surroundings: two that differ go on to differ. */
export function moveNumber(number: string, n: number): string {
  if (n === 0) return number;
  const area = 300 + (n % 600);
  const line = Number(number.slice(-2)) + Math.floor(n / 600);
  return `${number.slice(0, -2).replace(String(ownCustomer.area), String(area))}${String(line % 100).padStart(2, '0')}`;
}
