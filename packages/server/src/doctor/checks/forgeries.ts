// Notifications that no honest sender signed. Letting any of them in means that whoever knows the URL can make the
// app believe anything.
import { createHmac } from 'node:crypto';
import { isAccepted, isBroken, wordsOf } from '../answer.ts';
import type { Bench, Headers } from '../bench.ts';
import { type Check, type Finding, failed, passed, skipped } from '../check.ts';
import { isDropped } from './dropped.ts';

const source = 'Webhooks from Meta, Getting started: Validating payloads; chatwoot GHSA-7rw7-pc8v-mrr3';

interface Forgery {
  id: string;
  sends: string;
  why: string;
  gotThrough: string;
  forge(right: Headers, body: Uint8Array): Headers;
  /** What is sent under that signature, if not what was signed. */
  tamper?(body: Uint8Array): Uint8Array;
}

const right256 = (headers: Headers) => headers['x-hub-signature-256'] ?? '';
const right1 = (headers: Headers) => headers['x-hub-signature'] ?? '';
const only = (value: string): Headers => ({ 'x-hub-signature-256': value });
const zeros = (length: number) => '0'.repeat(length);

const forgeries: readonly Forgery[] = [
  {
    id: 'signature-missing',
    sends: 'a message without any signature header',
    why: 'It is how a stranger would send one.',
    gotThrough: 'It takes notifications without a signature.',
    forge: () => ({}),
  },
  {
    id: 'signature-empty',
    sends: 'a message with an empty X-Hub-Signature-256',
    why: 'An empty header is there, but proves nothing.',
    gotThrough: 'It takes an empty signature.',
    forge: () => only(''),
  },
  {
    id: 'signature-tampered',
    sends: 'a message whose text was changed after it was signed',
    why: 'The signature is of the body, not of the sender.',
    gotThrough: 'It takes a body that was changed after it was signed.',
    forge: (right) => right,
    tamper: (body) => Buffer.from(Buffer.from(body).toString('utf8').replace('doctor', 'd0ctor')),
  },
  {
    id: 'signature-other-secret',
    sends: 'a message signed with another secret',
    why: 'Anybody can compute an HMAC; only the secret tells who did.',
    gotThrough: 'It takes a signature that was made with another secret.',
    forge: (_right, body) =>
      only(`sha256=${createHmac('sha256', 'doctor-not-the-app-secret').update(body).digest('hex')}`),
  },
  {
    id: 'signature-truncated',
    sends: 'a message with the first 8 digits of its right signature',
    why: 'Comparing only as far as the shorter text goes lets short guesses in.',
    gotThrough: 'It takes the first 8 digits for the whole signature.',
    forge: (right) => only(right256(right).slice(0, 'sha256='.length + 8)),
  },
  {
    id: 'signature-not-hex',
    sends: 'a message whose signature is 64 letters that are no hex digits',
    why: 'Decoders of hex stop at the first bad digit, and nothing compares equal to nothing.',
    gotThrough: 'It takes a signature that is not hex at all.',
    forge: () => only(`sha256=${'z'.repeat(64)}`),
  },
  {
    id: 'signature-wrong-sha1',
    sends: 'a message with a wrong X-Hub-Signature and no X-Hub-Signature-256',
    why: 'Falling back to SHA-1 must not mean checking nothing.',
    gotThrough: 'It takes a wrong SHA-1 when X-Hub-Signature-256 is missing.',
    forge: () => ({ 'x-hub-signature': `sha1=${zeros(40)}` }),
  },
  {
    id: 'signature-sha1-rescues',
    sends: 'a message with a right X-Hub-Signature (SHA-1) and a wrong X-Hub-Signature-256',
    why: 'The weaker of two signatures must not overrule the stronger.',
    gotThrough: 'It looks at X-Hub-Signature (SHA-1) and not at X-Hub-Signature-256.',
    forge: (right) => ({ 'x-hub-signature': right1(right), 'x-hub-signature-256': `sha256=${zeros(64)}` }),
  },
];

const refusesAll = 'It refuses right signatures too, so its refusal says nothing: see signature-plain.';

async function tryForgery(bench: Bench, { forge, tamper, gotThrough }: Forgery): Promise<Finding> {
  const { make } = bench;
  const marker = make.marker();
  const signed = make.body([make.entry(make.messages(make.text(marker)))]);
  const answer = await bench.post(tamper?.(signed) ?? signed, {
    signature: forge(bench.sign(signed), signed),
  });
  if (isAccepted(answer)) {
    if (!(await isDropped(bench, marker)))
      return failed(`${gotThrough} It answered ${wordsOf(answer)}.`, 'refuse_forgery');
    const remark = `Answered ${wordsOf(answer)}, but not handled. Answer 401: otherwise a wrong secret of your own goes unnoticed, and nothing is sent again.`;
    return { state: 'passed', remark };
  }
  if (!(await bench.calibration()).accepts) return skipped(refusesAll);
  if (!isBroken(answer)) return passed;
  // No stranger got in.
  if (answer.status === null)
    return failed(`It gave ${wordsOf(answer)} instead of a refusal.`, 'refuse_forgery', { harm: 'untidy' });
  return {
    state: 'passed',
    remark: `Refused, but with ${wordsOf(answer)}: the handler failed instead of saying no. Answer 401.`,
  };
}

export const forgeryChecks: readonly Check[] = [
  ...forgeries.map(
    (forgery): Check => ({
      id: forgery.id,
      group: 'signature',
      harm: 'forged',
      sends: forgery.sends,
      expects: 'a status of 400 or above; or, where an observation tells, not handled',
      why: forgery.why,
      source,
      needsAcceptance: false,
      run: (bench) => tryForgery(bench, forgery),
    }),
  ),
  said({
    id: 'signature-sha1-only',
    sends: 'a message with a right X-Hub-Signature (SHA-1) and no X-Hub-Signature-256',
    why: 'SHA-1 is still sent beside SHA-256, and no longer documented.',
    remark:
      'It takes SHA-1 alone. The right secret is still needed, but SHA-1 is on its way out: demand X-Hub-Signature-256.',
    form: (right) => ({ 'x-hub-signature': right1(right) }),
  }),
  said({
    id: 'signature-upper-case',
    sends: 'a message with its right signature in upper-case hex',
    why: 'Either is safe; Meta writes lower case.',
    remark: 'It takes upper-case hex, which Meta never sends. Harmless.',
    form: (right) => only(`sha256=${right256(right).slice(7).toUpperCase()}`),
  }),
];

/** Both answers are right; which one it is, is worth a word. */
function said(facts: {
  id: string;
  sends: string;
  why: string;
  remark: string;
  form(right: Headers): Headers;
}): Check {
  const { form, remark, ...rest } = facts;
  return {
    ...rest,
    group: 'signature',
    harm: 'untidy',
    expects: 'taken or refused, and no 5xx from a handler (said, not failed)',
    source,
    needsAcceptance: false,
    async run(bench) {
      const body = bench.make.body([
        bench.make.entry(bench.make.messages(bench.make.text(bench.make.marker()))),
      ]);
      const answer = await bench.post(body, { signature: form(bench.sign(body)) });
      if (isAccepted(answer)) return { state: 'passed', remark };
      if (!(await bench.calibration()).accepts) return skipped(refusesAll);
      return answer.status === null ? failed(`It gave ${wordsOf(answer)}.`, 'refuse_forgery') : passed;
    },
  };
}
