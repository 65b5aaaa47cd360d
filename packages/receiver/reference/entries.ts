// The entry points of the package, read from the `exports` of its package.json: what is imported by which name, and
// from which file of the source. Data (samples, schemas) has pages of its own.
import { readFileSync } from 'node:fs';
import path from 'node:path';

const packageFolder = path.resolve(import.meta.dirname, '..');

export type Entry = {
  /** What stands after `from`. */
  specifier: string;
  file: string;
  page: string;
};

/** Of the modules below `/protocol/`, those that are promised. The others serve the server and may change. */
const promised = ['signature', 'handshake', 'envelope', 'wire-form', 'fields', 'limits'];

export function entries(): Entry[] {
  const { name, exports }: { name: string; exports: Record<string, string | { source?: string }> } =
    JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([key, target]) => {
    if (typeof target === 'string') return [];
    if (target.source === undefined) throw new Error(`package.json: exports["${key}"] names no "source"`);
    const { source } = target;
    const modules = key === './protocol/*' ? promised : [''];
    return modules.map((module) => {
      const entry = key.replace('*', module);
      return {
        specifier: path.posix.join(name, entry),
        file: path.join(packageFolder, source.replace('*', module)),
        page: entry === '.' ? 'receiver.md' : `${entry.slice(2).replaceAll('/', '-')}.md`,
      };
    });
  });
}
