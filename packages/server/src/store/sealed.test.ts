import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { masterKey } from './master-key.ts';
import { createSealer } from './sealed.ts';

const sealer = createSealer(masterKey(randomBytes(32)));
const place = { table: 'apps', row: 1, column: 'secret' };

describe('a sealed secret', () => {
  it.each(['', 'sesame', 'mellon ✓ 😀', 'x'.repeat(100_000)])(
    'opens where it was sealed (case %#)',
    (secret) => {
      expect(sealer.open(sealer.seal(secret, place), place)).toBe(secret);
    },
  );

  it('never looks the same twice', () => {
    expect(sealer.seal('sesame', place)).not.toEqual(sealer.seal('sesame', place));
  });

  it.each([
    { ...place, row: 2 },
    { ...place, column: 'token' },
    { ...place, table: 'wabas' },
  ])('does not open at %o', (other) => {
    const sealed = sealer.seal('sesame', place);
    expect(() => sealer.open(sealed, other)).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });

  it('does not open with any bit changed', () => {
    const sealed = sealer.seal('sesame', place);
    for (const index of sealed.keys()) {
      const changed = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte));
      expect(() => sealer.open(changed, place)).toThrow();
    }
  });

  it('does not open when it was cut off', () => {
    const sealed = sealer.seal('sesame', place);
    for (const length of sealed.keys()) {
      expect(() => sealer.open(sealed.subarray(0, length), place)).toThrow();
    }
  });

  it('says that the key is wrong, naming both keys but not their bytes', () => {
    const other = masterKey(randomBytes(32));
    const sealed = createSealer(other).seal('sesame', place);
    expect(() => sealer.open(sealed, place)).toThrow(
      expect.objectContaining({ code: 'wrong_key', message: expect.stringContaining(other.id) }),
    );
    expect(Buffer.from(other.key).toString('hex')).not.toContain(other.id);
  });
});
