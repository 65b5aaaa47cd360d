// The types hold every sample: written as literals, so that a member the types lack is an error as well.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fieldNames } from '../src/protocol/fields.ts';
import { pascalCase } from './names.ts';
import { changesOf, samples } from './test/samples.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wahook-literals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const payload = path.resolve(import.meta.dirname, '../src/payload/index.ts');

it('types every sample, member for member, and no misspelt one', async () => {
  const whole = samples
    .filter(({ body }) => changesOf(body).every(({ field }) => fieldNames.includes(field)))
    .map(({ name, body }) => `// ${name}\nconst _: P.Notification = ${JSON.stringify(body)};`);
  expect(samples.length - whole.length, 'only one has a field that is not in the catalogue').toBe(1);
  const changes = samples.flatMap(({ name, body }) =>
    changesOf(body)
      .filter(({ field }) => fieldNames.includes(field))
      .map(
        (change) => `// ${name}\nconst _: P.${pascalCase(change.field)}Change = ${JSON.stringify(change)};`,
      ),
  );
  const misspelt = changes
    .filter((text) => text.startsWith('// messages/text.json'))
    .map((text) => text.replace('"body"', '"bdoy"'));
  const answer = await check([...whole, ...changes, ...misspelt]);
  expect(answer).toEqual([expect.stringMatching(/bdoy.* does not exist in type 'Text'/)]);
});

/** The first line of every error that the compiler finds in these declarations. */
async function check(declarations: readonly string[]): Promise<readonly string[]> {
  const blocks = declarations.map((text) => `{\n${text}\n}`);
  writeFileSync(
    path.join(folder, 'samples.ts'),
    `import type * as P from '${payload}';\n${blocks.join('\n')}\n`,
  );
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'preserve',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['samples.ts'] }),
  );
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json');
  const output = await new Promise<string>((resolve) => {
    const tsc = path.join(path.dirname(compiler), 'bin', 'tsc');
    execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
  return output.split('\n').filter((line) => line.includes('error TS'));
}
