import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import addresses from '../../../../hostile/addresses.json' with { type: 'json' };
import catalogue from '../../../../hostile/urls.json' with { type: 'json' };
import { type CallbackUrlRules, checkCallbackUrl } from './callback-url.ts';

const modes = ['start', 'dev'] as const;
const publicUrls = { start: 'https://hooks.example', dev: 'http://localhost:4000' };
const egressProxy = 'proxy.example:3128';

function rules(mode: (typeof modes)[number], lengthMax = 2048): CallbackUrlRules {
  const policy = { mode, allow: [], ports: [443, 8443] };
  return { policy, lengthMax, publicUrl: publicUrls[mode], egressProxy };
}

function written(row: (typeof catalogue.cases)[number], mode: (typeof modes)[number]): string {
  if (row.id === 'len-100k') return `https://a.example/?${'q'.repeat(100_000)}`;
  return row.input.replace('{public_url}', publicUrls[mode]).replace('{egress_proxy}', egressProxy);
}

describe('checkCallbackUrl', () => {
  it.each(catalogue.cases)('judges $id: $start in start, $dev in dev', (row) => {
    for (const mode of modes) {
      const lengthMax = ['len-201', 'ok-len-200'].includes(row.id) ? 200 : 2048;
      const result = checkCallbackUrl(written(row, mode), rules(mode, lengthMax));
      if (row[mode] === 'deny') {
        expect(result).toEqual({
          ok: false,
          reason: row.reason,
          message: expect.stringMatching(/^\P{Cc}{20,}$/u),
        });
      } else {
        expect(result).toMatchObject({ ok: true });
        if (result.ok && row.parsed !== null) expect(result.url.href).toBe(row.parsed);
      }
    }
  });

  it.each(addresses.literals)('lets the address $id ($host) pass only as the guard would', (row) => {
    for (const mode of modes) {
      const result = checkCallbackUrl(`https://${row.host}/`, rules(mode));
      const isCanonical = row.host === row.host_after_url;
      expect(result.ok).toBe(isCanonical && row[mode] === 'allow');
      if (!result.ok) expect(result.reason).toBe(isCanonical ? 'host' : 'syntax');
    }
  });

  it('sees through other ways of writing its own address', () => {
    for (const host of ['127.0.0.1:4000', '[::1]:4000', 'LOCALHOST:4000', 'x.localhost:4000']) {
      expect(checkCallbackUrl(`http://${host}/v25.0/me`, rules('dev'))).toMatchObject({ reason: 'self' });
    }
    expect(checkCallbackUrl('https://HOOKS.example:443/a', rules('start'))).toMatchObject({ reason: 'self' });
    expect(checkCallbackUrl('http://127.0.0.1:4001/a', rules('dev'))).toMatchObject({ ok: true });
  });

  it('finds a handshake parameter under its escapes and in any case', () => {
    expect(checkCallbackUrl('https://a.example/?x=1&HUB%2Emode=y', rules('dev'))).toMatchObject({
      reason: 'query',
    });
  });

  it('accepts only texts that the parser leaves as they are', () => {
    const text = fc.oneof(
      fc.webUrl({ validSchemes: ['https', 'http'], withQueryParameters: true }),
      fc.string({ unit: 'binary' }).map((rest) => `https://a.example${rest}`),
      fc.string().map((host) => `https://${host}/`),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const result = checkCallbackUrl(typed, rules('dev'));
        if (!result.ok) return;
        const [, rest = ''] = /^https?:\/\/[^/?]*(.*)$/i.exec(typed) ?? [];
        expect(result.url.href.endsWith(rest)).toBe(true);
        expect(checkCallbackUrl(result.url.href, rules('dev'))).toEqual(result);
      }),
      { numRuns: 500 },
    );
  });
});
