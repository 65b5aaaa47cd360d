// How a mark reads, the same in code, schemas and pages.
import type { Marks } from '../shapes.ts';

export function markSentences(marks: Marks): readonly string[] {
  return [
    marks.since === undefined ? '' : `Since ${marks.since}.`,
    marks.legacy === undefined ? '' : `Legacy: ${sentence(marks.legacy)}`,
    marks.unconfirmed === undefined ? '' : `Unconfirmed: ${sentence(marks.unconfirmed)}`,
  ].filter((text) => text !== '');
}

export const described = (thing: Marks & { readonly doc: string }): string =>
  [thing.doc, ...markSentences(thing)].join(' ');

const sentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
