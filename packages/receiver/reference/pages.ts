// Prints docs/receiver-api: one page for each entry point of the package, from the TSDoc of what it exports. Payload
// types have their pages in docs/fields, and are linked from here.
import path from 'node:path';
import { textOf, usedBy } from './declaration-text.ts';
import { type Entry, entries } from './entries.ts';
import { type Declaration, exportsOf, headerOf } from './modules.ts';

const note = 'Generated from the comments in the code; a test keeps this page equal to them.';

/** Page name → text. `fieldPages`: payload type → its page and heading in docs/fields. */
export function referencePages(fieldPages: ReadonlyMap<string, string>): Map<string, string> {
  const all = entries();
  const homes = homesOf(all);
  const pages = all.map((entry) => [entry.page, pageOf(entry, homes, fieldPages)] as const);
  return new Map([['README.md', index(all)], ...pages]);
}

/** What is exported and has no documentation: `<specifier>: <name>`. */
export function undocumented(all: readonly Pick<Entry, 'specifier' | 'file'>[] = entries()): string[] {
  return all.flatMap(({ specifier, file }) =>
    [...exportsOf(file)]
      .filter(([, { doc }]) => doc === null || proseOf(doc) === '')
      .map(([name]) => `${specifier}: ${name}`),
  );
}

/** A declaration's own key → the heading that describes it. The first entry point that has it is its home. */
type Homes = ReadonlyMap<string, string>;

function homesOf(all: readonly Entry[]): Homes {
  const homes = new Map<string, string>();
  for (const { file, page } of all)
    for (const [name, declaration] of exportsOf(file)) {
      const key = keyOf(declaration);
      if (!homes.has(key) && !isPayload(declaration)) homes.set(key, `${page}#${name.toLowerCase()}`);
    }
  return homes;
}

function keyOf({ file, name }: Declaration): string {
  return `${file}#${name}`;
}

function isPayload({ file }: Declaration): boolean {
  return path.basename(path.dirname(file)) === 'payload';
}

function index(all: readonly Entry[]): string {
  const rows = all.map(({ specifier, file, page }) => {
    const names = inOrder(file).map(([name]) => `[\`${name}\`](${page}#${name.toLowerCase()})`);
    return `| [\`${specifier}\`](${page}) | ${names.join(', ')} |`;
  });
  return joined([
    '# Reference of `@wahook/receiver`',
    note,
    'How to use it: [receiver.md](../receiver.md). Types of payloads: [docs/fields](../fields/README.md); all of them are exported by `@wahook/receiver`.',
    ['| import from | what |', '| --- | --- |', ...rows].join('\n'),
    'Besides: `@wahook/receiver/samples/<field>/<variant>.json`, a notification of each kind, and `@wahook/receiver/schemas/<field>.json`, JSON Schemas. Other modules below `/protocol/` serve the wahook server, and may change with any version.',
  ]);
}

/** What is called first, then what it takes and gives. */
function inOrder(file: string): [string, Declaration][] {
  const isType = ([, { node }]: [string, Declaration]) => /^TS/.test(node.type);
  const exported = [...exportsOf(file)].filter(([, each]) => !isPayload(each));
  return [...exported.filter((each) => !isType(each)), ...exported.filter(isType)];
}

function pageOf(
  { specifier, file, page }: Entry,
  homes: Homes,
  fieldPages: ReadonlyMap<string, string>,
): string {
  const payloads = [...exportsOf(file).values()].filter(isPayload).length;
  const sections = inOrder(file).map(([name, declaration]) =>
    section(name, declaration, page, homes, fieldPages),
  );
  return joined([
    `# \`${specifier}\``,
    note,
    headerOf(file),
    ...(payloads > 0
      ? [
          `It also exports the ${payloads} types of payloads, which [docs/fields](../fields/README.md) describes.`,
        ]
      : []),
    ...sections.flat(),
  ]);
}

function section(
  name: string,
  declaration: Declaration,
  page: string,
  homes: Homes,
  fieldPages: ReadonlyMap<string, string>,
): string[] {
  const home = homes.get(keyOf(declaration)) ?? '';
  if (!home.startsWith(`${page}#`)) return [`## ${name}`, `As in [${home.split('#')[0]}](${home}).`];
  const { links, hidden } = related(declaration, homes, fieldPages);
  const here = (link: string) => link.replace(`](${page}#`, '](#');
  return [
    `## ${name}`,
    proseOf(declaration.doc ?? ''),
    fence([textOf(declaration), ...hidden.map(withComment)].join('\n\n')),
    ...remarksOf(declaration.doc ?? ''),
    ...(links.length > 0 ? [`See also ${links.map(here).join(', ')}.`] : []),
  ];
}

/** What has no heading of its own is explained where it stands. */
function withComment(declaration: Declaration): string {
  const { doc } = declaration;
  return doc === null
    ? textOf(declaration)
    : `/** ${doc.replaceAll('\n', '\n * ')} */\n${textOf(declaration)}`;
}

/** What a declaration uses: links to what is described somewhere, and the text of what is not. */
function related(
  declaration: Declaration,
  homes: Homes,
  fieldPages: ReadonlyMap<string, string>,
  seen = new Set([keyOf(declaration)]),
): { links: string[]; hidden: Declaration[] } {
  const links: string[] = [];
  const hidden: Declaration[] = [];
  for (const used of usedBy(declaration)) {
    if (seen.has(keyOf(used))) continue;
    seen.add(keyOf(used));
    const target =
      homes.get(keyOf(used)) ??
      (isPayload(used) ? (fieldPages.get(used.name) ?? '../fields/README.md') : undefined);
    if (target !== undefined) links.push(`[${used.name}](${target})`);
    else {
      const further = related(used, homes, fieldPages, seen);
      links.push(...further.links);
      hidden.push(used, ...further.hidden);
    }
  }
  return { links, hidden };
}

/** A comment up to its first tag. Lines are joined, paragraphs and fences kept. */
function proseOf(doc: string): string {
  return reflow(doc.split(/^@\w+/m)[0] ?? '');
}

/** `@throws`, `@param` and `@returns` in words, then the examples. */
function remarksOf(doc: string): string[] {
  const blocks = doc.split(/^(?=@\w+)/m).filter((block) => block.startsWith('@'));
  const words = blocks.flatMap((block) => {
    const [, tag = '', text = ''] = /^@(\w+)\s*([\s\S]*)$/.exec(block) ?? [];
    if (tag === 'throws') return [`Throws ${reflow(text)}.`];
    if (tag === 'returns') return [`Returns ${reflow(text)}.`];
    if (tag === 'param') return [`- ${reflow(text).replace(/^(\w+)\s+(?:- )?/, '`$1`: ')}`];
    return [];
  });
  const examples = blocks
    .filter((block) => block.startsWith('@example'))
    .map((block) => fence(block.replace(/^@example\s*\n?/, '').trimEnd()));
  return [...words, ...examples];
}

function reflow(text: string): string {
  return text
    .trim()
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) => (part.startsWith('```') ? part : part.replaceAll(/([^\n])\n(?!\n|[-|])[ \t]*/g, '$1 ')))
    .join('');
}

function fence(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

function joined(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
