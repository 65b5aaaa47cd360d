import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import catalogue from '../../../../../hostile/addresses.json' with { type: 'json' };
import { addressClasses, classify, globalV6, specialV4, specialV6, unwrapped } from './address-class.ts';

function hostAfterUrl(host: string): string | null {
  try {
    return new URL(`https://${host}/`).hostname;
  } catch {
    return null;
  }
}

describe('classify', () => {
  it.each(catalogue.literals)('gives $id ($host) the class $class', (row) => {
    const host = hostAfterUrl(row.host);
    expect(host).toBe(row.host_after_url);
    if (host === null) expect(row.class).toBe('invalid');
    else expect(classify(host.replace(/^\[|\]$/g, ''))).toBe(row.class);
  });

  it('knows the classes and blocks of the catalogue, in its order', () => {
    expect(addressClasses).toEqual(catalogue.classes);
    expect(specialV4).toEqual(catalogue.special_v4);
    expect(specialV6).toEqual(catalogue.special_v6);
    expect(globalV6).toBe(catalogue.global_v6);
    expect(unwrapped).toEqual(catalogue.unwrap);
  });

  it.each(['', ' 1.1.1.1', '127.1', '1.2.3', '0x7f.1', '010.0.0.1', '127.0.0.1.', '[::1]', '8.8.8.8/32'])(
    'refuses %j, which is not the canonical text of an address',
    (text) => expect(classify(text)).toBe('invalid'),
  );

  it('refuses a zone before anything reads the address', () => {
    expect(classify('fe80::1%eth0')).toBe('zone');
    expect(classify('2606:4700::1%1')).toBe('zone');
  });

  it('judges an IPv4 address the same in each wrapping that leads to it', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const plain = classify(address);
        expect(classify(`::ffff:${address}`)).toBe(plain);
        expect(classify(`64:ff9b::${address}`)).toBe(plain);
      }),
    );
  });

  it('calls no IPv6 address public outside the range that is handed out', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const firstByte = Number.parseInt((address.split(':')[0] || '0').padStart(4, '0').slice(0, 2), 16);
        if (classify(address) === 'public' && !/^(::ffff:|64:ff9b:|0*:)/i.test(address)) {
          expect(firstByte >> 5).toBe(1);
        }
      }),
    );
  });

  it('has an answer to any text', () => {
    fc.assert(fc.property(fc.string(), (text) => addressClasses.includes(classify(text))));
  });
});
