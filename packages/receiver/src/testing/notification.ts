// Builds notifications for tests: what a test cares about is said, everything else is filled in as the platform
// would have it, and follows from a seed. No clock and no chance: the same calls give the same notification.
import type { Change } from '../payload/change.ts';
import type { Entry, Notification } from '../payload/envelope.ts';
import type { Contact, Metadata } from '../payload/identity.ts';
import type { MessagesValue } from '../payload/messages.ts';
import type { StatusHead } from '../payload/status.ts';
import type { UnknownKind } from '../payload/unknown-kind.ts';
import { findField } from '../protocol/fields.ts';
import { type MessageDraft, messageOf, type StatusDraft, type StatusKind, statusOf } from './drafts.ts';
import { createDraw } from './draw.ts';

/** Whom a notification is about, and what its ids and times follow from. */
export type NotificationOptions = {
  /** What the ids follow from. Without it, each notification has ids of its own, by how many were begun before it. */
  readonly seed?: string | number;
  /** The account. */
  readonly wabaId?: string;
  /** ID of the business's number. */
  readonly phoneNumberId?: string;
  /** The business's number, digits. */
  readonly displayPhoneNumber?: string;
  /** The user who writes and is written to, where a message or status does not say. */
  readonly user?: { readonly waId?: string; readonly name?: string };
  /**
   * Unix seconds of the first item; each further one is a second later. Without it, a moment of January 2026 that
   * follows from the seed: repeats are told from their like by time where there are no ids.
   */
  readonly time?: number;
};

type FieldName = Exclude<Change['field'], UnknownKind>;
type ValueOf<Field extends FieldName> = Extract<Change, { readonly field: Field }>['value'];

/** Takes what a notification shall hold, call by call. Each call adds a change of its own, in the order of calls. */
export type NotificationBuilder = {
  /** Messages from users, all in one change. System messages come without contacts, as on the wire. */
  message(...messages: readonly MessageDraft[]): NotificationBuilder;
  /** A text message. */
  textMessage(message: {
    readonly body: string;
    readonly from?: string;
    readonly id?: string;
  }): NotificationBuilder;
  /** What became of a message that was sent; `failed` has error 131026 unless told another. */
  status<Kind extends StatusKind>(
    status: Kind,
    ...more: Record<never, never> extends StatusDraft<Kind>
      ? [more?: StatusDraft<Kind>]
      : [more: StatusDraft<Kind>]
  ): NotificationBuilder;
  /** Any change, whole. */
  change<Field extends FieldName>(field: Field, value: ValueOf<Field>): NotificationBuilder;
  /** The notification so far. */
  build(): Notification;
};

/** So that two notifications without a seed are no repeats of each other. */
let begun = 0;

/**
 * Begins a notification.
 *
 * @example
 * const body = notification({ seed: 7 })
 *   .textMessage({ from: '12025550147', body: 'Is the lantern still for sale?' })
 *   .status('failed', { id: 'wamid.of-a-sent-message' })
 *   .build();
 */
export function notification(options: NotificationOptions = {}): NotificationBuilder {
  const { seed = `notification ${++begun}`, wabaId = '700100200300401' } = options;
  const { phoneNumberId = '700100200300777', displayPhoneNumber = '12025550110' } = options;
  const { waId = '12025550147', name = 'Placeholder User' } = options.user ?? {};
  const draw = createDraw(seed);
  const { time = 1_767_225_600 + draw.below(30 * 86_400) } = options;
  const metadata: Metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
  const entries: { id: string; time?: number; changes: Change[] }[] = [];
  let ticks = 0;

  const seconds = () => time + ticks++;
  const filling = { draw, seconds, waId };
  const contact = (number: string | undefined, userId: string | undefined): Contact => ({
    profile: { name },
    ...(number !== undefined && { wa_id: number }),
    ...(userId !== undefined && { user_id: userId }),
  });

  function add(change: Change): NotificationBuilder {
    const isTimed = findField(String(change.field))?.entryTime ?? false;
    const last = entries.at(-1);
    if (last !== undefined && (last.time !== undefined) === isTimed) last.changes.push(change);
    else entries.push({ id: wabaId, ...(isTimed && { time: seconds() }), changes: [change] });
    return builder;
  }

  const addMessages = (value: Omit<MessagesValue, 'messaging_product' | 'metadata'>) =>
    add({ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } });

  const builder: NotificationBuilder = {
    message(...drafts) {
      const messages = drafts.map((draft) => messageOf(draft, filling));
      const senders = messages.filter(({ type }) => type !== 'system');
      const contacts = new Map(
        senders.map((one) => [one.from ?? one.from_user_id, contact(one.from, one.from_user_id)]),
      );
      return addMessages({ ...(contacts.size > 0 && { contacts: [...contacts.values()] }), messages });
    },
    textMessage: ({ body, ...draft }) => builder.message({ type: 'text', text: { body }, ...draft }),
    status(kind, ...[more]) {
      // What each kind adds is passed on unread.
      const status = statusOf(kind, (more ?? {}) as Partial<StatusHead>, filling);
      const isContactSent = kind === 'sent' || kind === 'delivered' || kind === 'read';
      const contacts = [contact(status.recipient_id, status.recipient_user_id)];
      return addMessages({ ...(isContactSent && { contacts }), statuses: [status] });
    },
    // The pair is one of the union; the compiler does not follow the type parameter through an object.
    change: (field, value) => add({ field, value } as Change),
    build: () => ({
      object: 'whatsapp_business_account',
      entry: entries.map((entry) => ({ ...entry, changes: [...entry.changes] })),
    }),
  };
  return builder;
}

/**
 * Several notifications as one, the way a batch comes: all their entries in order.
 *
 * @example
 * const body = batch(...samples('calls').map((name) => sample(name)));
 */
export function batch(...notifications: readonly { readonly entry: readonly Entry[] }[]): Notification {
  return { object: 'whatsapp_business_account', entry: notifications.flatMap(({ entry }) => entry) };
}
