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

/** A piece that is kept holds the whole buffer that it lies in: so much of it is no harm. */
const keptBytesMax = 64 * 1024;

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #areKept: boolean;
  /** The part of the bytes that pieces are taken from, and where it begins. */
  #part: Uint8Array;
  #partAt = 0;
  #at = 0;

  /** `areKept`: pieces may outlive their neighbours, so a large buffer is copied into small ones. */
  constructor(bytes: Uint8Array, { areKept }: { areKept: boolean }) {
    this.#bytes = bytes;
    this.#areKept = areKept && bytes.length > keptBytesMax;
    this.#part = this.#areKept ? bytes.subarray(0, 0) : bytes;
  }

  take(length: number): Uint8Array {
    const from = this.#at;
    this.#at += length;
    if (this.#areKept && this.#at > this.#partAt + this.#part.length) {
      this.#part = this.#bytes.slice(from, from + Math.max(length, keptBytesMax));
      this.#partAt = from;
    }
    return this.#part.subarray(from - this.#partAt, this.#at - this.#partAt);
  }
}
