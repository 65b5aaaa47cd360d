// What a runtime has to offer for signatures and keys. `#crypto` of package.json chooses: node:crypto where there
// is one, which answers at once, and Web Crypto elsewhere, which answers with promises.

export type HmacAlgorithm = 'sha256' | 'sha1';

/** Whether the HMAC of the body is the one claimed, in lower-case hex; compared in constant time. */
export type HmacCheck = (claim: {
  algorithm: HmacAlgorithm;
  body: Uint8Array;
  hex: string;
}) => boolean | Promise<boolean>;

export type CryptoSeam = {
  /** Prepares one secret, so that its key is made once. */
  hmacCheck: (secret: string) => HmacCheck;
  /** SHA-256 over all parts, as lower-case hex. Synchronous everywhere: keys of items are read like members. */
  sha256Hex: (parts: readonly (string | Uint8Array)[]) => string;
};
