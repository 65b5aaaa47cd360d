// docs/receiver-api is printed from the code; this test writes it and keeps it true, and every export documented.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { textOf, usedBy } from './declaration-text.ts';
import { exportsOf, headerOf } from './modules.ts';
import { referencePages, undocumented } from './pages.ts';

const docs = path.resolve(import.meta.dirname, '../../../docs');
const folder = path.join(docs, 'receiver-api');
const cure = 'run UPDATE_DOCS=1 npx vitest run packages/receiver/reference';

it('every export of every entry point is documented', () => {
  expect(undocumented(), 'put a /** comment */ in front of each').toEqual([]);
});

it('the pages of the reference equal the comments in the code', () => {
  const pages = referencePages(fieldPages());
  if (process.env.UPDATE_DOCS === '1') write(pages);
  expect(readdirSync(folder).toSorted(), cure).toEqual([...pages.keys()].toSorted());
  for (const [name, text] of pages)
    expect(readFileSync(path.join(folder, name), 'utf8'), `${name} differs; ${cure}`).toBe(text);
});

it('every link of the reference leads to a heading', () => {
  const pages = referencePages(fieldPages());
  const headings = new Set([
    ...[...pages].flatMap(([page, text]) =>
      [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => `${page}#${title.toLowerCase()}`),
    ),
    ...fieldPages().values(),
  ]);
  const links = [...pages].flatMap(([page, text]) =>
    [...text.matchAll(/\]\(([^)#]*)#([^)]*)\)/g)].map(
      ([, target, heading]) => `${target || page}#${heading}`,
    ),
  );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter((link) => !headings.has(link))).toEqual([]);
});

describe('what is read from the source', () => {
  const sources = mkdtempSync(path.join(tmpdir(), 'wahook-reference-'));
  afterAll(() => rmSync(sources, { recursive: true, force: true }));
  const main = path.join(sources, 'main.ts');
  writeFileSync(
    main,
    `// What it is for.
export { inner as outer } from './inner.ts';
export * from './inner.ts';
import type { Hidden } from './inner.ts';
/** Counts. */
export class Counter<Item> {
  #count = 0;
  private secret = 1;
  /** How many. */
  readonly step: number = 1;
  /** One more. */
  add(item: Item, how: Hidden): number {
    return this.#count + this.secret;
  }
}
export const silent: Hidden = { a: 1 };
`,
  );
  writeFileSync(
    path.join(sources, 'inner.ts'),
    `type Hidden = { a: 1 };
export type { Hidden };
/** Says é. */
export function inner(text = 'é'): string {
  return text;
}
/* no documentation */
export type Bare = 1;
`,
  );

  it('follows names to where they are declared', () => {
    const exported = exportsOf(main);
    expect([...exported.keys()]).toEqual(['outer', 'Counter', 'silent', 'Hidden', 'inner', 'Bare']);
    expect(exported.get('outer')).toMatchObject({ name: 'inner', doc: 'Says é.' });
    expect(headerOf(main)).toBe('What it is for.');
  });

  it('shows no body and nothing private', () => {
    const text = [...exportsOf(main).values()].map(textOf);
    expect(text.slice(0, 3)).toEqual([
      "function inner(text = 'é'): string;",
      `class Counter<Item> {
  /** How many. */
  readonly step: number;
  /** One more. */
  add(item: Item, how: Hidden): number;
}`,
      'const silent: Hidden;',
    ]);
  });

  it('shows the beginning of long data', () => {
    const file = path.join(sources, 'long.ts');
    const names = Array.from({ length: 50 }, (_, i) => `  'name ${i}',\n`);
    writeFileSync(file, `/** Names. */\nexport const names = [\n${names.join('')}] as const;\n`);
    const text = [...exportsOf(file).values()].map(textOf).join('').split('\n');
    expect(text.slice(0, 2)).toEqual(['const names = [', "  'name 0',"]);
    expect(text.slice(-3)).toEqual(["  'name 7',", '  // … and 42 more lines', '] as const;']);
  });

  it('knows which types are spoken of', () => {
    const used = [...exportsOf(main)].map(([name, each]) => [name, usedBy(each).map((type) => type.name)]);
    expect(Object.fromEntries(used)).toMatchObject({ outer: [], Counter: ['Hidden'], silent: ['Hidden'] });
  });

  it('names what has no documentation', () => {
    const missing = undocumented([{ specifier: 'main', file: main }]);
    expect(missing).toEqual(['main: silent', 'main: Hidden', 'main: Bare']);
  });
});

/** Payload type → the heading that describes it, as seen from the reference. */
function fieldPages(): Map<string, string> {
  const fields = path.join(docs, 'fields');
  const headings = readdirSync(fields).flatMap((page) =>
    [...readFileSync(path.join(fields, page), 'utf8').matchAll(/^## (\w+)$/gm)].map(
      ([, title = '']) => [title, `../fields/${page}#${title.toLowerCase()}`] as const,
    ),
  );
  return new Map(headings);
}

function write(pages: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(path.join(folder, name));
  for (const [name, text] of pages) writeFileSync(path.join(folder, name), text);
}
