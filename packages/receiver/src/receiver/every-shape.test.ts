// Whatever fits a schema can be read: values made from the schemas, with all members or the fewest, of listed kinds
// and of kinds to come, become items under their names, and nothing that an item is asked for throws.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemLists } from '../payload/item-lists.ts';
import { fieldNames } from '../protocol/fields.ts';
import { type SchemaPlan, schemaValues, unheard } from '../test/schema-values.ts';
import { appSecret, postSigned, verifyToken } from '../test/signed-post.ts';
import { conversationKeys } from './conversation-key.ts';
import { exactInteger } from './exact-integer.ts';
import type { AnyItem } from './item.ts';
import { itemsOf } from './items.ts';
import { memberOf, textOf } from './member.ts';
import { createReceiver } from './receiver.ts';
import { advancesStatus } from './status-order.ts';

const plans: readonly SchemaPlan[] = [
  { members: 'required', values: 'listed' },
  { members: 'all', values: 'listed' },
  { members: 'some', values: 'listed' },
  { members: 'all', values: 'unheard' },
];

const schemas = fieldNames.map((field) => {
  const file = new URL(`../../schemas/${field}.json`, import.meta.url);
  return { field, schema: JSON.parse(readFileSync(file, 'utf8')) };
});

const bodyOf = (field: string, value: unknown) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', time: 1, changes: [{ field, value }] }],
  });

describe.each(plans)('a value with $members members, its values $values,', (plan) => {
  it('becomes items under their names, and each answers what it is asked', async () => {
    for (const { field, schema } of schemas) {
      await fc.assert(
        fc.asyncProperty(schemaValues(schema, plan), async (value) => {
          const items = [...itemsOf(bodyOf(field, value))];
          expect(items.map(({ name }) => name)).toEqual(namesOf(field, value));
          for (const item of items) ask(item);
          const keys = items.map(({ key }) => key);
          const again = [...itemsOf(bodyOf(field, value))].map(({ key }) => key);
          expect(again).toEqual(keys);
          // What has the key of another is the same item, and is handled once.
          const once = items.filter(({ key }, index) => keys.indexOf(key) === index);
          expect(await handled(field, value)).toEqual(once.map(({ name }) => name));
        }),
        { numRuns: 2 },
      );
    }
  });
});

/** By the table alone: what is in each list, and of which kind it says it is. */
function namesOf(field: string, value: unknown): readonly string[] {
  const found = (itemLists.get(field) ?? []).map(({ name, path, kindBy }) => {
    const at = path.reduce(memberOf, value);
    const contents = path.length === 0 ? [value] : Array.isArray(at) ? at : null;
    const kinds = contents?.map((content) => (kindBy === null ? null : textOf(content, kindBy)));
    return kinds?.map((kind) => (kind === null ? name : `${name}.${kind}`)) ?? null;
  });
  return found.every((names) => names === null) ? ['unknown'] : found.flatMap((names) => names ?? []);
}

function ask(item: AnyItem): void {
  expect(item.key).toMatch(/^[\x21-\x7e]+( \S+)+$/u);
  for (const key of conversationKeys(item)) expect(key).toMatch(/^.*\/./su);
  expect(item.conversation).toBe(conversationKeys(item)[0] ?? null);
  expect(item.contact === null || typeof item.contact === 'object').toBe(true);
  expect(exactInteger(item, 'message_template_id') ?? 0n).toBeTypeOf('bigint');
  const status = textOf(item.content, 'status');
  if (status !== null) expect(advancesStatus({ from: null, to: status })).toBe(true);
  if (status === unheard) expect(advancesStatus({ from: 'sent', to: status })).toBe(false);
}

/** The names that handlers were called with: one handler for every list, and one for `unknown`. */
async function handled(field: string, value: unknown): Promise<readonly string[]> {
  const names: string[] = [];
  const receiver = createReceiver({ appSecret, verifyToken });
  // The names come from the table; the compiler is content with any.
  for (const name of ['unknown', ...(itemLists.get(field) ?? []).map((list) => list.name)])
    receiver.on(name as 'messages', (_content, item) => names.push(item.name));
  expect((await postSigned(receiver, bodyOf(field, value))).status).toBe(200);
  return names;
}
