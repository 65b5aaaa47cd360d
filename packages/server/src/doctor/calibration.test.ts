// Each mistake an endpoint can make with signatures is found by what it lets in.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Behaviour,
  sameText,
  secret,
  signed,
  startEndpoint,
  verifyToken,
} from './test-receivers/endpoint.ts';
import { examineTest, idsOf, rowOf } from './test-receivers/examination.ts';

const of256 = (header: (name: string) => string) => header('x-hub-signature-256');

const cases: { mistake: string; words: string; cure: string; admits: Behaviour['admits'] }[] = [
  {
    mistake: 'keys the HMAC with the verify token',
    words: 'keyed with the verify token',
    cure: 'app secret',
    admits: (raw, header) =>
      sameText(of256(header), `sha256=${createHmac('sha256', verifyToken).update(raw).digest('hex')}`),
  },
  {
    mistake: 'computes SHA-1',
    words: 'SHA-1',
    cure: 'HMAC-SHA256',
    admits: (raw, header) =>
      sameText(of256(header).slice(7), createHmac('sha1', secret).update(raw).digest('hex')),
  },
  {
    mistake: 'compares the header with the bare digest',
    words: 'without its prefix',
    cure: "what follows 'sha256='",
    admits: (raw, header) => sameText(of256(header), signed(raw).slice(7)),
  },
  {
    mistake: 'compares upper-case digits',
    words: 'in upper case',
    cure: 'lower case',
    admits: (raw, header) => sameText(of256(header), `sha256=${signed(raw).slice(7).toUpperCase()}`),
  },
  {
    mistake: 'hashes the body and a line break',
    words: 'a line break behind it',
    cure: 'raw bytes',
    admits: (raw, header) => sameText(of256(header), signed(Buffer.concat([raw, Buffer.from('\n')]))),
  },
  {
    mistake: 'hashes a stream that was read already',
    words: 'over an empty body',
    cure: 'raw bytes',
    admits: (_raw, header) => sameText(of256(header), signed(new Uint8Array())),
  },
  {
    mistake: 'has a secret with a line break',
    words: 'a line break or blank behind it',
    cure: 'app secret',
    admits: (raw, header) =>
      sameText(of256(header), `sha256=${createHmac('sha256', `${secret}\n`).update(raw).digest('hex')}`),
  },
];

describe('the mistake an endpoint makes', () => {
  it.each(cases)('is named when it $mistake', async ({ admits, words, cure }) => {
    const report = await examineTest(await startEndpoint({ admits }), {
      only: ['signature-plain', 'field-account-update'],
    });
    const row = rowOf(report, 'signature-plain');
    expect(row.state).toBe('failed');
    expect(row.diagnosis).toContain(words);
    expect(row.cure).toContain(cure);
    // From then on it is signed for in its own way, so that other checks are about other things.
    expect(idsOf(report, 'passed')).toEqual(['field-account-update']);
  });

  it('is not looked for where no signature makes a difference', async () => {
    const fails = () => {
      throw new Error('always');
    };
    const report = await examineTest(await startEndpoint({ handle: fails }), { only: ['signature-plain'] });
    expect(rowOf(report, 'signature-plain').diagnosis).toBe(
      'A correctly signed text message was answered 500, and one with a wrong signature 401. So the signature is right, and the handler fails on the message.',
    );
  });
});
