// The sample notifications of the package by name: `messages.text` is samples/messages/text.json. Read from their
// files when asked for, so nothing is loaded that a test does not use. A bundle has no such files: see `fileText`.
import { readFileSync } from 'node:fs';
import type { Change } from '../payload/change.ts';
import type { Entry, Notification } from '../payload/envelope.ts';
import { sampleNames } from './sample-names.ts';

/** Name of a sample: its field, a dot, its variant. Those of `_envelope` show forms of the envelope. */
export type SampleName = (typeof sampleNames)[number];

/** What stands before the dot in the name of a sample: a field, or `_envelope`. */
export type SampleFolder = FolderOf<SampleName>;

type FolderOf<Name extends string> = Name extends `${infer Folder}.${string}` ? Folder : never;
type NameIn<Folder extends SampleFolder> = Extract<SampleName, `${Folder}.${string}`>;

/** A change of one field. */
export type ChangeOf<Field extends string> = Extract<Change, { readonly field: Field }>;

/** An entry with at least one change, all of them of one field. */
export interface EntryOf<Field extends string> extends Entry {
  /** What changed. */
  readonly changes: readonly [ChangeOf<Field>, ...ChangeOf<Field>[]];
}

/** A notification with at least one entry, all about one field: what a sample is. */
export interface NotificationOf<Field extends string> extends Notification {
  /** One for each account. */
  readonly entry: readonly [EntryOf<Field>, ...EntryOf<Field>[]];
}

/** What a sample of this name holds. One of `_envelope` is the array form of old documentation. */
export type SampleOf<Name extends SampleName> = Name extends '_envelope.array_wrapped_documentation_form'
  ? readonly [Notification]
  : Name extends `_envelope.${string}`
    ? Notification
    : NotificationOf<FolderOf<Name>>;

/**
 * One of the samples, parsed; another copy each time.
 *
 * Integers above 2^53 are rounded as by any `JSON.parse`; `sampleText` has them whole.
 *
 * @throws TypeError when there is no sample of this name
 * @throws Error when the samples are not where the package has them, as in a bundle
 * @example
 * const [message] = sample('messages.text').entry[0].changes[0].value.messages ?? [];
 */
export function sample<Name extends SampleName>(name: Name): SampleOf<Name> {
  // The catalogue's claim; a test of it checks each sample against its schema.
  return JSON.parse(sampleText(name)) as SampleOf<Name>;
}

/**
 * One of the samples as it stands in its file: indented JSON. `wireBytes` makes the body of it.
 *
 * @throws TypeError when there is no sample of this name
 * @throws Error when the samples are not where the package has them, as in a bundle
 */
export function sampleText(name: SampleName): string {
  if (!known.has(name))
    throw new TypeError(`there is no sample ${JSON.stringify(name)}; ${suggestion(name)}`);
  return fileText(name.replace('.', '/'));
}

/**
 * The names of all samples, or of those of one field.
 *
 * @example
 * for (const name of samples('calls')) await deliver(receiver, sample(name), { appSecret });
 */
export function samples<Folder extends SampleFolder = SampleFolder>(
  folder?: Folder,
): readonly NameIn<Folder>[] {
  const isWanted = (name: SampleName): name is NameIn<Folder> =>
    folder === undefined || name.startsWith(`${folder}.`);
  return sampleNames.filter(isWanted);
}

const known: ReadonlySet<string> = new Set(sampleNames);

function fileText(name: string): string {
  try {
    return readFileSync(new URL(`../../samples/${name}.json`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new Error(
      'the samples are files of @wahook/receiver, and were not found beside its code; leave the package out of the bundle (mark it as external), or run the tests unbundled',
      { cause },
    );
  }
}

function suggestion(name: unknown): string {
  const folder = String(name).split('.')[0];
  const near = sampleNames.filter((one) => one.startsWith(`${folder}.`));
  return near.length === 0
    ? 'samples() lists them'
    : `those of ${folder} are: ${near.map((one) => one.slice(one.indexOf('.') + 1)).join(', ')}`;
}
