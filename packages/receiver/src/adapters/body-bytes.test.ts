import { array, assert, nat, property, uint8Array } from 'fast-check';
import { expect, it } from 'vitest';
import { BodyBytes } from './body-bytes.ts';

it('gives back what came, in whatever pieces, up to its bound', () => {
  assert(
    property(array(uint8Array({ maxLength: 40 })), nat(400), (pieces, most) => {
      const bytes = new BodyBytes(most);
      const all = Buffer.concat(pieces);
      const isKept = pieces.every((piece) => bytes.add(piece));
      expect(isKept).toBe(all.length <= most);
      if (isKept) expect(Buffer.from(bytes.whole())).toEqual(all);
    }),
  );
});

it('does not copy a body that comes in one piece', () => {
  const piece = Uint8Array.of(1, 2);
  const bytes = new BodyBytes(9);
  bytes.add(new Uint8Array());
  bytes.add(piece);
  expect(bytes.whole()).toBe(piece);
});

it('keeps no piece of a body that comes in many', () => {
  const bytes = new BodyBytes(1024 * 1024);
  const piece = Uint8Array.of(0);
  for (let i = 0; i < 100_000; i++) {
    piece[0] = i % 251;
    bytes.add(piece);
  }
  // The first is the one that is kept until there is a second: it was overwritten here before that came.
  const whole = bytes.whole();
  expect(whole).toHaveLength(100_000);
  expect(whole.every((byte, i) => i === 0 || byte === i % 251)).toBe(true);
});
