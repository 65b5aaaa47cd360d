// The sample notifications, one file per field and variant, as the simulator and the command line see them.
// They are data of @wahook/receiver; names come from the folder, so nobody can ask for a path.
import { readdir, readFile } from 'node:fs/promises';
import { nearest } from '../accept/schema/nearest.ts';
import { plainest } from './plainest.ts';

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
  const dot = id.indexOf('.');
  if (dot >= 0) return { field: id.slice(0, dot), variant: id.slice(dot + 1) };
  const variants = samples.list().filter((name) => name.field === id);
  return variants.find((name) => name.variant === plainest[id]) ?? variants[0] ?? null;
}

/** For the end of a refusal: which sample, or which field, was perhaps meant. Empty where none is near. */
export function sampleMeant(id: string, samples: Samples): string {
  const isField = !id.includes('.');
  const names = samples.list().map((name) => (isField ? name.field : sampleId(name)));
  const meant = nearest(id, new Set(names));
  return meant === null ? '' : ` Perhaps ${meant} is meant.`;
}
