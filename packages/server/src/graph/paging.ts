// Cursor paging of lists that are kept in the order of their ids. A cursor is the id of the item at the edge of a
// page, made opaque: it stays good when items come and go. Links hold the access token only where the caller put
// it into the query itself; Meta's always hold it.
import { idPattern } from '@wahook/receiver/protocol/ids';
import type { OpenCall } from './call.ts';
import { type GraphError, graphError } from './graph-error.ts';

export interface Page {
  data: object[];
  paging?: { cursors: { before: string; after: string }; next?: string; previous?: string };
}

const limitDefault = 25;
const limitMax = 100;

export function pageOf<Item>(
  items: readonly Item[],
  options: {
    call: Pick<OpenCall, 'parameters' | 'request'>;
    /** Digits, unique in the list. */
    idOf: (item: Item) => string;
    show: (item: Item) => object;
    publicUrl: string;
  },
): Page {
  const { call, idOf, show } = options;
  const limit = readLimit(call);
  const after = readCursor(call, 'after');
  const before = readCursor(call, 'before');
  if (after !== null && before !== null) throw invalid('Param before and Param after exclude each other');
  const sorted = items.toSorted((left, right) => compareIds(idOf(left), idOf(right)));
  const start = sorted.filter((item) => after !== null && compareIds(idOf(item), after) <= 0).length;
  const upTo = sorted.filter((item) => before === null || compareIds(idOf(item), before) < 0).length;
  const [from, to] =
    before === null ? [start, Math.min(start + limit, sorted.length)] : [Math.max(0, upTo - limit), upTo];
  const shown = sorted.slice(from, to);
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) return { data: [] };
  const cursors = { before: writeCursor(idOf(first)), after: writeCursor(idOf(last)) };
  const link = (cursor: { after: string } | { before: string }) =>
    linkTo(call.request, { ...cursor, limit: String(limit) }, options.publicUrl);
  return {
    data: shown.map(show),
    paging: {
      cursors,
      ...(to < sorted.length && { next: link({ after: cursors.after }) }),
      ...(from > 0 && { previous: link({ before: cursors.before }) }),
    },
  };
}

function readLimit({ parameters }: Pick<OpenCall, 'parameters'>): number {
  const text = parameters.text('limit');
  if (text === undefined) return limitDefault;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw invalid('Param limit must be a positive integer');
  return Math.min(Number(text), limitMax);
}

function readCursor({ parameters }: Pick<OpenCall, 'parameters'>, name: 'after' | 'before'): string | null {
  const text = parameters.text(name);
  if (text === undefined || text === '') return null;
  const id = Buffer.from(text, 'base64url').toString('latin1');
  if (!idPattern.test(id) || writeCursor(id) !== text)
    throw invalid(`Param ${name} is not a cursor of this list`);
  return id;
}

function writeCursor(id: string): string {
  return Buffer.from(id, 'latin1').toString('base64url');
}

/** Ids are digits without leading zeros: the longer one is the larger. */
function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}

function linkTo(
  { path, query }: OpenCall['request'],
  changes: Record<string, string>,
  publicUrl: string,
): string {
  const parameters = new URLSearchParams(query);
  for (const name of ['after', 'before', 'limit']) parameters.delete(name);
  for (const [name, value] of Object.entries(changes)) parameters.set(name, value);
  return `${publicUrl}${path}?${parameters}`;
}

function invalid(detail: string): GraphError {
  return graphError('parameterInvalid', { detail });
}
