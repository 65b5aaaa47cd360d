// The events of one delivery after its first, packed: each seq as its distance from the one before, in 7-bit
// groups with the low ones first. Events of one body are neighbours, so most members cost one byte.

export function packMembers(seqs: readonly number[]): Uint8Array | null {
  if (seqs.length < 2) return null;
  const packed: number[] = [];
  for (let at = 1; at < seqs.length; at++) pushVarint(packed, gap(seqs[at - 1], seqs[at]));
  return Uint8Array.from(packed);
}

export function unpackMembers(firstSeq: number, packed: Uint8Array | null): number[] {
  const seqs = [firstSeq];
  let last = firstSeq;
  let value = 0;
  let scale = 1;
  for (const byte of packed ?? []) {
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (byte < 0x80) {
      last += value;
      seqs.push(last);
      value = 0;
      scale = 1;
    }
  }
  if (scale !== 1) throw new Error('Packed members end in the middle of a number.');
  return seqs;
}

function gap(before: number | undefined, seq: number | undefined): number {
  const distance = Number(seq) - Number(before);
  if (!Number.isSafeInteger(distance) || distance < 1) throw new RangeError('Members must rise.');
  return distance;
}

/** Division, not shifts: seqs may need more than 32 bits. */
function pushVarint(packed: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    packed.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  packed.push(rest);
}
