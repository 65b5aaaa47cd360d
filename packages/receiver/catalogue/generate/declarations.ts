// Prints the TypeScript types: a file for each part, TSDoc on everything.
import { suffixed } from '../names.ts';
import type { Members, Part, PresenceShape, Shape, TaggedShape } from '../shapes.ts';
import { described } from './marks.ts';
import type { Reached } from './walk.ts';

export const banner = (what: string, from: string): string =>
  `// Generated from ${from}; do not edit. UPDATE_DOCS=1 writes it anew.\n// ${what}\n`;

/** File name below `payload/` → text. */
export function typeFiles(shapes: readonly Reached[]): ReadonlyMap<string, string> {
  const parts = [...new Set(shapes.map((shape) => shape.part))];
  const homes = new Map(
    shapes.flatMap((shape) => exportedNames(shape).map((name) => [name, shape.part.file])),
  );
  const files = new Map<string, string>();
  for (const part of parts) {
    const mine = shapes.filter((shape) => shape.part === part);
    files.set(`${part.file}.ts`, typeFile(part, mine, homes));
  }
  files.set('unknown-kind.ts', unknownKind);
  files.set('index.ts', indexFile(homes));
  return files;
}

function typeFile(part: Part, shapes: readonly Reached[], homes: ReadonlyMap<string, string>): string {
  const body = shapes
    .map(declaration)
    .filter((text) => text !== '')
    .join('\n');
  const own = new Set(shapes.flatMap(exportedNames));
  const words = new Set(withoutComments(body).match(/\b[A-Z]\w+/g));
  const imports = new Map<string, string[]>();
  for (const [name, file] of [...homes, ['UnknownKind', 'unknown-kind'] as const]) {
    if (words.has(name) && !own.has(name)) imports.set(file, [...(imports.get(file) ?? []), name]);
  }
  const lines = [...imports]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([file, names]) => namesFrom('import', names, file));
  return `${banner(part.holds, 'the catalogue')}${lines.join('')}\n${body}`;
}

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll(/'[^']*'/g, '');

export function exportedNames(shape: Reached): readonly string[] {
  if (shape.is === 'variant') return shape.sharedBy === null ? [] : [shape.name];
  if (shape.is !== 'tagged') return [shape.name];
  return [shape.name, ...shape.variants.map((variant) => variantName(shape, variant.name)), shape.other];
}

export const variantName = (tagged: TaggedShape, name: string): string =>
  tagged.suffix === null ? name : suffixed(name, tagged.suffix);

function declaration(shape: Reached): string {
  const doc = tsdoc(described(shape), '', pagesOf(shape));
  switch (shape.is) {
    case 'object':
      return `${doc}export interface ${shape.name} {\n${members(shape.members)}}\n`;
    case 'alias':
      return `${doc}export type ${shape.name} = ${typeOf(shape.of)};\n`;
    case 'presence':
      return `${doc}export type ${shape.name} = ${presence(shape)};\n`;
    case 'variant':
      return shape.sharedBy === null
        ? ''
        : `${doc}export interface ${shape.name} {\n${tag(shape.sharedBy, shape.kinds)}${members(shape.members)}}\n`;
    case 'tagged':
      return `${doc}${tagged(shape)}`;
  }
}

const presence = (shape: PresenceShape): string => `${shape.present.name} | ${shape.absent.name}`;

function tagged(shape: TaggedShape): string {
  const names = [...shape.variants.map((variant) => variantName(shape, variant.name)), shape.other];
  const union = `export type ${shape.name} =\n${names.map((name) => `  | ${name}`).join('\n')};\n`;
  const head = shape.head === null ? [] : [shape.head.name];
  const variants = shape.variants.map((variant) => {
    const doc = tsdoc(described(variant), '', pagesOf(variant));
    const name = variantName(shape, variant.name);
    if (shape.suffix !== null)
      return `${doc}export interface ${name} extends ${[...head, variant.name].join(', ')} {}\n`;
    return `${doc}export interface ${name}${extending(head)} {\n${tag(shape.by, variant.kinds, shape)}${members(variant.members)}}\n`;
  });
  const otherDoc = tsdoc(
    `A kind that this version does not list. Its \`${shape.by}\` is any other string.`,
    '',
  );
  const other = `${otherDoc}export interface ${shape.other}${extending(head)} {\n${tsdoc(shape.byDoc, '  ')}  readonly ${shape.by}: UnknownKind;\n}\n`;
  return [union, ...variants, other].join('\n');
}

