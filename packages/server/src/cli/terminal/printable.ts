// Text from outside on its way to a terminal: message texts, answers of endpoints, names. Whatever could move the
// cursor, change colours, reverse the reading direction or hide itself comes out as a visible escape.

/**
 * Controls (C0, DEL, C1), format characters (bidi, zero width, tags), line and paragraph separators, lone
 * surrogates, and what Unicode wants ignored. The emoji selector is let through where it does follow an emoji.
 */
const hazards =
  /(?!\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<!\p{Emoji})\ufe0f/gu;

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line, safe to print; cut to `lengthMax` characters, with an ellipsis where something was left out. */
export function printable(text: string, lengthMax = 10_000): string {
  // Cut first, by code points: fifty thousand emoji must not be escaped to be thrown away.
  const shown = [...text.slice(0, 2 * lengthMax + 2)];
  const cut = shown.length > lengthMax;
  const kept = (cut ? shown.slice(0, lengthMax) : shown).join('');
  return kept.replace(hazards, escapeHazard) + (cut ? '…' : '');
}

/** The same for JSON: still JSON, still the same value, nothing in it that a terminal would act on. */
export function printableJson(json: string): string {
  return json.replace(hazards, (hazard) => hazard.split('').map(unitEscape).join(''));
}

function escapeHazard(hazard: string): string {
  if (/\p{Cs}/u.test(hazard)) return '\ufffd';
  const code = hazard.codePointAt(0) ?? 0;
  if (code < 0x100) return shortEscapes[hazard] ?? `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : unitEscape(hazard);
}

function unitEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
