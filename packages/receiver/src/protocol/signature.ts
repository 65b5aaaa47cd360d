// Both sides of the notification signature: HMAC over the exact bytes of the body, keyed with the app secret.
// Guarantees constant-time comparison of raw digests, no early exit between secrets, and that a wrong SHA-256
// is never rescued by a right SHA-1. Getting the untouched bytes of the body is up to the caller. Needs node:crypto;
// what it does without is in `signature-header.ts`.
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  assertSecret,
  readSignatureHeaders,
  type SignatureHeaders,
  type SignatureRefusal,
} from './signature-header.ts';

export { assertSecret, type SignatureHeaders, type SignatureRefusal } from './signature-header.ts';

/**
 * The values of both signature headers. Meta sends both, in lower-case hex.
 *
 * @throws TypeError when the secret is empty, or the word of a variable that is not set
 */
export function sign(body: Uint8Array, secret: string): { sha256: string; sha1: string } {
  assertSecret(secret);
  return {
    sha256: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    sha1: `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
  };
}

/**
 * Checks a body against the signature headers it came with. Several secrets are for rotation: any may fit.
 * SHA-1 counts only with `acceptSha1`, and only when no SHA-256 header came at all.
 */
export function verifySignature({
  body,
  headers,
  secrets,
  acceptSha1 = false,
}: {
  body: Uint8Array;
  headers: SignatureHeaders;
  secrets: readonly string[];
  acceptSha1?: boolean;
}): { ok: true } | { ok: false; reason: SignatureRefusal } {
  if (secrets.length === 0) throw new TypeError('no app secret to verify with');
  for (const secret of secrets) assertSecret(secret);
  const claim = readSignatureHeaders(headers, { acceptSha1 });
  if (!claim.ok) return claim;

  const claimed = Buffer.from(claim.hex, 'hex');
  let fits = false;
  for (const secret of secrets) {
    const digest = createHmac(claim.algorithm, secret).update(body).digest();
    // The comparison stands first so that it runs for every secret.
    fits = timingSafeEqual(digest, claimed) || fits;
  }
  return fits ? { ok: true } : { ok: false, reason: 'mismatch' };
}
