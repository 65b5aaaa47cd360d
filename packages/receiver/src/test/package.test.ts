// The package as people install it: packed by npm, unpacked into a folder of its own, imported, required and
// type-checked from there.
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { madeBefore, writeSnippets, yourApp } from './snippets.ts';

const run = promisify(execFile);
const source = fileURLToPath(new URL('../../', import.meta.url));
const root = path.join(source, '..', '..');
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
// Inside the repository, so that the types of Node and of the frameworks are found above it.
mkdirSync(path.join(root, 'node_modules', '.cache'), { recursive: true });
const consumer = mkdtempSync(path.join(root, 'node_modules', '.cache', 'consumer-'));
const installed = path.join(consumer, 'node_modules', '@wahook', 'receiver');

const entries = [
  '.',
  './fetch',
  './node',
  './express',
  './fastify',
  './hono',
  './next',
  './lambda',
  './dedupe',
  './testing',
];
const specifiers = [...entries, './client-certificate', './protocol/signature'].map((entry) =>
  path.posix.join('@wahook/receiver', entry),
);
/** Whose code is compiled along. */
const manuals = [
  'README.md',
  'docs/migrating.md',
  'docs/receiver.md',
  'docs/receiver-mtls.md',
  'packages/receiver/README.md',
];

beforeAll(async () => {
  // A copy to build in, so that nothing else sees half a build.
  const copy = path.join(consumer, 'copy');
  mkdirSync(installed, { recursive: true });
  for (const name of readdirSync(source)) {
    if (!['node_modules', 'dist', 'runtimes'].includes(name))
      cpSync(path.join(source, name), path.join(copy, name), { recursive: true });
  }
  const build = JSON.parse(readFileSync(path.join(copy, 'tsconfig.build.json'), 'utf8'));
  build.extends = path.join(root, 'tsconfig.json');
  writeFileSync(path.join(copy, 'tsconfig.build.json'), JSON.stringify(build));
  await run(process.execPath, [tsc, '--project', path.join(copy, 'tsconfig.build.json')]);
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', consumer], { cwd: copy });
  const [tarball = ''] = readdirSync(consumer).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', path.join(consumer, tarball), '-C', installed, '--strip-components=1']);
});
afterAll(() => {
  rmSync(consumer, { recursive: true, force: true });
});

it('holds what it exports, its licence and its manual, and no tests', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(
    expect.arrayContaining([
      'README.md',
      'LICENSE',
      'dist/index.js',
      'dist/index.d.ts',
      'samples/messages/text.json',
      'schemas/messages.json',
    ]),
  );
  expect(files.filter((file) => /\.test\.|(src|dist)\/test\/|conformance|tsconfig/.test(file))).toEqual([]);
});

it('finds no fault with publint', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});

it('leads a compiler that does not read exports to the same types', () => {
  const { exports, typesVersions, types } = JSON.parse(
    readFileSync(path.join(installed, 'package.json'), 'utf8'),
  );
  const patterns: [string, string[]][] = Object.entries(typesVersions['*']);
  // As `moduleResolution: node10` looks: the longest pattern that fits, and of its places the first that is there.
  const found = (name: string) => {
    const [pattern = '', places = []] = patterns
      .filter(([each]) => each === name || (each.endsWith('*') && name.startsWith(each.slice(0, -1))))
      .reduce((best, each) => (each[0].length > best[0].length ? each : best), ['', []]);
    const rest = name.slice(pattern.length - 1);
    return places
      .map((place) => place.replace('*', rest))
      .find((file) => existsSync(path.join(installed, file)));
  };
  const wanted = Object.keys(exports)
    .filter((key) => exports[key].types !== undefined && key !== '.')
    .map((key) => [key.replace('*', 'signature'), exports[key].types.replace('*', 'signature')]);
  expect(wanted.length).toBeGreaterThan(8);
  expect(wanted.map(([key]) => [key, found(key.slice(2))])).toEqual(wanted);
  expect([types, found('dist/index.d.ts')]).toEqual([exports['.'].types, exports['.'].types]);
});

it('can be imported and required, and is one module either way', async () => {
  const script = `
    const specifiers = ${JSON.stringify(specifiers)};
    const names = specifiers.map((specifier) => Object.keys(require(specifier)).length);
    const { sign } = require('@wahook/receiver/protocol/signature');
    const text = require('@wahook/receiver/samples/messages/text.json');
    const { sample } = require('@wahook/receiver/testing');
    Promise.all(specifiers.map((specifier) => import(specifier))).then((modules) => {
      const same = modules[0].createReceiver === require('@wahook/receiver').createReceiver;
      console.log(JSON.stringify({ same, empty: names.filter((count) => count === 0).length, field: JSON.stringify(text) === JSON.stringify(sample('messages.text')), sha256: sign(Buffer.from(''), 'key').sha256.length }));
    });`;
  writeFileSync(path.join(consumer, 'consumer.cjs'), script);
  const { stdout, stderr } = await run(process.execPath, ['consumer.cjs'], { cwd: consumer });
  expect({ ...JSON.parse(stdout), stderr: withoutWarnings(stderr) }).toEqual({
    same: true,
    empty: 0,
    field: true,
    sha256: 71,
    stderr: '',
  });
});

/** Node 20 says once that requiring an ES module is experimental. */
function withoutWarnings(stderr: string): string {
  return stderr.replaceAll(/^\(node:\d+\) ExperimentalWarning.*\n(\(Use `node --trace-warnings.*\n)?/gm, '');
}

it('has types for every entry, from modules and CommonJS, for both ways of resolving and the manuals', async () => {
  const uses = specifiers.map(
    (specifier, index) => `import * as m${index} from '${specifier}'; export { m${index} };`,
  );
  const program = `${uses.join('\n')}
import { toExpressHandler } from '@wahook/receiver/express';
import type { Receiver } from '@wahook/receiver';
declare const receiver: Receiver;
toExpressHandler(receiver);
// @ts-expect-error: types that are missing would let anything pass.
toExpressHandler('no receiver');
`;
  writeFileSync(path.join(consumer, 'module.mts'), program);
  writeFileSync(
    path.join(consumer, 'common.cts'),
    `import receiver = require('@wahook/receiver');\n// @ts-expect-error: the options are missing.\nreceiver.createReceiver();\n`,
  );
  writeFileSync(path.join(consumer, 'your-app.ts'), yourApp);
  writeFileSync(path.join(consumer, 'made-before.d.ts'), madeBefore);
  const snippets = manuals.flatMap((page) => writeSnippets(path.join(root, page), consumer));
  expect(snippets.length).toBeGreaterThan(5);
  const common = ['--noEmit', '--strict', '--target', 'es2023', '--types', 'node'];
  const check = (...options: string[]) =>
    run(process.execPath, [tsc, '--ignoreConfig', ...common, ...options], { cwd: consumer }).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
  const complaints = await Promise.all([
    // Only here are our own declarations checked too; once will do, and the libraries' own take their time.
    check('--module', 'nodenext', 'module.mts', 'common.cts'),
    check(
      '--skipLibCheck',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      'module.mts',
      'made-before.d.ts',
      ...snippets,
    ),
  ]);
  expect(complaints).toEqual(['', '']);
});
