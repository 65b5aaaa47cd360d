// The published schemas, compiled as strictly as they allow: their one annotation of our own, and members of two types.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const folder = path.resolve(import.meta.dirname, '../../schemas');
export const schemaNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

const ajv = new Ajv2020({ strict: true, strictTypes: true, allowUnionTypes: true, allErrors: true });
ajv.addVocabulary(['x-known-values']);
const compiled = new Map<string, ValidateFunction>();

export function validatorOf(name: string): ValidateFunction {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = ajv.compile(JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')));
  compiled.set(name, made);
  return made;
}

/** What is wrong with it, as `/path: message`; empty when nothing is. */
export function problems(name: string, value: unknown): readonly string[] {
  const validate = validatorOf(name);
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message}`);
}
