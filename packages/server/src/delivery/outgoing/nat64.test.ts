import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { judgeAddress } from './egress-policy.ts';
import { embeddedV4, isNat64Prefix } from './nat64.ts';

describe('an address inside a NAT64 prefix', () => {
  // The table of RFC 6052, section 2.4, with prefixes that are public.
  it.each([
    ['2606:db8::/32', '2606:db8:c000:221::'],
    ['2606:db8:100::/40', '2606:db8:1c0:2:21::'],
    ['2606:db8:122::/48', '2606:db8:122:c000:2:2100::'],
    ['2606:db8:122:300::/56', '2606:db8:122:3c0:0:221::'],
    ['2606:db8:122:344::/64', '2606:db8:122:344:c0:2:2100::'],
    ['2606:db8:122:344::/96', '2606:db8:122:344::192.0.2.33'],
  ])('%s: %s carries 192.0.2.33', (prefix, text) => {
    expect(embeddedV4(ipaddr.IPv6.parse(text), [prefix])?.toString()).toBe('192.0.2.33');
  });

  it('is judged by the IPv4 address it leads to, in every form', () => {
    const policy = {
      mode: 'start',
      allow: [],
      ports: [443],
      nat64: ['64:ff9b:1::/96', 'fd64::/64'],
    } as const;
    expect(judgeAddress('64:ff9b:1::8.8.8.8', policy)).toEqual({ ok: true });
    expect(judgeAddress('64:ff9b:1::10.0.0.1', policy)).toEqual({ ok: false, class: 'private' });
    expect(judgeAddress('64:ff9b:1::169.254.169.254', policy)).toEqual({ ok: false, class: 'metadata' });
    expect(judgeAddress('fd64::8:808:800:0', policy)).toEqual({ ok: true });
    expect(judgeAddress('fd64::7f:0:100:0', policy)).toEqual({ ok: false, class: 'loopback' });
    // The byte that RFC 6052 keeps free.
    expect(judgeAddress('fd64::ff08:808:800:0', policy)).toEqual({ ok: false, class: 'nat64Local' });
    // Another /96 of the same reserved range is not named.
    expect(judgeAddress('64:ff9b:1:1::8.8.8.8', policy)).toEqual({ ok: false, class: 'nat64Local' });
  });

  it('opens nothing that its IPv4 address would not', () => {
    const policy = { mode: 'start', allow: [], ports: [443] } as const;
    const octets = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })));
    fc.assert(
      fc.property(octets, (parts) => {
        const v4 = parts.join('.');
        const through = judgeAddress(`2606:64::${v4}`, { ...policy, nat64: ['2606:64::/96'] });
        expect(through).toEqual(judgeAddress(v4, policy));
      }),
    );
  });

  it('needs a prefix of one of the six lengths, where a network can have one', () => {
    for (const good of ['64:ff9b:1::/96', '64:ff9b:1::/48', 'fd00:64::/64', '2606:64::/32']) {
      expect(isNat64Prefix(good), good).toBe(true);
    }
    for (const bad of [
      '64:ff9b:1::/80',
      '10.0.0.0/8',
      '::/96',
      'fe80::/64',
      '::1/96',
      'ff02::/96',
      '',
      'x',
      '::/0',
    ]) {
      expect(isNat64Prefix(bad), bad).toBe(false);
    }
  });
});
