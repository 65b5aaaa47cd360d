// Whether a body is the platform's, with whatever cryptography the runtime has. Guarantees what `protocol/signature.ts`
// does: constant time, no early exit between secrets, and no wrong SHA-256 rescued by a right SHA-1.
import { hmacCheck } from '#crypto';
import type { HmacCheck } from '../crypto/seam.ts';
import { readSignatureHeaders, type SignatureRefusal } from '../protocol/signature-header.ts';
import { isThenable } from './thenable.ts';

/** What is wrong, or null. */
export type SignatureVerdict = SignatureRefusal | null;

export type SignatureCheck = (request: {
  headers: (name: string) => string | undefined;
  body: Uint8Array;
}) => SignatureVerdict | Promise<SignatureVerdict>;

export function signatureCheck(options: {
  secrets: readonly string[];
  acceptSha1: boolean;
  acceptUnsigned: boolean;
}): SignatureCheck {
  const checks = options.secrets.map((secret) => hmacCheck(secret));
  return ({ headers, body }) => {
    const sent = { sha256: headers('x-hub-signature-256'), sha1: headers('x-hub-signature') };
    const claim = readSignatureHeaders(sent, options);
    if (!claim.ok) return claim.reason === 'missing' && options.acceptUnsigned ? null : claim.reason;
    return anyFits(checks, { algorithm: claim.algorithm, body, hex: claim.hex });
  };
}

/** Asks every one, so that the time does not tell which secret fitted. */
function anyFits(
  checks: readonly HmacCheck[],
  claim: Parameters<HmacCheck>[0],
): SignatureVerdict | Promise<SignatureVerdict> {
  const answers = checks.map((check) => check(claim));
  const verdict = (fits: readonly unknown[]) => (fits.includes(true) ? null : 'mismatch');
  return answers.some(isThenable) ? Promise.all(answers).then(verdict) : verdict(answers);
}