const extending = (names: readonly string[]): string =>
  names.length === 0 ? '' : ` extends ${names.join(', ')}`;

function tag(by: string, kinds: readonly string[], shape?: TaggedShape): string {
  const optional = shape?.untagged === true ? '?' : '';
  const doc = shape === undefined ? 'Names the member that holds the content.' : shape.byDoc;
  return `${tsdoc(doc, '  ')}  readonly ${by}${optional}: ${kinds.map(quoted).join(' | ')};\n`;
}

/** A union names all pages it was put together from; what belongs to it, the page that shows it. */
function pagesOf(shape: Reached): readonly string[] {
  if ('source' in shape && shape.source !== undefined) return [shape.source];
  return shape.is === 'tagged' ? shape.part.sources : shape.part.sources.slice(0, 1);
}

function members(all: Members): string {
  return Object.entries(all)
    .map(([name, member]) => {
      const doc = tsdoc([described(member), ...units(member.shape)].join(' '), '  ');
      return `${doc}  readonly ${name}${member.optional ? '?' : ''}: ${typeOf(member.shape)};\n`;
    })
    .join('');
}

function units(shape: Shape): readonly string[] {
  if (shape.is === 'time') {
    const form = {
      string: ' as a string of digits',
      integer: '',
      either: ', as a number or a string of digits',
    }[shape.as];
    return [`Unix seconds${form}.`];
  }
  if (shape.is === 'bigId')
    return ['May exceed 2^53, where `JSON.parse` loses digits: the receiver has a lossless helper.'];
  return [];
}

export function typeOf(shape: Shape): string {
  switch (shape.is) {
    case 'string':
    case 'number':
    case 'boolean':
      return shape.is;
    case 'integer':
    case 'bigId':
      return 'number';
    case 'anything':
      return 'unknown';
    case 'time':
      return { string: 'string', integer: 'number', either: 'string | number' }[shape.as];
    case 'constant':
      return quoted(shape.value);
    case 'open':
      return `${shape.values.map(quoted).join(' | ')} | (string & {})`;
    case 'either':
      return shape.of.map(typeOf).join(' | ');
    case 'nullable':
      return `${typeOf(shape.of)} | null`;
    case 'list': {
      const one = typeOf(shape.of);
      return one.includes(' ') ? `readonly (${one})[]` : `readonly ${one}[]`;
    }
    case 'record':
      return 'Readonly<Record<string, unknown>>';
    default:
      return shape.name;
  }
}

export const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;

const width = 110;

export function tsdoc(text: string, indent: string, sources: readonly string[] = []): string {
  const see = sources.map((source) => `@see ${source}`);
  const line = `${indent}/** ${text} */`;
  if (see.length === 0 && line.length <= width) return `${line}\n`;
  const lines = [...wrapped(text, width - indent.length - 3), ...see];
  return `${indent}/**\n${lines.map((one) => `${indent} * ${one}\n`).join('')}${indent} */\n`;
}

function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const unknownKind = `${banner('What stands in for kinds that this version does not list.', 'the catalogue')}
declare const mark: unique symbol;

/**
 * A value of a tag (\`type\`, \`status\`, \`event\`, …) that this version does not list: the platform adds such
 * values without notice. At run time it is the string itself. In the types it is a literal that nothing equals, because
 * a union with a plain \`string\` among its tags is not narrowed by \`if (message.type === 'text')\`.
 */
export type UnknownKind = 'any other string' & { readonly [mark]: true };
`;

function indexFile(homes: ReadonlyMap<string, string>): string {
  const files = new Map<string, string[]>([
    ['item-map', ['ItemMap', 'ListMap']],
    ['unknown-kind', ['UnknownKind']],
  ]);
  for (const [name, file] of homes) files.set(file, [...(files.get(file) ?? []), name]);
  const lines = [...files]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([file, names]) => namesFrom('export', names, file));
  return `${banner('Every type of a payload.', 'the catalogue')}\n${lines.join('')}`;
}

/** `import type { A, B } from './file.ts';` over as many lines as it needs. */
export function namesFrom(word: 'import' | 'export', names: readonly string[], file: string): string {
  const list = `${names.toSorted().join(', ')}`;
  const line = `${word} type { ${list} } from './${file}.ts';\n`;
  if (line.length <= width) return line;
  const lines = wrapped(`${list},`, width - 2).map((one) => `  ${one}\n`);
  return `${word} type {\n${lines.join('')}} from './${file}.ts';\n`;
}
