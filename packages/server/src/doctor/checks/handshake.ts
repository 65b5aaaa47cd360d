// The GET that Meta confirms a callback URL with: right, and wrong in each way that must be refused.
import { judgeChallenge } from '@wahook/receiver/protocol/handshake';
import { type Answer, isAccepted, isBroken, isRefused, wordsOf } from '../answer.ts';
import { type Bench, challenge, type Query } from '../bench.ts';
import { type Check, type CheckFacts, type Finding, failed, passed, skipped } from '../check.ts';
import type { Cure } from '../cures.ts';
import { nameWrongBody, nameWrongStatus } from '../handshake-faults.ts';

const source = 'Webhooks from Meta, Getting started: Verification requests';

type Facts = Omit<CheckFacts, 'group' | 'source'> & { source?: string };

const check = (facts: Facts, run: (bench: Bench) => Promise<Finding>): Check => ({
  source,
  ...facts,
  group: 'handshake',
  needsAcceptance: false,
  run,
});

/** null: the bare challenge came back. */
function faultOf(answer: Answer): string | null {
  if (answer.status === null) return `Your GET got ${wordsOf(answer)}.`;
  if (answer.status !== 200) return nameWrongStatus(answer.status);
  const verdict = judgeChallenge(
    { status: 200, statusText: '', body: new TextEncoder().encode(answer.text) },
    challenge,
  );
  return verdict.ok ? null : nameWrongBody(answer.text, challenge);
}

/** Of what is not about the token. */
function cureOf({ status }: Answer): Cure {
  if (status === null || status >= 500) return 'handler_fails';
  return status >= 300 ? 'path' : 'challenge';
}

/** Whoever asked would be let in: a 200 without the challenge confirms nothing. */
function confirms(answer: Answer): boolean {
  return isAccepted(answer) && answer.text.includes(challenge);
}

function refusal(facts: Facts & { query: Query; gotThrough: string }): Check {
  const { query, gotThrough, ...rest } = facts;
  return check(rest, async (bench) => {
    const answer = await bench.get(query);
    if (confirms(answer)) return failed(`${gotThrough} It answered ${wordsOf(answer)}.`, 'verify_token');
    if (!confirms(await bench.get()))
      return skipped(
        'It refuses the right handshake too, so its refusal says nothing: see handshake-challenge.',
      );
    // No stranger got in.
    if (answer.status === null)
      return failed(`Your GET got ${wordsOf(answer)}.`, 'verify_token', { harm: 'untidy' });
    if (isAccepted(answer)) {
      return {
        state: 'passed',
        remark: `Refused, but as ${wordsOf(answer)}: nothing is confirmed without the challenge. Answer 403.`,
      };
    }
    if (!isBroken(answer)) return passed;
    return {
      state: 'passed',
      remark: `Refused, but with ${wordsOf(answer)}: the handler failed instead of saying no. Answer 403.`,
    };
  });
}

export const handshakeChecks: readonly Check[] = [
  check(
    {
      id: 'handshake-challenge',
      harm: 'blocks',
      sends: 'GET with hub.mode=subscribe, a challenge and the right verify token',
      expects: '200 and exactly the challenge, not as JSON and not in HTML',
      why: 'Without it the callback URL cannot be entered at all.',
    },
    async (bench) => {
      const answer = await bench.get();
      const fault = faultOf(answer);
      if (fault === null) return passed;
      if (!isRefused(answer) || answer.status === 404) return failed(fault, cureOf(answer));
      return failed(
        `${fault} Either the verify token given here is not the one it has, or it refuses the right one.`,
        'token_differs',
      );
    },
  ),
  refusal({
    id: 'handshake-wrong-token',
    harm: 'forged',
    sends: 'GET with another verify token',
    expects: 'a status of 400 or above; in any case not the challenge',
    why: 'Whoever finds the URL could subscribe it to an app of theirs.',
    query: { verifyToken: 'doctor-not-the-verify-token' },
    gotThrough: 'It takes any verify token.',
  }),
  refusal({
    id: 'handshake-missing-token',
    harm: 'forged',
    sends: 'GET without hub.verify_token',
    expects: 'a status of 400 or above; in any case not the challenge',
    why: 'A token that is not configured compares equal to one that is not sent.',
    query: { verifyToken: null },
    gotThrough: 'It takes a GET without any verify token.',
  }),
  refusal({
    id: 'handshake-wrong-mode',
    harm: 'untidy',
    sends: 'GET with hub.mode=unsubscribe and the right verify token',
    expects: 'a status of 400 or above; in any case not the challenge',
    why: 'Only subscribe asks for the challenge.',
    query: { mode: 'unsubscribe' },
    gotThrough: 'It does not look at hub.mode.',
  }),
  check(
    {
      id: 'handshake-own-query',
      harm: 'blocks',
      sends: 'the handshake on the URL with a query of its own before the three parameters',
      expects: '200 and exactly the challenge',
      why: 'Callback URLs with a query are allowed; the parameters are added to it.',
    },
    async (bench) => {
      const fault = faultOf(await bench.get({ extra: 'tenant=doctor%20a' }));
      if (fault === null) return passed;
      if (faultOf(await bench.get()) !== null)
        return skipped('It fails without a query of its own as well: see handshake-challenge.');
      return failed(`${fault} Without a query of its own the URL works.`, 'own_query');
    },
  ),
  check(
    {
      id: 'handshake-markup',
      harm: 'untidy',
      sends: 'the handshake with a challenge that is an HTML tag',
      expects: 'no 200 of type text/html with the tag in it (said, not failed)',
      why: 'The challenge comes from the query: echoed as HTML it runs in a browser.',
      source: 'OWASP: reflected cross-site scripting',
    },
    async (bench) => {
      const answer = await bench.get({ challenge: '<b>doctor</b>' });
      if (answer.status === null) return failed(`Your GET got ${wordsOf(answer)}.`, 'handler_fails');
      const isHtml = /text\/html/i.test(answer.headers['content-type'] ?? '');
      if (!isAccepted(answer) || !isHtml || !answer.text.includes('<b>')) return passed;
      return {
        state: 'passed',
        remark:
          'It echoes the challenge as text/html, so a link with the verify token could run a script. Send text/plain.',
      };
    },
  ),
];
