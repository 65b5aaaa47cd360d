// Finds the JSON Schema of a field among the files of @wahook/receiver. Read when the field is published for the
// first time: nobody publishes all of them.
import { readFileSync } from 'node:fs';
import { findField } from '@wahook/receiver/protocol/fields';

/** The schema as parsed JSON; null for a field that is not in the catalogue, of which nothing is known. */
export function readFieldSchema(field: string): unknown {
  if (!findField(field)) return null;
  // From the export map, so that it is right wherever the package is installed. The name comes from the catalogue.
  const file = new URL(import.meta.resolve(`@wahook/receiver/schemas/${field}.json`));
  return JSON.parse(readFileSync(file, 'utf8'));
}
