// HMAC-SHA-256 (RFC 2104) by node:crypto's one-shot hash. For a text message `createHmac` takes 2.2 µs, of which half
// makes a stream object that nobody uses; this takes 1.5, and a receiver has to hash every body it gets.

const blockBytes = 64;
const digestBytes = 32;

/** Above, copying the body costs what the object does, and the room for it would have to be larger. */
const bodyBytesMax = 64 * 1024;

/** As `hash` of node:crypto; `binary` is the digest itself, a character a byte. */
type OneShotHash = (algorithm: string, data: Uint8Array, encoding: 'hex' | 'binary') => string;

/** The digest in hex; null: the body is too large for this way. */
export function hmacByHash(secret: string, hash: OneShotHash): (body: Uint8Array) => string | null {
  const given = Buffer.from(secret, 'utf8');
  const key = given.length > blockBytes ? Buffer.from(hash('sha256', given, 'binary'), 'binary') : given;
  const inner = Buffer.alloc(blockBytes + bodyBytesMax, 0x36);
  const outer = Buffer.alloc(blockBytes + digestBytes, 0x5c);
  for (const [at, byte] of key.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  return (body) => {
    if (body.length > bodyBytesMax) return null;
    inner.set(body, blockBytes);
    outer.write(hash('sha256', inner.subarray(0, blockBytes + body.length), 'binary'), blockBytes, 'binary');
    return hash('sha256', outer, 'hex');
  };
}
