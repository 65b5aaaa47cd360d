import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureCatalogue } from '../test/hostile-rows.ts';
import { assertSecret, sign, verifySignature } from './signature.ts';

const catalogue = signatureCatalogue();
const body = new TextEncoder().encode(catalogue.body);
const good = { sha256: `sha256=${catalogue.good_sha256}`, sha1: `sha1=${catalogue.good_sha1}` };
const verify = (
  headers: { sha256?: string; sha1?: string },
  secrets = [catalogue.secret],
  acceptSha1 = false,
) => verifySignature({ body, headers, secrets, acceptSha1 });

describe('signing', () => {
  it('gives both header values', () => {
    expect(sign(body, catalogue.secret)).toEqual(good);
  });

  it('gives what verification takes, and only for these bytes and this secret', () => {
    const secret = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.uint8Array(), secret, fc.nat(), (bytes, key, place) => {
        const headers = sign(bytes, key);
        expect(verifySignature({ body: bytes, headers, secrets: [key] })).toEqual({ ok: true });
        expect(verifySignature({ body: bytes, headers, secrets: [`${key}x`] })).toEqual({
          ok: false,
          reason: 'mismatch',
        });
        const changed = Uint8Array.from([...bytes, 0]);
        const at = place % changed.length;
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(verifySignature({ body: changed, headers, secrets: [key] }).ok).toBe(false);
      }),
    );
  });
});

describe('the hostile signature headers', () => {
  // Only these come with a reason of their own; whatever else is refused looks wrong or does not fit.
  const reasons: Record<string, string> = { missing: 'missing', 'sha1-only': 'sha1_only' };

  it.each(catalogue.cases)('$id: $expect', ({ id, headers, expect: expected }) => {
    const verdict = verify({
      ...(headers['x-hub-signature-256'] !== undefined && { sha256: headers['x-hub-signature-256'] }),
      ...(headers['x-hub-signature'] !== undefined && { sha1: headers['x-hub-signature'] }),
    });
    if (expected === 'accept') expect(verdict).toEqual({ ok: true });
    else
      expect(verdict).toEqual({
        ok: false,
        reason: reasons[id] ?? expect.stringMatching(/^(malformed|mismatch)$/),
      });
  });
});

describe('several secrets', () => {
  const old = sign(body, catalogue.previous_secret);

  it('are all good, in any order', () => {
    for (const secrets of [
      [catalogue.secret, catalogue.previous_secret],
      [catalogue.previous_secret, catalogue.secret],
    ]) {
      expect(verify(good, secrets)).toEqual({ ok: true });
      expect(verify(old, secrets)).toEqual({ ok: true });
    }
  });

  it('do not outlive their removal', () => {
    expect(verify(old)).toEqual({ ok: false, reason: 'mismatch' });
  });
});

describe('SHA-1', () => {
  it('counts by opt-in, and only where no SHA-256 came', () => {
    expect(verify({ sha1: good.sha1 }, undefined, true)).toEqual({ ok: true });
    expect(verify({ sha1: 'sha1=0' }, undefined, true)).toEqual({ ok: false, reason: 'malformed' });
    expect(verify({ sha1: `sha1=${'0'.repeat(40)}` }, undefined, true)).toEqual({
      ok: false,
      reason: 'mismatch',
    });
    expect(verify({ sha1: good.sha1, sha256: '' }, undefined, true)).toEqual({
      ok: false,
      reason: 'malformed',
    });
    expect(verify({ sha1: good.sha1, sha256: `sha256=${'0'.repeat(64)}` }, undefined, true).ok).toBe(false);
  });
});

describe('a secret that is none', () => {
  it.each(['', ' ', '\n', 'undefined', 'null', undefined, null, 7])('%j is refused', (secret) => {
    expect(() => assertSecret(secret)).toThrow(TypeError);
  });

  it('stops signing and verifying', () => {
    expect(() => sign(body, '')).toThrow(/the app secret is empty/);
    expect(() => verify(good, [catalogue.secret, ''])).toThrow(/the app secret is empty/);
    expect(() => verify(good, [])).toThrow(/no app secret/);
  });
});

it('a header of many blanks costs no more than a header of many letters', () => {
  const begin = performance.now();
  expect(verify({ sha256: `sha256=${' '.repeat(1_000_000)}x` })).toEqual({ ok: false, reason: 'malformed' });
  expect(verify({ sha256: `${' '.repeat(1_000_000)}x` })).toEqual({ ok: false, reason: 'malformed' });
  expect(performance.now() - begin).toBeLessThan(500);
});
