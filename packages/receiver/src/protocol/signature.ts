// Both sides of the notification signature: HMAC over the exact bytes of the body, keyed with the app secret.
// Guarantees constant-time comparison of raw digests, no early exit between secrets, and that a wrong SHA-256
// is never rescued by a right SHA-1. Getting the untouched bytes of the body is up to the caller.
import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignatureHeaders = {
  /** `X-Hub-Signature-256` */
  sha256?: string | undefined;
  /** `X-Hub-Signature` */
  sha1?: string | undefined;
};

export type SignatureRefusal = 'missing' | 'malformed' | 'mismatch' | 'sha1_only';

/**
 * Throws when a secret could sign for anybody. An unset variable becomes '' or 'undefined' on its way through
 * configuration, and such a key would turn every forger into Meta.
 */
export function assertSecret(secret: unknown): asserts secret is string {
  if (typeof secret !== 'string' || secret.trim() === '') {
    throw new TypeError('the app secret is empty; copy it from the app dashboard, Settings > Basic');
  }
  if (secret === 'undefined' || secret === 'null') {
    throw new TypeError(`the app secret is the word "${secret}"; the variable it is read from is not set`);
  }
}

/** The values of both signature headers. Meta sends both, in lower-case hex. */
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

  if (headers.sha256 !== undefined) return verifyOne(body, headers.sha256, secrets, 'sha256');
  if (headers.sha1 === undefined) return { ok: false, reason: 'missing' };
  if (!acceptSha1) return { ok: false, reason: 'sha1_only' };
  return verifyOne(body, headers.sha1, secrets, 'sha1');
}

// Outer blanks are HTTP's, so they may stand; matched in place, which stays linear however many there are.
const forms = {
  sha256: /^[ \t]*sha256=([0-9a-f]{64})[ \t]*$/,
  sha1: /^[ \t]*sha1=([0-9a-f]{40})[ \t]*$/,
};

function verifyOne(
  body: Uint8Array,
  header: string,
  secrets: readonly string[],
  algorithm: 'sha256' | 'sha1',
): { ok: true } | { ok: false; reason: SignatureRefusal } {
  // The form comes first: decoding stops at the first bad digit and comparing throws on unequal lengths.
  const hex = forms[algorithm].exec(header)?.[1];
  if (hex === undefined) return { ok: false, reason: 'malformed' };
  const claimed = bytesOfHex(hex);
  let fits = false;
  for (const secret of secrets) {
    const digest = createHmac(algorithm, secret).update(body).digest();
    // The comparison stands first so that it runs for every secret.
    fits = timingSafeEqual(digest, claimed) || fits;
  }
  return fits ? { ok: true } : { ok: false, reason: 'mismatch' };
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}
