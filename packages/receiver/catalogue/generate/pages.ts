// Prints docs/fields: a table of all fields, a page for each, and one for what they share.

import { findField } from '../../src/protocol/fields.ts';
import { notification } from '../envelope.ts';
import { fieldEntries } from '../fields.ts';
import type { FieldEntry } from '../shapes.ts';
import type { ItemTypes } from './items.ts';
import { markSentences } from './marks.ts';
import { type Home, section, table } from './page-sections.ts';
import { type Reached, reach } from './walk.ts';

const written =
  'Generated from the catalogue of payloads (`packages/receiver/catalogue`); a test keeps this page equal to it.';

export function pages(
  items: readonly ItemTypes[],
  sampleText: (field: string, sample: string) => string,
): ReadonlyMap<string, string> {
  const home = findHomes();
  // On its own page a field's value comes first; shapes that others brought to the page come after.
  const everything = reach(notification);
  const on = (page: string, order: readonly Reached[]) => order.filter((shape) => home.get(shape) === page);
  const files = new Map<string, string>([
    ['README.md', overview(items)],
    ['common.md', commonPage(on('common', everything), home)],
  ]);
  for (const field of fieldEntries) {
    const mine = items.filter((one) => one.field === field.name);
    files.set(
      `${field.name}.md`,
      fieldPage(
        field,
        mine,
        on(field.name, [...new Set([...reach(field.value), ...everything])]),
        home,
        sampleText,
      ),
    );
  }
  return files;
}

/** A shape is documented where the only field that has it is; where several have it, on the page its part names. */
function findHomes(): Home {
  const fields = new Map<Reached, string[]>();
  for (const field of fieldEntries)
    for (const shape of reach(field.value)) fields.set(shape, [...(fields.get(shape) ?? []), field.name]);
  const home = new Map<Reached, string>();
  for (const [shape, users] of fields) {
    const [only] = users;
    home.set(shape, users.length === 1 && only !== undefined ? only : shape.part.page);
  }
  for (const shape of reach(notification))
    if (!home.has(shape) && shape.is !== 'variant') home.set(shape, 'common');
  return home;
}

function overview(items: readonly ItemTypes[]): string {
  const rows = fieldEntries.map((field) => [
    `[\`${field.name}\`](${field.name}.md)`,
    field.trigger,
    permission(field.name),
    findField(field.name)?.group ?? '',
    yes(findField(field.name)?.entryTime),
    yes(findField(field.name)?.metadata),
    items
      .filter((one) => one.field === field.name)
      .map(({ items: { name, kindBy } }) => `\`${name}\`${kindBy === null ? '' : ` (by \`${kindBy}\`)`}`)
      .join(', '),
  ]);
  return page(
    '# Fields',
    written,
    'Every field that a WhatsApp Business Account can deliver. Shapes shared by several fields are in [common.md](common.md); JSON Schemas are in `packages/receiver/schemas`.',
    'A handler is registered for a list of items (`messages`), or for one kind of it (`messages.text`). Fields, kinds, members and values that are not listed must be expected: the platform adds them without notice.',
    '`schemas/notification.json` is for a whole body, `schemas/<field>.json` for the value of one change (draft 2020-12; `@wahook/receiver/schemas/messages.json`). They accept members, kinds and values that are not listed. `x-known-values` beside a string names the values that are; a validator in strict mode has to be told of it, such as `ajv.addVocabulary(["x-known-values"])`, and that a type may be a list (`allowUnionTypes`).',
    table(['field', 'sent when', 'permission', 'group', '`entry.time`', '`metadata`', 'handlers'], rows),
  );
}

function commonPage(shapes: readonly Reached[], home: Home): string {
  return page('# Shared shapes', written, ...shapes.map((shape) => section(shape, home, 'common')));
}

function fieldPage(
  field: FieldEntry,
  items: readonly ItemTypes[],
  shapes: readonly Reached[],
  home: Home,
  sampleText: (field: string, sample: string) => string,
): string {
  return page(
    `# ${field.name}`,
    written,
    [`**Sent when:** ${field.trigger}`, ...markSentences(field).map((text) => `**${text}**`)].join('\n\n'),
    facts(field),
    ...(field.notes ?? []),
    '## Handlers',
    handlers(items, home, field.name),
    ...shapes.map((shape) => section(shape, home, field.name)),
    ...(field.sample === null
      ? []
      : [
          '## Sample',
          `\`samples/${field.name}/${field.sample}.json\``,
          `\`\`\`json\n${sampleText(field.name, field.sample).trim()}\n\`\`\``,
        ]),
  );
}

function facts(field: FieldEntry): string {
  const known = findField(field.name);
  return table(
    ['', ''],
    [
      ['permission', permission(field.name)],
      ['group', known?.group ?? ''],
      ['`entry.time`', yes(known?.entryTime)],
      ['`metadata` in the value', yes(known?.metadata)],
      ['follows callback overrides', yes(known?.followsOverrides)],
      ['schema', `[\`schemas/${field.name}.json\`](../../packages/receiver/schemas/${field.name}.json)`],
      [
        'source',
        field.sources.length === 0 ? 'none' : field.sources.map((source) => `<${source}>`).join(' '),
      ],
    ],
  );
}

function handlers(items: readonly ItemTypes[], home: Home, here: string): string {
  const rows = items.flatMap(({ items: list, content, kinds }) => [
    [
      `\`${list.name}\``,
      list.path.length === 0 ? 'the value' : `each of \`${list.path.join('.')}\``,
      linked(content, home, here),
    ],
    ...kinds.map(({ kind, type }) => [
      `\`${list.name}.${kind}\``,
      `where \`${list.kindBy}\` is \`${kind}\``,
      `\`${type}\``,
    ]),
  ]);
  return table(['name', 'called for', 'content'], rows);
}

const linked = (shape: Reached, home: Home, here: string): string => {
  const place = home.get(shape);
  return `[\`${shape.name}\`](${place === here || place === undefined ? '' : `${place}.md`}#${shape.name.toLowerCase()})`;
};

const permission = (field: string): string =>
  field === 'messages' ? '`whatsapp_business_messaging`' : '`whatsapp_business_management`';
const yes = (value: boolean | undefined): string => (value === true ? 'yes' : 'no');
const page = (...blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;
