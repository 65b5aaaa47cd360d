// What can become of the signature headers of a request, and what is to be made of each: only one header, with the
// one spelling the platform uses, is a signature.
import { createHmac } from 'node:crypto';
import type { Random } from './random.ts';

export type HeaderLine = readonly [name: string, value: string];

export type Signed = {
  readonly lines: readonly HeaderLine[];
  /** What was done. */
  readonly step: string;
  readonly isGood: boolean;
};

const name = 'X-Hub-Signature-256';
const digest = (algorithm: string, secret: string, body: Uint8Array) =>
  createHmac(algorithm, secret).update(body).digest('hex');

export const signedWell = (body: Uint8Array, secret: string): Signed => ({
  lines: [[name, `sha256=${digest('sha256', secret, body)}`]],
  step: 'sign',
  isGood: true,
});

export function signedOddly(body: Uint8Array, secret: string, random: Random): Signed {
  const hex = digest('sha256', secret, body);
  const sha1: HeaderLine = ['X-Hub-Signature', `sha1=${digest('sha1', secret, body)}`];
  const good: HeaderLine = [name, `sha256=${hex}`];
  const at = random.below(hex.length);
  const flipped = `${hex.slice(0, at)}${((Number.parseInt(hex[at] ?? '0', 16) ^ (1 + random.below(15))) & 15).toString(16)}${hex.slice(at + 1)}`;
  const one = (step: string, value: string): Signed => ({ step, lines: [[name, value]], isGood: false });
  const accepted = (step: string, ...lines: HeaderLine[]): Signed => ({ step, lines, isGood: true });
  const refused = (step: string, ...lines: HeaderLine[]): Signed => ({ step, lines, isGood: false });
  const upper = hex.replace(/[a-f]/, (digit) => digit.toUpperCase());

  return random.oneOf<() => Signed>([
    () => accepted('a name in lower case', [name.toLowerCase(), good[1]]),
    () => accepted('a name in capitals', [name.toUpperCase(), good[1]]),
    () => accepted('blanks around', [name, ` \t${good[1]}\t `]),
    () => accepted('SHA-1 beside it', good, sha1),
    () => accepted('a wrong SHA-1 beside it', good, ['X-Hub-Signature', 'sha1=0']),
    () => refused('none'),
    () => refused('SHA-1 alone', sha1),
    () => refused('wrong, beside a right SHA-1', [name, `sha256=${flipped}`], sha1),
    () => one('empty', ''),
    () => one('a digit changed', `sha256=${flipped}`),
    // Without a letter among the digits there is no other case.
    () => (upper === hex ? refused('none') : one('a digit in upper case', `sha256=${upper}`)),
    () => one('truncated', good[1].slice(0, random.below(good[1].length))),
    () => one('an odd number of digits', `sha256=${hex}${hex[0]}`),
    () => one('twice as long', `sha256=${hex}${hex}`),
    () => one('no prefix', hex),
    () => one('another prefix', `${random.oneOf(['sha1', 'SHA256', 'sha512', 'md5', ''])}=${hex}`),
    () => one('a prefix too many', `sha256=sha256=${hex}`),
    () => one('blanks inside', `sha256= ${hex}`),
    () => one('quoted', `"${good[1]}"`),
    () => one('base64', `sha256=${Buffer.from(hex, 'hex').toString('base64')}`),
    () => one('no hex', `sha256=${'g'.repeat(64)}`),
    () => one('Latin-1', `sha256=${hex.slice(1)}\u00e9`),
    () => one('very long', `sha256=${'0'.repeat(10_000)}`),
    () => one('of another secret', `sha256=${digest('sha256', `${secret}x`, body)}`),
    () => one('of other bytes', `sha256=${digest('sha256', secret, Uint8Array.from([...body, 0]))}`),
    () => one('two in one', `${good[1]}, ${good[1]}`),
    () => refused('twice', good, good),
    () => refused('twice, one wrong', [name, `sha256=${flipped}`], good),
    () => refused('twice, names in two cases', good, [name.toLowerCase(), `sha256=${flipped}`]),
    () => refused('twice, one empty', [name, ''], good),
  ])();
}
