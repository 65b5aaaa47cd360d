// One shape as a section of a page: what it is, its members, its kinds.
import type { Members, PresenceShape, Shape, TaggedShape, Variant } from '../shapes.ts';
import { variantName } from './declarations.ts';
import { described } from './marks.ts';
import type { Reached } from './walk.ts';

/** On which page a shape is documented. */
export type Home = ReadonlyMap<Reached, string>;

export function section(shape: Reached, home: Home, here: string): string {
  const title = `## ${shape.name}`;
  const link = linker(home, here);
  switch (shape.is) {
    case 'object':
      return blocks(title, described(shape), memberTable(shape.members, link));
    case 'alias':
      return blocks(title, described(shape), `Type: ${typeText(shape.of, link)}.`);
    case 'variant':
      return blocks(title, kindLine('type', shape), described(shape), memberTable(shape.members, link));
    case 'presence':
      return blocks(title, described(shape), presenceText(shape, link));
    case 'tagged':
      return blocks(title, described(shape), taggedTable(shape, link));
  }
}

export function memberTable(members: Members, link: Link): string {
  const rows = Object.entries(members).map(([name, member]) => [
    `\`${name}\``,
    typeText(member.shape, link),
    member.optional ? 'no' : 'yes',
    [described(member), ...valuesText(member.shape)].join(' '),
  ]);
  return rows.length === 0 ? 'No further members.' : table(['member', 'type', 'required', 'notes'], rows);
}

type Link = (shape: Reached) => string;

const linker =
  (home: Home, here: string): Link =>
  (shape) => {
    const place = home.get(shape);
    if (place === undefined) return shape.name;
    return `[${shape.name}](${place === here ? '' : `${place}.md`}#${shape.name.toLowerCase()})`;
  };

const presenceText = ({ member, present, absent }: PresenceShape, link: Link): string =>
  `${link(present)} where \`${member}\` is present, ${link(absent)} otherwise.`;

function taggedTable(shape: TaggedShape, link: Link): string {
  const head = shape.head === null ? '' : ` Every kind has the members of ${link(shape.head)}.`;
  const missing = shape.untagged ? ' It may be missing.' : '';
  const rows = shape.variants.map((variant) => [
    variant.kinds.map((kind) => `\`${kind}\``).join(', '),
    `\`${variantName(shape, variant.name)}\``,
    link(variant),
    described(variant),
  ]);
  return blocks(
    `Told apart by \`${shape.by}\`: ${lowerFirst(shape.byDoc)}${missing}${head} Any other value is an \`${shape.other}\`.`,
    table([`\`${shape.by}\``, 'type', 'further members', 'notes'], rows),
  );
}

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const kindLine = (by: string, variant: Variant): string =>
  variant.sharedBy === null
    ? `Where the kind is ${variant.kinds.map((kind) => `\`${kind}\``).join(' or ')}.`
    : `\`${by}\`: ${variant.kinds.map((kind) => `\`${kind}\``).join(' or ')}.`;

function typeText(shape: Shape, link: Link): string {
  switch (shape.is) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return shape.is;
    case 'bigId':
      return 'integer, may exceed 2^53';
    case 'anything':
      return 'anything';
    case 'record':
      return 'object';
    case 'time':
      return {
        string: 'Unix seconds, string of digits',
        integer: 'Unix seconds, integer',
        either: 'Unix seconds, integer or string of digits',
      }[shape.as];
    case 'constant':
      return `\`"${shape.value}"\``;
    case 'open':
      return 'string';
    case 'either':
      return shape.of.map((one) => typeText(one, link)).join(' or ');
    case 'nullable':
      return `${typeText(shape.of, link)} or null`;
    case 'list':
      return `array of ${typeText(shape.of, link)}`;
    default:
      return link(shape);
  }
}

function valuesText(shape: Shape): readonly string[] {
  if (shape.is === 'open')
    return [`Known values: ${shape.values.map((value) => `\`${value}\``).join(', ')}.`];
  if (shape.is === 'nullable' || shape.is === 'list') return valuesText(shape.of);
  if (shape.is === 'either') return shape.of.flatMap(valuesText);
  return [];
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const blocks = (...texts: readonly string[]): string => texts.join('\n\n');
