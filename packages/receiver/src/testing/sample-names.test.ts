// The list of names is written from the folder of samples, and kept equal to it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const list = path.join(import.meta.dirname, 'sample-names.ts');
const folder = path.resolve(import.meta.dirname, '../../samples');

it('the names are those of the files', () => {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(path.sep, '.').slice(0, -'.json'.length))
    .toSorted();
  const text = `// Generated from the folder of samples; do not edit. UPDATE_DOCS=1 writes it anew.\n\nexport const sampleNames = [\n${names.map((name) => `  '${name}',\n`).join('')}] as const;\n`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(list, text);
  expect(readFileSync(list, 'utf8'), 'run UPDATE_DOCS=1 npx vitest run packages/receiver/src/testing').toBe(
    text,
  );
});
