// The bodies that the checks send: small notifications of one's own making, and the samples of the package, in
// Meta's wire form. Every item has an id nobody has seen before, so that an endpoint which remembers ids takes each
// run for new, and so that what it did can be found again in its log.
import { toWireForm } from '@wahook/receiver/protocol/wire-form';

export interface Notifications {
  /** A fresh message id; the observation looks for it. */
  marker(): string;
  text(marker: string, body?: string): Item;
  status(marker: string, status: string): Item;
  /** A `messages` change around the value's members. */
  change(members: object): object;
  messages(...items: unknown[]): object;
  statuses(...items: unknown[]): object;
  entry(...changes: unknown[]): object;
  /** The whole body. `plain`: without Meta's escapes, as raw UTF-8. */
  body(entries: readonly unknown[], escapes?: 'meta' | 'plain'): Uint8Array;
  /** A sample's bytes with fresh message ids. */
  fromSample(json: Uint8Array): Uint8Array;
}

export type Item = Readonly<Record<string, unknown>>;

const wabaId = '700100200300401';
const metadata = { display_phone_number: '12025550110', phone_number_id: '700100200300777' };
export const customer = '12025550147';

export function createNotifications(deps: {
  /** Letters and digits that tell this run from any other. */
  runId: string;
  /** Unix seconds. */
  now: () => number;
}): Notifications {
  let count = 0;
  const encoder = new TextEncoder();
  const timestamp = () => String(deps.now());

  const made: Notifications = {
    // Zeros in front, so that none of them is the beginning of another.
    marker: () => `wamid.DOCTOR${deps.runId}N${String(++count).padStart(5, '0')}X`,
    text: (id, body = 'doctor') => ({
      from: customer,
      id,
      timestamp: timestamp(),
      type: 'text',
      text: { body },
    }),
    status: (id, status) => ({ id, status, timestamp: timestamp(), recipient_id: customer }),
    change: (members) => ({
      value: { messaging_product: 'whatsapp', metadata, ...members },
      field: 'messages',
    }),
    messages: (...items) =>
      made.change({ contacts: [{ profile: { name: 'Doctor' }, wa_id: customer }], messages: items }),
    statuses: (...items) => made.change({ statuses: items }),
    entry: (...changes) => ({ id: wabaId, changes }),
    body(entries, escapes = 'meta') {
      const json = encoder.encode(JSON.stringify({ object: 'whatsapp_business_account', entry: entries }));
      return toWireForm(json, { start: 0, end: json.length }, { escapes });
    },
    fromSample(json) {
      const text = new TextDecoder().decode(json).replaceAll(/"wamid\.[^"]*"/g, () => `"${made.marker()}"`);
      const fresh = encoder.encode(text);
      return toWireForm(fresh, { start: 0, end: fresh.length }, { escapes: 'meta' });
    },
  };
  return made;
}
