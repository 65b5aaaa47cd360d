// Finds out how an endpoint computes signatures, by what it lets in. First a body on which all ways agree, then one
// with every escape in it. Where the right signature is refused, the known mistakes are applied one after the other:
// the one that is let in is the one that the endpoint makes.
import { type Answer, isAccepted, mayBeAboutSignature } from './answer.ts';
import type { Bench, Headers } from './bench.ts';
import {
  type Difference,
  differenceOf,
  digestsOf,
  hmacSha1,
  hmacSha256,
  type Mistake,
  mistakes,
} from './signature-mistakes.ts';

export interface Calibration {
  /** A correctly signed plain message is let in. */
  acceptsPlain: boolean;
  /** Any notification can be brought in, if need be signed in the endpoint's own wrong way. */
  accepts: boolean;
  /** What came on the plain message. */
  plain: Answer;
  plainBody: Uint8Array;
  /** The mistake that the endpoint was caught at. */
  caught: Caught | null;
  /** Signs as the endpoint checks; null: rightly. */
  signer: ((body: Uint8Array) => Headers) | null;
}

export interface Caught {
  what: string;
  kind: Mistake['kind'] | 'sha1_compared' | 'header_form' | 'verify_token';
  /** Where the two part on this body. */
  difference(body: Uint8Array): Difference | null;
  sign(body: Uint8Array): Headers;
}

/** Each class of characters that JSON writers treat differently. */
export const telling = 'caf\u00e9 \u{1f44b}\u{1f3fd} me@example.com 50% <b> and/or';

export async function calibrate(bench: Bench): Promise<Calibration> {
  const { make } = bench;
  const message = (text: string) => make.body([make.entry(make.messages(make.text(make.marker(), text)))]);
  const plainBody = message('plain');
  const plain = await bench.post(plainBody, { signature: bench.sign(plainBody) });
  const acceptsPlain = isAccepted(plain);
  if (acceptsPlain) {
    const body = message(telling);
    const answer = await bench.post(body, { signature: bench.sign(body) });
    const caught = mayBeAboutSignature(answer) ? await catchMistake(bench, () => message(telling)) : null;
    return {
      acceptsPlain,
      accepts: true,
      plain,
      plainBody,
      caught,
      signer: caught && ((each) => caught.sign(each)),
    };
  }
  const caught = mayBeAboutSignature(plain) ? await catchMistake(bench, () => message('plain')) : null;
  const signer = caught && ((each: Uint8Array) => caught.sign(each));
  return { acceptsPlain, accepts: caught !== null, plain, plainBody, caught, signer };
}

/** Sends a fresh body for each mistake, signed the way the mistake would have it. */
export async function catchMistake(bench: Bench, fresh: () => Uint8Array): Promise<Caught | null> {
  for (const candidate of candidates(bench)) {
    const body = fresh();
    const headers = candidate.sign(body);
    // On this body the mistake makes no difference, so it does not explain the refusal.
    if (headers['x-hub-signature-256'] === bench.sign(body)['x-hub-signature-256']) continue;
    if (isAccepted(await bench.post(body, { signature: headers }))) {
      return candidate;
    }
  }
  return null;
}

function candidates({ secret, verifyToken, sign }: Bench): Caught[] {
  const applied = mistakes.filter(canBeSent).map((mistake) => ({
    what: `The HMAC it compares with ${mistake.what}`,
    kind: mistake.kind,
    sign: (body: Uint8Array) => headersOf(mistake, body, secret) ?? sign(body),
    difference: (body: Uint8Array) => differenceOf(body, bytesOf(mistake, body, secret)),
  }));
  const right = (body: Uint8Array) => sign(body)['x-hub-signature-256'] ?? '';
  const formed = (what: string, form: (value: string) => string): Caught => ({
    what,
    kind: 'header_form',
    sign: (body) => ({ ...sign(body), 'x-hub-signature-256': form(right(body)) }),
    difference: () => null,
  });
  return [
    ...applied,
    {
      what: 'It compares with an HMAC keyed with the verify token, not with the app secret',
      kind: 'verify_token',
      sign: (body) => ({ 'x-hub-signature-256': `sha256=${hmacSha256(verifyToken, body).toString('hex')}` }),
      difference: () => null,
    },
    formed('It expects the digits in upper case', (value) => `sha256=${value.slice(7).toUpperCase()}`),
    formed('It compares the header with the digest alone, without its prefix "sha256="', (value) =>
      value.slice(7),
    ),
    formed(
      'It expects the digest in base64, not in hex',
      (value) => `sha256=${Buffer.from(value.slice(7), 'hex').toString('base64')}`,
    ),
    formed('It expects base64 without prefix', (value) =>
      Buffer.from(value.slice(7), 'hex').toString('base64'),
    ),
  ];
}

/** Meta's own form is what is sent already. */
function canBeSent({ id }: Mistake): boolean {
  return id !== 'wire_form';
}

function headersOf(mistake: Mistake, body: Uint8Array, secret: string): Headers | null {
  const [made] = digestsOf(mistake, { body, secret });
  if (!made) return null;
  const [older] = digestsOf(mistake, { body, secret, hmac: hmacSha1 });
  return {
    'x-hub-signature': `sha1=${older?.digest.toString('hex') ?? ''}`,
    'x-hub-signature-256': `sha256=${made.digest.toString('hex')}`,
  };
}

function bytesOf(mistake: Mistake, body: Uint8Array, secret: string): Uint8Array {
  const [made] = digestsOf(mistake, { body, secret });
  return made?.bytes ?? body;
}
