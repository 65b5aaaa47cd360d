// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Past chats of a coexistence number.
import type {
  AudioContent, ButtonContent, ContactsContent, DocumentContent, ImageContent, LocationContent, OrderContent,
  ReactionContent, StickerContent, TextContent, VideoContent,
} from './content.ts';
import type { MessageEcho } from './echoes.ts';
import type { ReportedError } from './errors.ts';
import type { Contact, Metadata } from './identity.ts';
import type { InboundMessage } from './inbound.ts';
import type {
  MediaPlaceholderContent, SentInteractiveContent, SentTemplateContent, SystemContent, UnsupportedContent,
} from './notices.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * Chunks of history, or media that belongs to them.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface HistoryValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** Chunks; thousands of messages in one. */
  readonly history?: readonly HistoryItem[];
  /** With media. Since 2026. */
  readonly contacts?: readonly Contact[];
  /** Media from a user. */
  readonly messages?: readonly InboundMessage[];
  /** Media from the business. */
  readonly message_echoes?: readonly MessageEcho[];
}

/**
 * A chunk, or the notice that there will be none.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export type HistoryItem = HistoryDeclined | HistoryChunk;

/**
 * The business did not share its history.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface HistoryDeclined {
  /** Error 2593109. */
  readonly errors: readonly ReportedError[];
}

/**
 * A part of the history. Group chats are not in it.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface HistoryChunk {
  /** Which part it is. */
  readonly metadata: HistoryMetadata;
  /** Chats, one for each user. */
  readonly threads: readonly PastThread[];
}

/**
 * Which part it is.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface HistoryMetadata {
  /** 0: the last day; 1: up to day 90; 2: up to day 180. */
  readonly phase: number;
  /** Number within the phase; chunks may arrive out of order. */
  readonly chunk_order: number;
  /** Percent of the whole, 0 to 100. */
  readonly progress: number;
}

/**
 * The messages with one user.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface PastThread {
  /** Number of the user. Missing when it cannot be shared. */
  readonly id?: string;
  /** The user. Since 2026. */
  readonly context?: PastThreadContext;
  /** The messages. */
  readonly messages: readonly PastMessage[];
}

/**
 * The user. Since 2026.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface PastThreadContext {
  /** WhatsApp ID of the user. */
  readonly wa_id?: string;
  /** Business-scoped ID of the user. */
  readonly user_id: string;
  /** Business-scoped ID of the parent portfolio. */
  readonly parent_user_id?: string;
  /** Username, where the user has one. */
  readonly username?: string;
}

/**
 * A message of the past, in either direction, by type.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export type PastMessage =
  | TextPast
  | MediaPlaceholderPast
  | ImagePast
  | VideoPast
  | AudioPast
  | DocumentPast
  | StickerPast
  | LocationPast
  | ContactsPast
  | SentInteractivePast
  | SentTemplatePast
  | ButtonPast
  | OrderPast
  | ReactionPast
  | SystemPast
  | UnsupportedPast
  | OtherPast;

/**
 * A text; slash commands and ice breakers too.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface TextPast extends PastMessageHead, TextContent {}

/**
 * Media that follows in a change of its own, with the same message `id`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface MediaPlaceholderPast extends PastMessageHead, MediaPlaceholderContent {}

/**
 * A picture. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ImagePast extends PastMessageHead, ImageContent {}

/**
 * A video. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface VideoPast extends PastMessageHead, VideoContent {}

/**
 * A sound file, a voice message (`voice` is true) or a voicemail (the message’s `id` begins with `wacid.`).
 * Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface AudioPast extends PastMessageHead, AudioContent {}

/**
 * A file. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface DocumentPast extends PastMessageHead, DocumentContent {}

/**
 * A sticker. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface StickerPast extends PastMessageHead, StickerContent {}

/**
 * A place.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface LocationPast extends PastMessageHead, LocationContent {}

/**
 * Shared contact cards.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ContactsPast extends PastMessageHead, ContactsContent {}

/**
 * An interactive message as it was sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SentInteractivePast extends PastMessageHead, SentInteractiveContent {}

/**
 * A template message as it was sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SentTemplatePast extends PastMessageHead, SentTemplateContent {}

/**
 * A quick reply of a template was pressed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ButtonPast extends PastMessageHead, ButtonContent {}

/**
 * An order from a catalog.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface OrderPast extends PastMessageHead, OrderContent {}

/**
 * A reaction, or its removal.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ReactionPast extends PastMessageHead, ReactionContent {}

/**
 * A notice about the user.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SystemPast extends PastMessageHead, SystemContent {}

/**
 * A message that the API cannot show. Error 131051; 131060 for the first message to a coexistence number,
 * 130501 in groups.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface UnsupportedPast extends PastMessageHead, UnsupportedContent {}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherPast extends PastMessageHead {
  /** Type of the message; names the member that holds its content. */
  readonly type: UnknownKind;
}

/**
 * What every message of the past has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface PastMessageHead {
  /** Number of the sender. Missing when it cannot be shared. */
  readonly from?: string;
  /** Number of the user; on messages that the business sent. */
  readonly to?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly from_user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly from_parent_user_id?: string;
  /** ID of the message: `wamid.…`. */
  readonly id: string;
  /** When it was sent. Unix seconds as a string of digits. */
  readonly timestamp: string;
  /** Where it stands. */
  readonly history_context: PastContext;
}

/**
 * Where a message of the past stands.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface PastContext {
  /** Its status, upper case. */
  readonly status: 'DELIVERED' | 'ERROR' | 'PENDING' | 'PLAYED' | 'READ' | 'SENT' | (string & {});
}
