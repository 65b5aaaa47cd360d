// What a published body is refused for and warned of, and that looking at it changes nothing of what is stored.
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSamples } from '../simulator/samples.ts';
import { createTestClock } from '../test/support/test-clock.ts';
import type { Incoming } from './incoming.ts';
import { createPublish, createPublishCheck, type Publish } from './publish.ts';
import type { SchemaCheck } from './schema/schema-check.ts';

/** What reached the store's door, in order. */
let handedOn: Incoming[] = [];
beforeEach(() => {
  handedOn = [];
});

function publishWith(schemaCheck: SchemaCheck): Publish {
  return createPublish({
    accept: {
      async accept(incoming) {
        handedOn.push(incoming);
        return { ok: true, accepted: 1, duplicates: 0, firstSeq: 1, lastSeq: 1, repeated: false };
      },
    },
    check: createPublishCheck({
      clock: createTestClock(),
      settings: { wireForm: { escapes: 'meta' }, extraFields: ['brand_new'], schemaCheck },
    }),
  });
}

const asked = (body: string, strict: boolean | null = null) => ({
  body: new TextEncoder().encode(body),
  origin: 'publish' as const,
  addressedTo: null,
  strict,
});
const wrong = '{"waba_id":"1","field":"account_update","value":{"event":5}}';
const unlisted = wrong.replace('5', '"NEVER_HEARD"');

describe('publishing what does not fit its schema', () => {
  it.each<[SchemaCheck, boolean | null, 'warned' | 'refused' | 'silent']>([
    ['warn', null, 'warned'],
    ['warn', true, 'refused'],
    ['warn', false, 'warned'],
    ['strict', null, 'refused'],
    ['strict', true, 'refused'],
    ['strict', false, 'warned'],
    ['off', null, 'silent'],
    ['off', true, 'refused'],
    ['off', false, 'silent'],
  ])('with schema_check %s and strict %s is %s', async (setting, strict, outcome) => {
    const published = await publishWith(setting)(asked(wrong, strict));
    expect(published.ok).toBe(outcome !== 'refused');
    expect(handedOn).toHaveLength(outcome === 'refused' ? 0 : 1);
    expect(published.warnings?.map(({ message }) => message)).toEqual(
      outcome === 'silent' ? undefined : ['event must be a string; it is the number 5'],
    );
  });

  it('is refused with every place, a bounded number of them, and the cure', async () => {
    const body = `[${Array.from({ length: 30 }, () => wrong).join(',')}]`;
    const published = await publishWith('strict')(asked(body));
    expect(published).toMatchObject({ ok: false, refusal: { at: body.indexOf('5') }, moreWarnings: 10 });
    expect(published.warnings?.at(-1)).toMatchObject({ path: '/19/value/event' });
    expect(published.ok ? '' : published.refusal.message).toMatch(
      / And 10 more\. Mend it, or have it accepted with strict=false\.$/,
    );
  });

  it('is remarked on, and taken, where a value is only not listed', async () => {
    expect(await publishWith('strict')(asked(unlisted))).toMatchObject({
      ok: true,
      warnings: [{ code: 'unlisted_value' }],
    });
  });

  it('is not looked at where the field has no schema', async () => {
    const body = wrong.replace('account_update', 'brand_new');
    expect(await publishWith('strict')(asked(body))).not.toHaveProperty('warnings');
  });

  it('never throws, and hands on the same bytes as without a look, whatever is done to a sample', async () => {
    const samples = await openSamples();
    const decoder = new TextDecoder();
    const bodies = await Promise.all(
      samples.list().map(async (name) => decoder.decode((await samples.read(name)) ?? undefined)),
    );
    const piece = fc.constantFrom(
      ...['', '1', '"x"', 'null', '{}', '[[]]', '1e999', '"\\ud800"', '"é"', '"a":1,', ','],
      ...['{"__proto__":[]}', '['.repeat(70), '123456789012345678901234567890'],
    );
    const [looking, blind] = [publishWith('warn'), publishWith('off')];
    // Most pieces spoil the JSON; enough must not, or nothing was compared.
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...bodies), fc.noBias(fc.nat()), piece, async (sample, place, put) => {
        const pieces = [...sample.matchAll(/"(?:[^"\\]|\\.)*"|\d+|true|false|null/g)];
        const { index = 0, 0: old = '' } = pieces[place % pieces.length] ?? {};
        const body = sample.slice(0, index) + put + sample.slice(index + old.length);
        handedOn = [];
        const { warnings, moreWarnings, ...looked } = await looking(asked(body));
        const { warnings: ofCut = [], ...unseen } = await blind(asked(body));
        expect(looked).toEqual(unseen);
        expect(warnings?.slice(0, ofCut.length) ?? []).toEqual(ofCut);
        expect(handedOn[0]).toEqual(handedOn[1]);
        taken += handedOn.length / 2;
      }),
      { numRuns: 200 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});
