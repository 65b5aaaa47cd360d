// The hostile catalogues against every Graph route that takes a URL, and every place that takes a header's value.
import { describe, expect, it } from 'vitest';
import headerCatalogue from '../../../../hostile/headers.json' with { type: 'json' };
import urlCatalogue from '../../../../hostile/urls.json' with { type: 'json' };
import { systemClock } from '../base/clock.ts';
import type { Outgoing } from '../delivery/outgoing/client.ts';
import { createVerifyCallback } from '../delivery/verify-callback.ts';
import { ids, seedCast, tokens } from './contract/test-cast.ts';
import { type Answer, type Bench, lantern, openBench, publicUrl } from './test-bench.ts';
import { subscribedApps, subscriptions } from './test-expectations.ts';

const modes = ['start', 'dev'] as const;
const publicUrls = { start: 'https://hooks.example', dev: 'http://localhost:4000' };

const egressProxy = 'proxy.example:3128';

/** Every callback answers well, so that only the judgement of the URL is seen. */
const obliging: Pick<Outgoing, 'get'> = {
  get: async ({ url }) => ({
    kind: 'response',
    status: 200,
    statusText: 'OK',
    retryAfter: null,
    contentEncoding: null,
    excerpt: Buffer.from(new URL(url).searchParams.get('hub.challenge') ?? ''),
    excerptTruncated: false,
    // Just short of the step to which answers are delayed.
    durationMs: 99.99,
  }),
};

function openWith(mode: (typeof modes)[number]): Promise<Bench> {
  return openBench({
    seedMore: seedCast,
    verifyCallback: createVerifyCallback({
      outgoing: obliging,
      policy: { mode, allow: [], ports: [443, 8443] },
      clock: systemClock,
      random: Math.random,
      perMinute: 1_000_000,
      publicUrl: () => publicUrls[mode],
      egressProxy,
    }),
  });
}

/** Every place of the API that takes a URL. */
const places: { name: string; lengthMax: number; post: (bench: Bench, url: string) => Promise<Answer> }[] = [
  {
    name: 'callback_url',
    lengthMax: 2048,
    post: (bench, url) => {
      const json = { object: 'whatsapp_business_account', callback_url: url, verify_token: 'x' };
      return bench.call('POST', subscriptions, { token: lantern.appToken, json });
    },
  },
  {
    name: 'override_callback_uri of a WABA',
    lengthMax: 200,
    post: (bench, url) => {
      const json = { override_callback_uri: url, verify_token: 'x' };
      return bench.call('POST', subscribedApps, { token: tokens.admin, json });
    },
  },
  {
    name: 'override_callback_uri of a number',
    lengthMax: 200,
    post: (bench, url) => {
      const json = { webhook_configuration: { override_callback_uri: url, verify_token: 'x' } };
      return bench.call('POST', `/${ids.number}`, { token: tokens.admin, json });
    },
  },
];

describe.each(places)('hostile/urls.json as $name', ({ name, lengthMax, post }) => {
  it.each(modes)('is judged row by row in %s', async (mode) => {
    const bench = await openWith(mode);
    await bench.call('POST', subscribedApps, { token: tokens.admin });
    const wrong: string[] = [];
    for (const row of urlCatalogue.cases) {
      const isLong = row.id === 'len-100k';
      const url = isLong
        ? `https://a.example/?${'q'.repeat(100_000)}`
        : row.input.replace('{public_url}', publicUrls[mode]).replace('{egress_proxy}', egressProxy);
      // The catalogue's rows about 200 characters are meant for overrides.
      const isLengthRow = row.id === 'len-201';
      // An empty URL is how a number's override is removed.
      const isRemoval = row.id === 'empty' && name.endsWith('number');
      const isAllowed = isLengthRow ? url.length <= lengthMax : isRemoval || row[mode] === 'allow';
      const { status, json } = await post(bench, url);
      const expected = isAllowed
        ? status === 200
        : status === 400 && JSON.stringify(json).includes('"code":100,');
      if (!expected) wrong.push(`${row.id}: ${status} ${JSON.stringify(json).slice(0, 200)}`);
    }
    expect(wrong).toEqual([]);
    expect(bench.notices).toEqual([]);
    await bench.close();
  });
});

describe('hostile/headers.json', () => {
  it('values that nobody may put into a header come back in none', async () => {
    const bench = await openWith('start');
    for (const { value } of headerCatalogue.outgoing) {
      const asText = value === '9000 x a' ? 'a'.repeat(9000) : value;
      const parameters = {
        token: lantern.appToken,
        query: new URLSearchParams({ fields: asText }).toString(),
      };
      const answers = [
        await bench.call('GET', subscriptions, { headers: { authorization: `Bearer ${asText}` } }),
        await bench.call('GET', '/me', { query: new URLSearchParams({ access_token: asText }).toString() }),
        await bench.call('GET', `/${asText}/subscriptions`, { token: lantern.appToken }),
        await bench.call('GET', `/${lantern.wabaId}/${asText}`, { token: tokens.admin }),
        await bench.call(asText, subscriptions, { token: lantern.appToken }),
        await bench.call('GET', subscriptions, parameters),
      ];
      for (const place of places) answers.push(await place.post(bench, `https://a.example/${asText}#`));
      for (const { status, headers } of answers) {
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        for (const header of Object.values(headers)) expect(header).toMatch(/^[\x20-\x7e]*$/);
      }
    }
    expect(bench.notices).toEqual([]);
    await bench.close();
  });

  it('headers of proxies change neither who is asked nor where links lead', async () => {
    const bench = await openWith('start');
    const ask = async (headers: Record<string, string>) => {
      const call = { token: tokens.admin, query: 'limit=1', headers };
      return (await bench.call('GET', `/${lantern.wabaId}/phone_numbers`, call)).json;
    };
    const plain = await ask({});
    expect(JSON.stringify(plain)).toContain(`"next":"${publicUrl}/`);
    for (const { headers } of headerCatalogue.proxy) {
      const given = Object.entries(headers).map(
        ([name, value]) => [name.toLowerCase(), String(value)] as const,
      );
      expect(await ask(Object.fromEntries(given))).toEqual(plain);
    }
    await bench.close();
  });
});
