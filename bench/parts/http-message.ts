// Finds where one HTTP message ends in what a socket has brought. Enough for the generator and the sink, which know
// whom they talk to: a head and a body whose length is announced. Anything else is an error, loudly.

export interface Message {
  /** Start line and headers. */
  head: string;
  bodyAt: number;
  /** Where the next message would begin; beyond the bytes at hand while this one is not complete. */
  end: number;
}

const endOfHead = Buffer.from('\r\n\r\n');

/** null: not even the head is complete. */
export function readMessage(bytes: Buffer): Message | null {
  const headEnd = bytes.indexOf(endOfHead);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const bodyAt = headEnd + endOfHead.length;
  return { head, bodyAt, end: bodyAt + bodyLength(head) };
}

function bodyLength(head: string): number {
  // Faster than a search without regard to case; these are the two ways in which it is written in practice.
  let at = head.indexOf('\r\ncontent-length:');
  if (at < 0) at = head.indexOf('\r\nContent-Length:');
  if (at >= 0) return Number.parseInt(head.slice(at + 17), 10);
  if (head.startsWith('GET ')) return 0;
  throw new Error(`a message without content-length, which the bench does not read:\n${head}`);
}
