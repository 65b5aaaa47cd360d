// What one notification gives a receiver to do: for each change, item or changed field that somebody wants, the
// handlers, their arguments and the key by which a repeat is recognised.
import type { ReceivedChange } from './change.ts';
import { changeKey } from './dedupe-key.ts';
import type { AnyHandler, Handlers } from './handlers.ts';
import { collectItems } from './items.ts';
import type { ReceivedNotification } from './notification.ts';
import type { ReceivedItem } from './received-item.ts';

export type Work = {
  readonly handlers: readonly AnyHandler[];
  readonly first: unknown;
  /** The second argument, and whom an error is about. */
  readonly item: ReceivedItem | null;
  /** Asked for only where somebody remembers; null: to be done each time. */
  readonly keyed: { readonly key: string } | null;
};

/** Changes come before their items, so that what stores them has them when an item's handler looks for them. */
export function workOf(notification: ReceivedNotification, handlers: Handlers): Work[] {
  const work: Work[] = [];
  const { wantItems } = handlers;
  for (const change of notification.changes) {
    if (handlers.changes.length > 0) {
      work.push({ handlers: handlers.changes, first: change, item: null, keyed: new KeyedChange(change) });
    }
    if (wantItems) addItems(change, handlers, work);
  }
  // That a field changed once more looks like a repeat of itself, and handling it twice does no harm.
  if (handlers.changedFields.length > 0) {
    for (const first of notification.changedFields) {
      work.push({ handlers: handlers.changedFields, first, item: null, keyed: null });
    }
  }
  return work;
}

function addItems(change: ReceivedChange, handlers: Handlers, work: Work[]): void {
  const items: ReceivedItem[] = [];
  collectItems(change, items);
  for (const item of items) {
    const wanting = handlers.of(item);
    if (wanting.length > 0) work.push({ handlers: wanting, first: item.content, item, keyed: item });
  }
}

class KeyedChange {
  readonly #change: ReceivedChange;

  constructor(change: ReceivedChange) {
    this.#change = change;
  }

  get key(): string {
    return changeKey(this.#change);
  }
}
