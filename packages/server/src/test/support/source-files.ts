// The sources as text, for tests that check the source itself.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../../../../../', import.meta.url));

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  path: string;
  text: string;
  /** Specifiers as written, with whether the import is of types only. */
  imports: { specifier: string; typeOnly: boolean }[];
}

export function readSources(folder: string): SourceFile[] {
  const files: SourceFile[] = [];
  for (const entry of readdirSync(path.join(repositoryRoot, folder), {
    withFileTypes: true,
    recursive: true,
  })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
    const absolute = path.join(entry.parentPath, entry.name);
    const text = readFileSync(absolute, 'utf8');
    files.push({
      path: path.relative(repositoryRoot, absolute).replaceAll(path.sep, '/'),
      text,
      imports: [...importsOf(text)],
    });
  }
  return files;
}

function* importsOf(text: string): Generator<{ specifier: string; typeOnly: boolean }> {
  const pattern =
    /^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|import\('([^']+)'\)/gm;
  for (const [, typeOnly, from, bare, dynamic] of text.matchAll(pattern)) {
    yield { specifier: from ?? bare ?? dynamic ?? '', typeOnly: typeOnly !== undefined };
  }
}
