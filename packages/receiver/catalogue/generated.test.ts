// Types, schemas and pages are printed from the catalogue; this test writes them and keeps them true.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { generatedFiles } from './generate/files.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const samples = path.join(root, 'packages/receiver/samples');
const folders = ['packages/receiver/src/payload', 'packages/receiver/schemas', 'docs/fields'];

it('the generated files equal the catalogue', () => {
  const files = generatedFiles((field, sample) =>
    readFileSync(path.join(samples, field, `${sample}.json`), 'utf8'),
  );
  if (process.env.UPDATE_DOCS === '1') write(files);
  const present = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`),
  );
  expect(present.toSorted(), 'run UPDATE_DOCS=1 npx vitest run packages/receiver/catalogue').toEqual(
    [...files.keys()].toSorted(),
  );
  for (const [name, text] of files)
    expect(
      readFileSync(path.join(root, name), 'utf8'),
      `${name} differs from the catalogue; run UPDATE_DOCS=1 npx vitest run packages/receiver/catalogue`,
    ).toBe(text);
});

it('every link from page to page leads to a heading', () => {
  const pages = readdirSync(path.join(root, 'docs/fields'));
  const text = new Map(
    pages.map((page) => [page, readFileSync(path.join(root, 'docs/fields', page), 'utf8')]),
  );
  const headings = [...text].flatMap(([page, all]) =>
    [...all.matchAll(/^## (\w+)$/gm)].map(([, title = '']) => `${page}#${title.toLowerCase()}`),
  );
  expect(new Set(headings).size).toBe(headings.length);
  const links = [...text].flatMap(([page, all]) =>
    [...all.matchAll(/\]\(([\w.]*)#(\w+)\)/g)].map(([, target, heading]) => `${target || page}#${heading}`),
  );
  expect(links.length).toBeGreaterThan(300);
  expect(links.filter((link) => !headings.includes(link))).toEqual([]);
});

function write(files: ReadonlyMap<string, string>): void {
  for (const folder of folders) {
    mkdirSync(path.join(root, folder), { recursive: true });
    for (const name of readdirSync(path.join(root, folder)))
      if (!files.has(`${folder}/${name}`)) rmSync(path.join(root, folder, name));
  }
  for (const [name, text] of files) writeFileSync(path.join(root, name), text);
}
