// Judges one body against one signature header, and where they do not fit says which known mistake makes them fit.
// Pure; for `wahook verify`, and for whoever holds a body and a header. It never says a signature fits because a
// mistake explains it: only the right HMAC over the very bytes does.
import { timingSafeEqual } from 'node:crypto';
import {
  type Difference,
  differenceOf,
  digestsOf,
  hmacSha1,
  hmacSha256,
  type Mistake,
  mistakes,
} from './signature-mistakes.ts';

export type HeaderFault =
  | 'empty'
  | 'no_prefix'
  | 'other_algorithm'
  | 'upper_case'
  | 'blanks'
  | 'base64'
  | 'truncated'
  | 'too_long'
  | 'not_hex';

export type Diagnosis =
  | { fits: true; secret: number }
  | {
      fits: false;
      /** One or more sentences: what is wrong with the header, the body or the secret. */
      findings: string[];
      /** The mistake that explains the digest; null when none is known. */
      mistake: Pick<Mistake, 'id' | 'kind' | 'what'> | null;
      headerFaults: HeaderFault[];
      difference: Difference | null;
    };

export interface Question {
  body: Uint8Array;
  /** The value of X-Hub-Signature-256. */
  header: string;
  secrets: readonly string[];
}

/** Fewer digits of a cut signature could fit by chance. */
const digitsMin = 16;
const sha1Bytes = 20;

export function diagnoseSignature({ body, header, secrets }: Question): Diagnosis {
  const read = readHeader(header);
  const { faults, claimed } = read;
  const right = secrets.findIndex((secret) => fits(hmacSha256(secret, body), claimed));
  if (right >= 0 && faults.length === 0) return { fits: true, secret: right };
  const found = right >= 0 || claimed.length === 0 ? null : search(body, claimed, secrets);
  // Forty digits under the name of SHA-256: too few only as long as nobody knows that they are SHA-1.
  const told = found?.mistake.id === 'sha1' ? faults.filter((fault) => fault !== 'truncated') : faults;
  const findings = told.map((fault) => headerFaults[fault]);
  if (body.length === 0 && right < 0) findings.push('The body is empty, so nothing can fit it.');
  if (right >= 0) findings.push('Apart from that the digest is the right one for this body and secret.');
  else if (found) {
    if (secrets.length > 1) findings.push(`With secret ${found.secret + 1} of ${secrets.length}:`);
    findings.push(`The HMAC ${found.mistake.what}.`);
  } else if (claimed.length > 0) findings.push(unexplained(secrets.length));
  return {
    fits: false,
    findings,
    mistake: found && { id: found.mistake.id, kind: found.mistake.kind, what: found.mistake.what },
    headerFaults: told,
    difference: found && differenceOf(body, found.bytes),
  };
}

function search(body: Uint8Array, claimed: Claimed, secrets: readonly string[]) {
  // So that the bytes of a SHA-1 header are explained as well.
  const hmac = claimed.length === sha1Bytes ? hmacSha1 : hmacSha256;
  for (const mistake of mistakes) {
    for (const [secret, text] of secrets.entries()) {
      for (const { digest, bytes } of digestsOf(mistake, { body, secret: text, hmac })) {
        if (fits(digest, claimed)) return { mistake, secret, bytes };
      }
    }
  }
  return null;
}

function unexplained(secretCount: number): string {
  const which = secretCount > 1 ? `none of the ${secretCount} secrets` : 'not the secret';
  return `No known mistake leads from this body and secret to this signature. Most likely it is ${which} of the app that signed (App settings > Basic > App secret, of the same app), or the body is not that of this header.`;
}

/** The digest in bytes; shorter than a digest when the header was cut. */
type Claimed = Uint8Array;

function fits(digest: Uint8Array, claimed: Claimed): boolean {
  if (claimed.length < digitsMin / 2 || claimed.length > digest.length) return false;
  return timingSafeEqual(digest.subarray(0, claimed.length), claimed);
}

const headerFaults: Record<HeaderFault, string> = {
  empty: 'The header is empty.',
  no_prefix: 'The header lacks its prefix "sha256=".',
  other_algorithm:
    'The header is that of another algorithm: X-Hub-Signature has "sha1=", X-Hub-Signature-256 has "sha256=". Compare with the latter.',
  upper_case: 'The prefix or the digits are in upper case; Meta writes them in lower case.',
  blanks: 'There are blanks or line breaks around or inside the value.',
  base64: 'The digest is written in base64; Meta writes it in hex.',
  truncated: 'The digest is cut off: SHA-256 has 64 digits.',
  too_long: 'The digest is too long: SHA-256 has 64 digits.',
  not_hex: 'What follows the prefix is no hex digest.',
};

export function readHeader(header: string): { faults: HeaderFault[]; claimed: Claimed } {
  const faults: HeaderFault[] = [];
  const value = pastedValue(header);
  // Blanks around a value are HTTP's own; line breaks and blanks inside are not.
  if (/[\r\n]|\S\s+\S/.test(value)) faults.push('blanks');
  const text = value.replaceAll(/\s+/g, '').replace(/^["']|["']$/g, '');
  if (text === '') return { faults: ['empty'], claimed: new Uint8Array() };
  const [, algorithm, given = ''] = /^(?:(sha\d+)=)?(.*)$/i.exec(text) ?? [];
  const name = algorithm?.toLowerCase();
  if (name === undefined) faults.push('no_prefix');
  else if (name !== 'sha256') faults.push('other_algorithm');
  const digitsWanted = name === 'sha1' ? 40 : 64;
  if (!/^[0-9a-f]+$/i.test(given)) return notHex(given, faults);
  if (text !== text.toLowerCase()) faults.push('upper_case');
  if (given.length < digitsWanted) faults.push('truncated');
  if (given.length > digitsWanted && name !== 'sha512') faults.push('too_long');
  const digits = given.slice(0, given.length - (given.length % 2));
  return { faults, claimed: Buffer.from(digits, 'hex') };
}

/** People paste whole lines, of a log, a trace, JSON or a curl command, and both headers at once. */
function pastedValue(header: string): string {
  const [, quoted] = /x[-_]hub[-_]signature[-_]256["']?\s*[:=]\s*["']?(sha\d+=[^\s"',]+)/i.exec(header) ?? [];
  return quoted ?? header.trimStart().replace(/^x-hub-signature(-256)?\s*:/i, '');
}

const base64Digest = /^[A-Za-z0-9+/_-]{43}=?$|^[A-Za-z0-9+/_-]{27}=?$/;

function notHex(given: string, faults: HeaderFault[]): { faults: HeaderFault[]; claimed: Claimed } {
  if (!base64Digest.test(given)) return { faults: [...faults, 'not_hex'], claimed: new Uint8Array() };
  return { faults: [...faults, 'base64'], claimed: Buffer.from(given, 'base64') };
}
