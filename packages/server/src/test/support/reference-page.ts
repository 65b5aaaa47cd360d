// Reference pages are generated from the tables in the code. A test compares; UPDATE_DOCS=1 writes.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { repositoryRoot } from './source-files.ts';

export function expectPage(name: string, generated: string): void {
  const file = path.join(repositoryRoot, 'docs', name);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(file, generated);
  expect(readFileSync(file, 'utf8'), `docs/${name} differs from the code; run UPDATE_DOCS=1 npm test`).toBe(
    generated,
  );
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
