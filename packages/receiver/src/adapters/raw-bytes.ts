// Bytes that somebody else kept of a body they read, recognised by what they are. Text is never taken: decoded
// and encoded again it may be other bytes than those that were signed, and then the signature would be blamed.

export function asBytes(value: unknown): Uint8Array | null {
  // Not `instanceof`: a test runner's sandbox has a Uint8Array of its own.
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return null;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/** The first that holds bytes. */
export function firstBytes(...values: readonly unknown[]): Uint8Array | null {
  for (const value of values) {
    const bytes = asBytes(value);
    if (bytes !== null) return bytes;
  }
  return null;
}
