import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPost } from './post-reader.ts';

const change = '{"value":{"n":"a","text":"\\u00e9"},"field":"account_update"}';
const changeOf = (key: string) => (key === 'a' ? change : undefined);
const secret = 'secret';

function read(text: string, signedText = text) {
  const hmac = (algorithm: string) => createHmac(algorithm, secret).update(signedText).digest('hex');
  const signatures = { signature256: `sha256=${hmac('sha256')}`, signature1: `sha1=${hmac('sha1')}` };
  return readPost({ body: Buffer.from(text), secret, ...signatures }, changeOf);
}

const bodyOf = (...changes: string[]) =>
  `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[${changes.join()}]}]}`;

describe('a POST', () => {
  it('is fine when it is signed and carries what was published', () => {
    expect(read(bodyOf(change))).toMatchObject({ keys: ['a'], isSigned: true, changed: [] });
  });

  it('is found out when its body is not the one that was signed', () => {
    expect(read(bodyOf(change), bodyOf(`${change} `)).isSigned).toBe(false);
  });

  it.each([
    ['another spelling of the same JSON', change.replace('\\u00e9', 'é')],
    ['another order of members', '{"field":"account_update","value":{"n":"a","text":"\\u00e9"}}'],
    ['an event that nobody published', change.replace('"a"', '"b"')],
  ])('is found out when it carries %s', (_name, other) => {
    expect(read(bodyOf(other)).changed).toHaveLength(1);
  });
});
