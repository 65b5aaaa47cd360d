// The sample notifications, one file per field and variant, as the simulator and the command line see them.
// They are data of @wahook/receiver; names come from the folder, so nobody can ask for a path.
import { readdir, readFile } from 'node:fs/promises';

export interface SampleName {
  field: string;
  variant: string;
}

export interface Samples {
  list(): readonly SampleName[];
  /** The whole envelope as it stands in the file; null when there is no such sample. */
  read(name: SampleName): Promise<Uint8Array | null>;
}

export async function openSamples(): Promise<Samples> {
  // From the export map, so that it is right wherever the package is installed.
  const folder = new URL('../', import.meta.resolve('@wahook/receiver/samples/messages/text.json'));
  const names: SampleName[] = [];
  for (const field of (await readdir(folder, { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  )) {
    for (const file of await readdir(new URL(`${field.name}/`, folder))) {
      if (file.endsWith('.json')) names.push({ field: field.name, variant: file.slice(0, -'.json'.length) });
    }
  }
  names.sort((a, b) => sampleId(a).localeCompare(sampleId(b), 'en'));
  const known = new Set(names.map(sampleId));
  return {
    list: () => names,
    async read(name) {
      if (!known.has(sampleId(name))) return null;
      return readFile(new URL(`${name.field}/${name.variant}.json`, folder));
    },
  };
}

/** `messages.text`, as people type it. */
export function sampleId({ field, variant }: SampleName): string {
  return `${field}.${variant}`;
}

/** A field alone means its plainest variant. */
export function parseSampleId(id: string, samples: Samples): SampleName | null {
  const [field = '', variant] = id.split('.', 2);
  if (variant !== undefined) return { field, variant };
  const variants = samples.list().filter((name) => name.field === field);
  return variants.find((name) => plainest.has(name.variant)) ?? variants[0] ?? null;
}

const plainest = new Set(['text', 'approved']);
