// Where the values of a JSON text lie, so that mutations change one and leave every other byte alone.

export type Span = {
  readonly kind: 'object' | 'array' | 'string' | 'other';
  readonly start: number;
  readonly end: number;
  /** Of a member of an object: where its name lies, quotes included. */
  readonly name: { readonly start: number; readonly end: number } | null;
};

type Open = { kind: 'object' | 'array'; start: number; name: Span['name']; isNameNext: boolean };

/** Of valid JSON, all values; the last one is the whole. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  const open: Open[] = [];
  let name: Span['name'] = null;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const [token] = match;
    const [start, end] = [match.index, match.index + token.length];
    const around = open.at(-1);
    if (token === '{' || token === '[') {
      open.push({ kind: token === '{' ? 'object' : 'array', start, name, isNameNext: token === '{' });
      name = null;
    } else if (token === '}' || token === ']') {
      const closed = open.pop();
      if (closed !== undefined)
        spans.push({ kind: closed.kind, start: closed.start, end, name: closed.name });
    } else if (token === ',') {
      if (around?.kind === 'object') around.isNameNext = true;
    } else if (around?.isNameNext) {
      name = { start, end };
      around.isNameNext = false;
    } else if (token !== ':') {
      spans.push({ kind: token.startsWith('"') ? 'string' : 'other', start, end, name });
      name = null;
    }
  }
  return spans;
}
