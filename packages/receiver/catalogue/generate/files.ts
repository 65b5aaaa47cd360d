// Everything that is generated: path from the repository's root → text.
import { notification } from '../envelope.ts';
import { fieldEntries } from '../fields.ts';
import { exportedNames, typeFiles } from './declarations.ts';
import { itemListsFile, itemMapFile, itemTypes } from './items.ts';
import { pages } from './pages.ts';
import { schemaFile } from './schemas.ts';
import { reach } from './walk.ts';

export const reached = reach(notification);

export function generatedFiles(
  sampleText: (field: string, sample: string) => string,
): ReadonlyMap<string, string> {
  const homes = new Map(
    reached.flatMap((shape) => exportedNames(shape).map((name) => [name, shape.part.file])),
  );
  const payload = new Map(typeFiles(reached));
  const items = itemTypes(fieldEntries);
  payload.set('item-lists.ts', itemListsFile(fieldEntries));
  payload.set('item-map.ts', itemMapFile(items, homes));
  const schemas = [
    ['notification.json', schemaFile('notification', notification)] as const,
    ...fieldEntries.map((field) => [`${field.name}.json`, schemaFile(field.name, field.value)] as const),
  ];
  return new Map([
    ...[...payload].map(([name, text]) => [`packages/receiver/src/payload/${name}`, text] as const),
    ...schemas.map(([name, text]) => [`packages/receiver/schemas/${name}`, text] as const),
    ...[...pages(items, sampleText)].map(([name, text]) => [`docs/fields/${name}`, text] as const),
  ]);
}
