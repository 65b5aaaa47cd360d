// The sample notifications, as the tests of the catalogue read them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const samplesFolder = path.resolve(import.meta.dirname, '../../samples');

export type Change = { readonly field: string; readonly value: unknown };
export type Notification = { readonly entry: readonly { readonly changes: readonly Change[] }[] };
export type Sample = { readonly name: string; readonly body: Notification };

/** All 346. The one that the documentation wraps in an array is unwrapped: no HTTP body looks like that. */
export const samples: readonly Sample[] = readdirSync(samplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((folder) => {
    const files = readdirSync(path.join(samplesFolder, folder.name)).filter((file) => file.endsWith('.json'));
    return files.map((file) => ({
      name: `${folder.name}/${file}`,
      body: read(path.join(folder.name, file)),
    }));
  });

/** Samples are trusted to be notifications in form; what is in their values is what the tests look at. */
function read(file: string): Notification {
  const parsed: Notification | [Notification] = JSON.parse(
    readFileSync(path.join(samplesFolder, file), 'utf8'),
  );
  return Array.isArray(parsed) ? parsed[0] : parsed;
}

export const changesOf = (body: Notification): readonly Change[] =>
  body.entry.flatMap((entry) => entry.changes);
