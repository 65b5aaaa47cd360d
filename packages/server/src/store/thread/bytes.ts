// Many small pieces of bytes in one buffer, which is handed from thread to thread instead of being copied. What was
// written in order is read in the same order.

/** Collects pieces; the buffer is made once, when all are known. */
export class ByteWriter {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  /** Answers the length, which the reader has to be told. */
  add(piece: Uint8Array): number {
    if (piece.length === 0) return 0;
    this.#pieces.push(piece);
    this.#length += piece.length;
    return piece.length;
  }

  joined(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }
}

/** A piece that is kept holds the whole buffer: so much of it is no harm. */
const sharedBytesMax = 64 * 1024;

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #isShared: boolean;
  #at = 0;

  /** `areKept`: pieces may outlive their neighbours, so those of a large buffer get buffers of their own. */
  constructor(bytes: Uint8Array, { areKept }: { areKept: boolean }) {
    this.#bytes = bytes;
    this.#isShared = !areKept || bytes.length <= sharedBytesMax;
  }

  take(length: number): Uint8Array {
    const from = this.#at;
    this.#at += length;
    return this.#isShared ? this.#bytes.subarray(from, this.#at) : this.#bytes.slice(from, this.#at);
  }
}
