// A body while it comes in, for every adapter that reads one. What it holds grows with the bytes and not with the
// pieces they come in: a sender who needs no secret may cut 3 MB into single bytes, and kept as they come, these took
// over a gigabyte.

const roomMin = 64 * 1024;

/** One for all: making an array for each request costs as much as reading one. */
const nothing: Uint8Array = new Uint8Array();

export class BodyBytes {
  length = 0;
  /** The first piece, as it came: most bodies have no other, and are not copied. */
  private only = nothing;
  private room: Uint8Array | null = null;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** False: there would be more than the bound allows, and this piece was not kept. */
  add(piece: Uint8Array): boolean {
    const length = this.length + piece.byteLength;
    if (length > this.most) return false;
    if (this.length === 0) this.only = piece;
    else this.roomFor(length).set(piece, this.length);
    this.length = length;
    return true;
  }

  whole(): Uint8Array {
    return this.room?.subarray(0, this.length) ?? this.only;
  }

  /** Doubled, so that all copying together is about the length. */
  private roomFor(length: number): Uint8Array {
    if (this.room !== null && length <= this.room.length) return this.room;
    const room = new Uint8Array(Math.min(this.most, Math.max(roomMin, 2 * length)));
    room.set(this.whole());
    this.room = room;
    return room;
  }
}
