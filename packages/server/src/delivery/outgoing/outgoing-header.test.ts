import { describe, expect, it } from 'vitest';
import catalogue from '../../../../../hostile/headers.json' with { type: 'json' };
import { checkHeader } from './outgoing-header.ts';

describe('checkHeader', () => {
  it.each(catalogue.outgoing)('refuses the catalogue row $id', ({ id, value }) => {
    const wanted = value === '9000 x a' ? 'a'.repeat(9000) : value;
    const verdict = id.startsWith('name-')
      ? checkHeader(wanted, 'x', 'setting')
      : checkHeader('user-agent', wanted, 'setting');
    expect(verdict).toEqual({ ok: false, message: expect.stringMatching(/^\P{Cc}+$/u) });
  });

  it('lets the sender set its own headers, in any case', () => {
    expect(checkHeader('X-Hub-Signature-256', `sha256=${'0'.repeat(64)}`, 'sender')).toEqual({ ok: true });
    expect(checkHeader('user-agent', 'facebookexternalua', 'sender')).toEqual({ ok: true });
  });

  it('refuses what the connection itself sets, even to the sender', () => {
    for (const name of ['host', 'content-length', 'transfer-encoding', 'connection', 'cookie', 'expect']) {
      expect(checkHeader(name, 'x', 'sender').ok).toBe(false);
    }
  });
});
