// What a test leaves out of a message or a status, filled in as the platform would have it.
import type { InboundMessage } from '../payload/inbound.ts';
import type { Status, StatusHead } from '../payload/status.ts';
import type { UnknownKind } from '../payload/unknown-kind.ts';
import type { Draw } from './draw.ts';

type Loose<Item> = Item extends unknown
  ? Omit<Item, 'id' | 'timestamp'> & { readonly id?: string; readonly timestamp?: string }
  : never;

/** A message from a user; `id`, `timestamp`, `from` and `from_user_id` are filled in where they are left out. */
export type MessageDraft = Loose<InboundMessage>;

/** A status that the catalogue knows. */
export type StatusKind = Exclude<Status['status'], UnknownKind>;

type StatusOf<Kind, Item = Status> = Item extends { readonly status: infer Known }
  ? Kind extends Known
    ? Item
    : never
  : never;

/** What a status holds besides its kind; `id`, `timestamp` and the recipient are filled in where they are left out. */
export type StatusDraft<Kind extends StatusKind> = Omit<Loose<StatusOf<Kind>>, 'status'>;

/** Where the missing parts come from. */
export type Filling = {
  readonly draw: Draw;
  /** A second later each time. */
  readonly seconds: () => number;
  /** The user where none is named. */
  readonly waId: string;
};

export function messageOf(draft: MessageDraft, { draw, seconds, waId }: Filling): InboundMessage {
  // Only a message that says nothing of its sender is given one: a user ID alone is a form of its own.
  const isSilent = draft.from === undefined && draft.from_user_id === undefined;
  const from = isSilent ? waId : draft.from;
  const userId = draft.from_user_id ?? (from === undefined ? undefined : draw.userId(from));
  // Spread over a union of kinds, which the compiler takes for one object with the members of all.
  return {
    ...(from !== undefined && { from }),
    ...(userId !== undefined && { from_user_id: userId }),
    id: draw.wamid(),
    timestamp: String(seconds()),
    ...draft,
  } as InboundMessage;
}

export function statusOf(
  kind: StatusKind,
  draft: Partial<StatusHead>,
  { draw, seconds, waId }: Filling,
): Status {
  const number = draft.recipient_id ?? (draft.recipient_user_id === undefined ? waId : undefined);
  const userId = draft.recipient_user_id ?? (number === undefined ? undefined : draw.userId(number));
  // As above.
  return {
    id: draw.wamid(),
    status: kind,
    timestamp: String(seconds()),
    ...(number !== undefined && { recipient_id: number }),
    ...(userId !== undefined && { recipient_user_id: userId }),
    ...(kind === 'failed' && { errors: [undeliverable] }),
    ...draft,
  } as Status;
}

const undeliverable = {
  code: 131026,
  title: 'Message undeliverable',
  message: 'Message undeliverable',
  error_data: { details: 'Message Undeliverable.' },
  href: '/documentation/business-messaging/whatsapp/support/error-codes',
};
