// Bundles a part with the library in it, as apps run it: the loader of TypeScript source gives every function its name
// back, closures at each call included, and that would be measured too.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Answers the file to run. */
export async function bundleInto(directory: string, file: string): Promise<string> {
  const outfile = path.join(directory, `${path.basename(file, '.ts')}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    conditions: ['source'],
    logLevel: 'warning',
  });
  return outfile;
}
