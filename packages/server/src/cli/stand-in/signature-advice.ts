// The mistake behind most refused signatures, in one sentence. Bodies of Meta's escape what JSON.stringify does
// not, so an HMAC over re-serialised JSON fits only while texts are plain English.

export const signatureAdvice =
  'If your app computes the HMAC over re-serialised JSON (JSON.stringify of the parsed body), it fits by luck only: hash the raw bytes instead, keyed with the app secret.';

/** Status codes by which receivers refuse a signature. */
export function looksLikeBadSignature(status: number | null): boolean {
  return status === 401 || status === 403;
}
