// What endpoints answer instead of the bare challenge, in plain words: one knowledge for `dev` and for the doctor.

/** A sentence about a body that came with 200 and is not the challenge. */
export function nameWrongBody(received: string, expected: string): string {
  return `Your GET returned ${nameBody(received, expected)}; the handshake needs the bare challenge.`;
}

export function nameWrongStatus(status: number): string {
  return `Your GET answered ${status}; the handshake needs 200 and the bare challenge.`;
}

function nameBody(received: string, expected: string): string {
  const text = received.trim();
  if (text === '') return 'an empty body';
  if (text === expected) return 'the challenge with blanks or a line break around it';
  if (text === `"${expected}"`) return 'the challenge in quotes, as JSON';
  if (text.startsWith('[verify_token]')) return 'the verify token';
  if (/^[{["]/.test(text)) return 'JSON';
  if (text.startsWith('<')) return 'an HTML page';
  if (text.includes(expected)) return 'the challenge and something around it';
  return 'some other text';
}
