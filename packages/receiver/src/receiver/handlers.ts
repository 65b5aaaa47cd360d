// Who is called for what. Guarantees that a handler under a misspelt name is refused when it is registered, not
// silently never called.
import { itemLists } from '../payload/item-lists.ts';
import type { ReceivedItem } from './received-item.ts';

/** How a handler is kept; the types of its arguments were checked where it was registered. */
export type AnyHandler = (first: unknown, second: unknown) => unknown;

type ListHandlers = { readonly all: AnyHandler[]; readonly byKind: Map<string, AnyHandler[]> };

const none: readonly AnyHandler[] = [];

export class Handlers {
  readonly changes: AnyHandler[] = [];
  readonly changedFields: AnyHandler[] = [];
  readonly #any: AnyHandler[] = [];
  readonly #lists = new Map<string, ListHandlers>();

  /** @throws TypeError for a name of no list, naming those that are near */
  on(name: string, handler: AnyHandler): void {
    assertHandler(handler);
    const dot = name.indexOf('.');
    const list = dot < 0 ? name : name.slice(0, dot);
    assertListName(name, list, dot >= 0);
    const handlers: ListHandlers = this.#lists.get(list) ?? { all: [], byKind: new Map() };
    this.#lists.set(list, handlers);
    if (dot < 0) {
      handlers.all.push(handler);
      return;
    }
    const kind = name.slice(dot + 1);
    handlers.byKind.set(kind, [...(handlers.byKind.get(kind) ?? []), handler]);
  }

  onAny(handler: AnyHandler): void {
    assertHandler(handler);
    this.#any.push(handler);
  }

  /** Whether any item could be wanted, so that the others need not be looked for. */
  get wantItems(): boolean {
    return this.#any.length > 0 || this.#lists.size > 0;
  }

  get isEmpty(): boolean {
    return !this.wantItems && this.changes.length === 0 && this.changedFields.length === 0;
  }

  /** Those of its list, then those of its kind, then those of any. */
  of(item: ReceivedItem): readonly AnyHandler[] {
    const handlers = this.#lists.get(item.list);
    if (handlers === undefined) return this.#any;
    const { kind } = item;
    const ofKind = (kind === null ? undefined : handlers.byKind.get(kind)) ?? none;
    if (this.#any.length === 0) {
      if (ofKind.length === 0) return handlers.all;
      if (handlers.all.length === 0) return ofKind;
    }
    return [...handlers.all, ...ofKind, ...this.#any];
  }
}

export function assertHandler(handler: unknown): void {
  if (typeof handler !== 'function')
    throw new TypeError(`a handler must be a function, not ${typeof handler}`);
}

/** Name of a list → whether its items are of kinds. */
const lists = /* @__PURE__ */ knownLists();

function knownLists(): ReadonlyMap<string, boolean> {
  const known = new Map([['unknown', false]]);
  for (const each of itemLists.values())
    for (const { name, kindBy } of each) known.set(name, kindBy !== null);
  return known;
}

function assertListName(name: string, list: string, wantsKind: boolean): void {
  const hasKinds = lists.get(list);
  if (hasKinds === undefined) {
    const near = nearNames(list);
    const hint =
      near.length > 0 ? `did you mean ${near.map((each) => `"${each}"`).join(' or ')}?` : 'see docs/fields';
    throw new TypeError(`there are no items named "${name}"; ${hint}`);
  }
  if (wantsKind && !hasKinds) throw new TypeError(`the items of "${list}" have no kinds; register "${list}"`);
  if (name.endsWith('.')) throw new TypeError(`"${name}" names no kind; register "${list}" for all of them`);
}

/** A slip of the finger or two, or the one without the other's plural. */
function nearNames(name: string): string[] {
  const slipsMax = Math.max(2, Math.floor(name.length / 4));
  const ranked = [...lists.keys()].map((each) => ({ each, slips: distance(name, each) }));
  const near = ranked.filter(({ slips }) => slips <= slipsMax).sort((a, b) => a.slips - b.slips);
  return near.slice(0, 2).map(({ each }) => each);
}

/** How many characters have to be put in, taken out or changed. */
function distance(from: string, to: string): number {
  // Names of ours are short; a stranger's text need not be.
  if (from.length > 64) return from.length;
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
