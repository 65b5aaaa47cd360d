// Takes secrets out of what is shown. In one pass over the text, or what stands in the place of one secret would be
// taken for another: `token` is a verify token that people choose, and it stands in `[verify_token]`.

/** Shorter ones stand in any text by chance, and are no secret. */
const lengthMin = 3;

/** From each text to what is to stand in its place. */
export function hideTexts(places: ReadonlyMap<string, string>): (text: string) => string {
  // Of two that begin alike the longer one, or its end would stay.
  const hidden = [...places.keys()]
    .filter(({ length }) => length >= lengthMin)
    .sort((one, other) => other.length - one.length);
  if (hidden.length === 0) return (text) => text;
  const pattern = new RegExp(hidden.map(literally).join('|'), 'g');
  return (text) => text.replace(pattern, (found) => places.get(found) ?? found);
}

/** As it is, and as it stands in a query. */
export function spellingsInUrl(text: string): string[] {
  const encoded = new URLSearchParams({ text }).toString().slice('text='.length);
  return [text, encoded, encoded.replaceAll('+', '%20')];
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
