import { connectionFailed, judgeChallenge } from '@wahook/receiver/protocol/handshake';
import { describe, expect, it } from 'vitest';
import { adviseOnHandshake } from './handshake-advice.ts';

const sent = { url: 'http://localhost:3000/webhook', verifyToken: 'lantern-verify' };
const challenge = '1158201444';

/** The advice on what an endpoint answered, through the real judgement of the answer. */
function adviceOn(status: number, body: string, statusText = 'x') {
  const verdict = judgeChallenge({ status, statusText, body: new TextEncoder().encode(body) }, challenge);
  if (verdict.ok) throw new Error('the answer was right');
  return adviseOnHandshake(verdict, sent);
}

describe('advice on a failed handshake', () => {
  it.each([
    ['{"challenge":1}', 'JSON'],
    ['["a"]', 'JSON'],
    [`"${challenge}"`, 'the challenge in quotes, as JSON'],
    [`{"hub.challenge":"${challenge}"}`, 'JSON'],
    [`hub.challenge=${challenge}`, 'the challenge and something around it'],
    [`${challenge}\n`, 'the challenge with blanks or a line break around it'],
    ['<!DOCTYPE html><html>', 'an HTML page'],
    ['[verify_token]', 'the verify token'],
    ['', 'an empty body'],
    ['OK', 'some other text'],
  ])('names the body %j', (body, named) => {
    const { why, mend } = adviceOn(200, body);
    expect(why).toBe(`Your GET returned ${named}; the handshake needs the bare challenge.`);
    expect(mend).toContain('exactly the value of hub.challenge');
  });

  it.each([
    [403, 'Compare hub.verify_token with "lantern-verify"'],
    [401, 'it has none, only POSTs are signed'],
    [404, 'Serve GET at /webhook'],
    [405, 'Serve GET beside POST at /webhook'],
    [302, 'name the final URL'],
    [500, 'its handler failed on the GET'],
    [204, 'status 200'],
  ])('says how to mend status %i', (status, mend) => {
    const advice = adviceOn(status, '');
    expect(advice.why).toContain(`answered ${status}`);
    expect(advice.mend).toContain(mend);
  });

  it.each([
    ['refused', 'Nothing listens at localhost:3000.'],
    ['unresolved', 'leads to no address that may be called'],
    ['timeout', 'did not answer in time'],
    ['tls', 'does not speak TLS'],
    ['certificate', 'is not trusted'],
    ['closed', 'broke the connection off'],
    ['broken', 'broke the connection off'],
  ] as const)('says what no answer (%s) means', (cause, why) => {
    expect(adviseOnHandshake(connectionFailed(cause), sent).why).toContain(why);
  });

  it('repeats what the server says about a URL it may not call', () => {
    const message = '(#100) callback_url: port 22 is not allowed';
    expect(adviseOnHandshake({ code: 100, message }, sent).why).toBe(message);
  });
});
