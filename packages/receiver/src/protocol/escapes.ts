// The one table of escapes that bodies of ours use: what Meta's bodies are seen to contain. Signatures cover
// exactly these bytes, so the spelling of each escape is part of the contract, down to the case of its digits.
// JSON's own escapes (\" \\ \n …) are not in it: the input to escape is valid JSON and has them already.

const backslash = 0x5c;
const letterU = 0x75;

/** Escapes for characters that JSON would allow raw. `C` is upper case in all that is known of Meta's `\u003C`. */
const spelledOut: Readonly<Record<string, string>> = {
  '/': '\\/',
  '<': '\\u003C',
  '%': '\\u0025',
  '@': '\\u0040',
};

const encoder = new TextEncoder();

/** By ASCII code: the bytes to write instead of the character, or undefined when it stands for itself. */
export const asciiEscapes: readonly (Uint8Array | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const spelled = spelledOut[String.fromCharCode(code)];
  return spelled === undefined ? undefined : encoder.encode(spelled);
});

const hexDigits = encoder.encode('0123456789abcdef');

/** Bytes that one `\uXXXX` takes. */
export const unitEscapeBytes = 6;

/** Writes one UTF-16 code unit as `\uXXXX`, lower-case hex, and returns the place after it. */
export function putUnitEscape(out: Uint8Array, at: number, unit: number): number {
  out[at] = backslash;
  out[at + 1] = letterU;
  for (let digit = 0; digit < 4; digit++) {
    // Four bits always hit one of the sixteen digits; the fallback is for the type checker.
    out[at + 2 + digit] = hexDigits[(unit >> (12 - 4 * digit)) & 0xf] ?? 0;
  }
  return at + unitEscapeBytes;
}

/** One UTF-16 code unit as text: in the table's spelling where it has one, else `\uXXXX` in lower case. */
export function escapeUnit(unit: number): string {
  const spelled = spelledOut[String.fromCharCode(unit)];
  return spelled ?? `\\u${unit.toString(16).padStart(4, '0')}`;
}
