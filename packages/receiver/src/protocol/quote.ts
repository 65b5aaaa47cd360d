// Shows a stranger's text inside a message of ours: an answer's body, a status line, a member name.
// Guarantees printable ASCII of bounded length that cannot end the quotation, start markup or move a cursor.
// Only for people to read; bytes for the wire are made by `wire-form.ts`.
import { escapeUnit } from './escapes.ts';

/** Enough to recognise an HTML error page or a stack trace, too little to read another system by. */
const quotedLengthMax = 100;

/** The text with everything but harmless ASCII written as JSON escapes, cut to at most 100 characters. */
export function quote(text: string): string {
  let quoted = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const shown = isHarmless(unit) ? String.fromCharCode(unit) : escapeUnit(unit);
    if (quoted.length + shown.length > quotedLengthMax) break;
    quoted += shown;
  }
  return quoted;
}

function isHarmless(unit: number): boolean {
  const printable = unit >= 0x20 && unit < 0x7f;
  return printable && !'"\\<>&'.includes(String.fromCharCode(unit));
}
