// How the languages that webhook handlers are written in put parsed JSON back into text: where they set blanks, and
// which characters they escape. None of them gives back Meta's bytes, and each leaves traces by which it is known.
// Works token by token where it can, so that numbers and the order of members stay as they were.

export interface JsonWriter {
  /** `JSON.stringify(JSON.parse(body))`: what somebody wrote in their program. */
  call: string;
  language: 'JavaScript' | 'Python' | 'PHP' | 'Go' | 'Ruby' | 'Java';
  /** Throws when the text is no JSON. */
  write(text: string): string;
}

type Spelling = (character: string) => string;

/** A token and the blanks around it. The string part is unrolled, so that long ones cost no stack. */
const tokenPattern = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+)\s*/gs;

/** The same tokens, with strings spelled anew and other blanks between them. */
function respell(text: string, { spell, comma, colon }: { spell: Spelling; comma: string; colon: string }) {
  // Also the check that it is JSON at all.
  JSON.parse(text);
  return text.replaceAll(tokenPattern, (_, token: string) => {
    if (token === ',') return comma;
    if (token === ':') return colon;
    return token.startsWith('"') ? spellString(token, spell) : token;
  });
}

function spellString(token: string, spell: Spelling): string {
  // Of a string token JSON.parse makes a string; JSON.stringify escapes what JSON itself demands.
  const plain = JSON.stringify(JSON.parse(token));
  return spell(plain);
}

const unit = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const none: Spelling = (text) => text;
const nonAscii: Spelling = (text) => text.replaceAll(/[^\0-\x7f]/g, (each) => unit(each.charCodeAt(0)));
const slashes: Spelling = (text) => text.replaceAll('/', '\\/');
const html: Spelling = (text) => text.replaceAll(/[<>&\u2028\u2029]/g, (each) => unit(each.charCodeAt(0)));

const compact = { comma: ',', colon: ':' };
const spaced = { comma: ', ', colon: ': ' };

/** Members in the order of their names, at every level. */
function sorted(text: string): string {
  return JSON.stringify(sortMembers(JSON.parse(text)));
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sortMembers(member)]));
}

const javascript = (call: string, indent?: number | string): JsonWriter => ({
  call,
  language: 'JavaScript',
  write: (text) => JSON.stringify(JSON.parse(text), null, indent),
});

const other = (
  language: JsonWriter['language'],
  call: string,
  write: (text: string) => string,
): JsonWriter => ({ language, call, write });

/** Those that are met most often first. */
export const jsonWriters: readonly JsonWriter[] = [
  javascript('JSON.stringify(JSON.parse(body))'),
  other('PHP', 'json_encode(json_decode($body))', (text) =>
    respell(text, { ...compact, spell: (each) => slashes(nonAscii(each)) }),
  ),
  other('Python', 'json.dumps(json.loads(body))', (text) => respell(text, { ...spaced, spell: nonAscii })),
  other('Python', "json.dumps(json.loads(body), separators=(',', ':'))", (text) =>
    respell(text, { ...compact, spell: nonAscii }),
  ),
  other('Python', 'json.dumps(json.loads(body), ensure_ascii=False)', (text) =>
    respell(text, { ...spaced, spell: none }),
  ),
  other('PHP', 'json_encode(json_decode($body), JSON_UNESCAPED_UNICODE)', (text) =>
    respell(text, { ...compact, spell: slashes }),
  ),
  other('Go', 'json.Marshal of a map', (text) => respell(sorted(text), { ...compact, spell: html })),
  other('JavaScript', 'JSON.stringify of members in sorted order', sorted),
  other('Python', 'json.dumps(json.loads(body), sort_keys=True)', (text) =>
    respell(sorted(text), { ...spaced, spell: nonAscii }),
  ),
  other('Python', "json.dumps(json.loads(body), sort_keys=True, separators=(',', ':'))", (text) =>
    respell(sorted(text), { ...compact, spell: nonAscii }),
  ),
  other('Go', 'json.Marshal of structs in the order of the body', (text) =>
    respell(text, { ...compact, spell: html }),
  ),
  javascript('JSON.stringify(JSON.parse(body), null, 2)', 2),
  javascript('JSON.stringify(JSON.parse(body), null, 4)', 4),
  javascript("JSON.stringify(JSON.parse(body), null, '\\t')", '\t'),
];
