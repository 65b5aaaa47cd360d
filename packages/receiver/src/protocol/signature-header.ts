// What can be said of a signature header without computing anything: which of the two counts, and whether it has
// the form of one. Pure, so that it serves every runtime; the HMAC itself is made elsewhere.

/** The values of the two signature headers, as far as they came. */
export type SignatureHeaders = {
  /** `X-Hub-Signature-256` */
  sha256?: string | undefined;
  /** `X-Hub-Signature` */
  sha1?: string | undefined;
};

/** Why a signature does not count. */
export type SignatureRefusal =
  | 'missing'
  /** Not `sha256=` with 64 hex digits. */
  | 'malformed'
  /** Well-formed, and not of this body with any of the secrets. */
  | 'mismatch'
  /** Only a SHA-1 came, and that is not accepted. */
  | 'sha1_only';

/** The digest a sender claims, in lower-case hex of the right length. */
export type SignatureClaim = { ok: true; algorithm: 'sha256' | 'sha1'; hex: string };

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

/** SHA-1 counts only with `acceptSha1`, and only when no SHA-256 header came at all. */
export function readSignatureHeaders(
  { sha256, sha1 }: SignatureHeaders,
  { acceptSha1 }: { acceptSha1: boolean },
): SignatureClaim | { ok: false; reason: SignatureRefusal } {
  if (sha256 !== undefined) return readClaim(sha256, 'sha256');
  if (sha1 === undefined) return { ok: false, reason: 'missing' };
  return acceptSha1 ? readClaim(sha1, 'sha1') : { ok: false, reason: 'sha1_only' };
}

// Outer blanks are HTTP's, so they may stand; matched in place, which stays linear however many there are.
const forms = {
  sha256: /^[ \t]*sha256=([0-9a-f]{64})[ \t]*$/,
  sha1: /^[ \t]*sha1=([0-9a-f]{40})[ \t]*$/,
};

// The form comes first: decoding stops at the first bad digit, and comparing demands equal lengths.
function readClaim(
  header: string,
  algorithm: 'sha256' | 'sha1',
): SignatureClaim | { ok: false; reason: SignatureRefusal } {
  const hex = forms[algorithm].exec(header)?.[1];
  return hex === undefined ? { ok: false, reason: 'malformed' } : { ok: true, algorithm, hex };
}
