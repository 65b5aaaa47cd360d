import { describe, expect, it } from 'vitest';
import catalogue from '../../../../../hostile/addresses.json' with { type: 'json' };
import {
  alwaysDenied,
  type EgressPolicy,
  isNetwork,
  judgeAddress,
  judgeAnswer,
  judgeUrl,
} from './egress-policy.ts';

const modes = ['start', 'dev'] as const;

function policy(mode: EgressPolicy['mode'], allow: string[] = []): EgressPolicy {
  return { mode, allow, ports: [443, 8443] };
}

describe('judgeAddress', () => {
  const literals = catalogue.literals.filter((row) => row.host_after_url !== null);
  it.each(literals)('judges $id ($host): $start in start, $dev in dev', (row) => {
    const address = new URL(`https://${row.host}/`).hostname.replace(/^\[|\]$/g, '');
    for (const mode of modes) {
      const expected = row[mode] === 'allow' ? { ok: true } : { ok: false, class: row.class };
      expect(judgeAddress(address, policy(mode))).toEqual(expected);
    }
  });

  it('opens the networks the operator lists, wrapped or not, and no others', () => {
    const opened = policy('start', ['10.1.0.0/16', 'fd12:3456::/32']);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::10.1.2.3', 'fd12:3456::1']) {
      expect(judgeAddress(address, opened)).toEqual({ ok: true });
    }
    expect(judgeAddress('10.2.0.1', opened)).toEqual({ ok: false, class: 'private' });
    expect(judgeAddress('fd99::1', opened)).toEqual({ ok: false, class: 'uniqueLocal' });
    expect(judgeAddress('127.0.0.1', opened)).toEqual({ ok: false, class: 'loopback' });
  });

  it('keeps metadata and link-local addresses shut however wide the list is', () => {
    expect(alwaysDenied).toEqual(catalogue.always_denied);
    const wide = policy('start', ['0.0.0.0/0', '::/0', '169.254.0.0/16', '169.254.169.254/31']);
    for (const row of catalogue.literals) {
      if (!catalogue.always_denied.includes(row.class)) continue;
      const address = new URL(`https://${row.host}/`).hostname.replace(/^\[|\]$/g, '');
      expect(judgeAddress(address, wide).ok, row.id).toBe(false);
    }
    expect(judgeAddress('10.0.0.1', wide).ok).toBe(true);
  });

  it('lets no wide list lead round that rule through an address inside another', () => {
    const wide = policy('start', ['::/0']);
    for (const address of [
      '2002:a9fe:a9fe::1',
      '::a9fe:a9fe',
      '::ffff:0:a9fe:a9fe',
      '64:ff9b:1::a9fe:a9fe',
    ]) {
      expect(judgeAddress(address, wide).ok, address).toBe(false);
    }
  });

  it('opens a metadata address that is listed alone', () => {
    expect(judgeAddress('169.254.169.254', policy('start', ['169.254.169.254/32']))).toEqual({ ok: true });
    expect(judgeAddress('fd00:ec2::254', policy('start', ['fd00:ec2::254/128']))).toEqual({ ok: true });
  });

  it('looks behind a translation prefix that the operator lists', () => {
    const translated = policy('start', ['64:ff9b:1::/96']);
    expect(judgeAddress('64:ff9b:1::808:808', translated)).toEqual({ ok: true });
    expect(judgeAddress('64:ff9b:1::a00:1', translated).ok).toBe(false);
  });
});

describe('judgeAnswer', () => {
  it.each(catalogue.dns)('judges what $name resolves to ($id): $class', (row) => {
    for (const mode of modes) {
      // The name rules come on top of this: they refuse a name without a dot in start.
      const verdicts = row.answers
        .map((answer) => answer.filter((address) => !address.startsWith('<')))
        .map((answer) => judgeAnswer(answer, policy(mode)));
      const last = row.id === 'dns-rebind-keepalive' ? verdicts[0] : verdicts.at(-1);
      expect(last).toEqual(row[mode] === 'allow' ? { ok: true } : { ok: false, class: row.class });
    }
  });
});

describe('judgeUrl', () => {
  it('wants https and a listed port in start', () => {
    expect(judgeUrl(new URL('https://a.example/'), policy('start'))).toEqual({ ok: true });
    expect(judgeUrl(new URL('http://a.example/'), policy('start'))).toEqual({ ok: false, reason: 'scheme' });
    expect(judgeUrl(new URL('https://a.example:444/'), policy('start'))).toEqual({
      ok: false,
      reason: 'port',
    });
  });

  it('takes http and most ports in dev, a database only when it is listed', () => {
    expect(judgeUrl(new URL('http://a.example:3000/'), policy('dev'))).toEqual({ ok: true });
    expect(judgeUrl(new URL('http://a.example:6379/'), policy('dev'))).toEqual({ ok: false, reason: 'port' });
    const listed = { ...policy('dev'), ports: [6379] };
    expect(judgeUrl(new URL('http://a.example:6379/'), listed)).toEqual({ ok: true });
  });
});

describe('isNetwork', () => {
  it.each(['10.0.0.0/8', 'fd00::/8', '169.254.169.254/32', '::/0'])('takes %s', (text) => {
    expect(isNetwork(text)).toBe(true);
  });

  it.each(['', '10.0.0.1', '10/8', '10.0.0.0/33', 'fe80::%eth0/64', '::ffff:10.0.0.0/104', 'lan'])(
    'refuses %j',
    (text) => {
      expect(isNetwork(text)).toBe(false);
      expect(judgeAddress('10.0.0.1', policy('start', [text])).ok).toBe(false);
    },
  );
});
