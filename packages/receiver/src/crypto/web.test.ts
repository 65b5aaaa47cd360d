// Web Crypto against node:crypto: the same verdicts and the same digests, whatever the bytes.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sign } from '../protocol/signature.ts';
import * as node from './node.ts';
import { sha256 } from './sha256.ts';
import * as web from './web.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

it('makes the digests that node:crypto makes, around the ends of blocks and beyond', () => {
  const digest = (body: Uint8Array) => new Uint8Array(createHash('sha256').update(body).digest());
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 10_000]) {
    const body = new Uint8Array(length).map((_, i) => i);
    expect(sha256(body)).toEqual(digest(body));
  }
  fc.assert(
    fc.property(bytes, fc.string({ unit: 'grapheme' }), (body, text) => {
      expect(web.sha256Hex([text, body])).toBe(node.sha256Hex([text, body]));
    }),
    { numRuns: 50 },
  );
});

it('takes the signatures that node:crypto takes, and no others', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom('sha256' as const, 'sha1' as const), async (body, algorithm) => {
      const hex = sign(body, 'a secret é')[algorithm].split('=')[1] ?? '';
      const wrong = (hex[0] === '0' ? '1' : '0') + hex.slice(1);
      for (const { hmacCheck } of [node, web]) {
        const check = hmacCheck('a secret é');
        expect(await check({ algorithm, body, hex })).toBe(true);
        expect(await check({ algorithm, body, hex: wrong })).toBe(false);
        expect(await hmacCheck('another')({ algorithm, body, hex })).toBe(false);
      }
    }),
    { numRuns: 30 },
  );
});

it('takes them whatever the length of secret and body', () => {
  for (const secretLength of [1, 63, 64, 65, 200]) {
    const secret = 'é'.repeat(secretLength);
    const check = node.hmacCheck(secret);
    for (const length of [0, 1, 65_535, 65_536, 65_537, 1_000, 3]) {
      const body = new Uint8Array(length).fill(length % 251);
      const hex = sign(body, secret).sha256.slice('sha256='.length);
      expect(check({ algorithm: 'sha256', body, hex })).toBe(true);
      expect(check({ algorithm: 'sha256', body: new Uint8Array(length + 1), hex })).toBe(false);
    }
  }
});
