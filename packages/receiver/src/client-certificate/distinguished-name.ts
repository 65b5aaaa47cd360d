// Reads the text form of a certificate's subject (RFC 2253, RFC 4514) far enough to find its common names.
// Strict where a forger gains by laxness: an attribute's name must be one, and a blank after a comma, which no
// writer of this form makes, means that two headers were joined.

/** The values of all CN attributes; null when the text is not in the form. */
export function commonNamesOf(subject: string): string[] | null {
  const names: string[] = [];
  let rest = subject;
  for (;;) {
    const type = /^([A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)*)=/.exec(rest);
    if (type === null) return null;
    const [whole, name = ''] = type;
    const value = readValue(rest.slice(whole.length));
    if (value === null) return null;
    if (name.toUpperCase() === 'CN' || name === '2.5.4.3') names.push(value.text);
    if (value.rest === '') return names;
    rest = value.rest.slice(1);
  }
}

/** A value, unescaped, and what follows: nothing, or a separator and more. */
function readValue(text: string): { text: string; rest: string } | null {
  const bytes: number[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === ',' || character === '+') break;
    if (character === '\\') {
      const hex = /^[0-9a-fA-F]{2}/.exec(text.slice(at + 1, at + 3))?.[0];
      if (hex === undefined && at + 1 >= text.length) return null;
      bytes.push(...(hex === undefined ? utf8(text.charAt(at + 1)) : [Number.parseInt(hex, 16)]));
      at += hex === undefined ? 2 : 3;
      continue;
    }
    // Quoted values and lists by semicolon are of an older form that no proxy of ours writes.
    if (character === '"' || character === ';') return null;
    bytes.push(...utf8(character));
    at++;
  }
  return { text: new TextDecoder().decode(Uint8Array.from(bytes)), rest: text.slice(at) };
}

function utf8(character: string): Uint8Array {
  return new TextEncoder().encode(character);
}
