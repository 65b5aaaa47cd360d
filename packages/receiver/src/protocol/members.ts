// Reading objects and arrays of a body member by member, with the duties every reader has: notice duplicates,
// check types, and finish moving over a value even after it was refused, so that all of the body is validated.
import { CutFailure, type CutReport } from './cut-report.ts';
import type { JsonCursor } from './json-cursor.ts';

/** The members of one object that somebody asked for. The others are skipped, or refused with `refuseOthers`. */
export class Members<Name extends string> {
  /** The first duplicate or unwanted member, where those are refused. */
  failure: CutFailure | null = null;
  private readonly cursor: JsonCursor;
  private readonly report: CutReport;
  private readonly names: readonly Name[];
  private readonly path: string;
  private readonly refuseOthers: ((name: string) => string) | null;
  // One bit for each name.
  private seen = 0;

  /** The cursor stands before an object. `path` is '' for the outermost one. */
  constructor(
    cursor: JsonCursor,
    report: CutReport,
    options: { path: string; names: readonly Name[]; refuseOthers?: (name: string) => string },
  ) {
    this.cursor = cursor;
    this.report = report;
    this.names = options.names;
    this.path = options.path;
    this.refuseOthers = options.refuseOthers ?? null;
    cursor.enter();
  }

  /** Moves to the value of the next member asked for and gives its name; null: the object has been left. */
  next(): Name | null {
    while (this.cursor.next()) {
      const index = this.cursor.keyIndex(this.names);
      const name = this.names[index];
      if (name !== undefined) {
        this.notice(index, name);
        return name;
      }
      if (this.refuseOthers !== null && this.failure === null) {
        const message = this.refuseOthers(this.cursor.key());
        this.failure = new CutFailure('unknown_member', message, this.cursor.at);
      }
      this.cursor.skip();
    }
    return null;
  }

  private notice(index: number, name: Name): void {
    const bit = 1 << index;
    if ((this.seen & bit) !== 0) {
      this.failure ??= this.report.duplicate(joinPath(this.path, name), this.cursor.at);
    }
    this.seen |= bit;
  }
}

/** `entry[0]` and `id` → `entry[0].id` */
export function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/**
 * Reads every element, or tells why not. After the first refusal the remaining ones are only skipped.
 * The list never grows beyond `most`; `tooMany` makes the refusal for the element after that.
 */
export function readList<Item>(
  cursor: JsonCursor,
  options: {
    readItem: (index: number) => Item | CutFailure;
    most: number;
    tooMany: (at: number) => CutFailure;
    notAList: (at: number) => CutFailure;
  },
): Item[] | CutFailure {
  if (cursor.peek() !== 'array') return skipRefused(cursor, options.notAList(cursor.at));

  const list: Item[] = [];
  let failure: CutFailure | null = null;
  cursor.enter();
  while (cursor.next()) {
    if (failure === null && list.length === options.most) failure = options.tooMany(cursor.at);
    if (failure !== null) {
      cursor.skip();
      continue;
    }
    const item = options.readItem(list.length);
    if (item instanceof CutFailure) failure = item;
    else list.push(item);
  }
  return failure ?? list;
}

/** Moves over a value that is refused already. */
export function skipRefused(cursor: JsonCursor, failure: CutFailure): CutFailure {
  cursor.skip();
  return failure;
}

/** The refusal of a member that is missing or of the wrong type. */
export function misfit(path: string, expected: string, at: number): CutFailure {
  return new CutFailure('not_an_envelope', `${path} must be ${expected}`, at);
}
