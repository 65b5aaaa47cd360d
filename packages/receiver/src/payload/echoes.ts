// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Copies of messages that the business sent.
import type {
  AudioContent, ContactsContent, DocumentContent, ImageContent, LocationContent, ReactionContent,
  StickerContent, TextContent, VideoContent,
} from './content.ts';
import type { Contact, Metadata } from './identity.ts';
import type { EditContent, RevokeContent, SentInteractiveContent, SentTemplateContent } from './notices.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * A message that the business sent, by type. The page describes contents as a send request has them; those of
 * its examples are the contents of messages from users.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
 */
export type MessageEcho =
  | TextEcho
  | ImageEcho
  | VideoEcho
  | AudioEcho
  | DocumentEcho
  | StickerEcho
  | LocationEcho
  | ContactsEcho
  | ReactionEcho
  | SentInteractiveEcho
  | SentTemplateEcho
  | EditEcho
  | RevokeEcho
  | OtherEcho;

/**
 * A text; slash commands and ice breakers too.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface TextEcho extends EchoHead, TextContent {}

/**
 * A picture. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ImageEcho extends EchoHead, ImageContent {}

/**
 * A video. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface VideoEcho extends EchoHead, VideoContent {}

/**
 * A sound file, a voice message (`voice` is true) or a voicemail (the message’s `id` begins with `wacid.`).
 * Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface AudioEcho extends EchoHead, AudioContent {}

/**
 * A file. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface DocumentEcho extends EchoHead, DocumentContent {}

/**
 * A sticker. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface StickerEcho extends EchoHead, StickerContent {}

/**
 * A place.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface LocationEcho extends EchoHead, LocationContent {}

/**
 * Shared contact cards.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ContactsEcho extends EchoHead, ContactsContent {}

/**
 * A reaction, or its removal.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ReactionEcho extends EchoHead, ReactionContent {}

/**
 * An interactive message as it was sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SentInteractiveEcho extends EchoHead, SentInteractiveContent {}

/**
 * A template message as it was sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SentTemplateEcho extends EchoHead, SentTemplateContent {}

/**
 * A message was edited, within 15 minutes. Coexistence numbers only. From July 2026 edits arrive, for the
 * time being, as `unsupported`. Since late 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface EditEcho extends EchoHead, EditContent {}

/**
 * A message was deleted for everyone, within two days. Coexistence numbers only. Since late 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface RevokeEcho extends EchoHead, RevokeContent {}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherEcho extends EchoHead {
  /** Type of the message; names the member that holds its content. */
  readonly type: UnknownKind;
}

/**
 * What every echo has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
 */
export interface EchoHead {
  /** Number of the business. */
  readonly from: string;
  /** Number of the user. Missing when it cannot be shared. */
  readonly to?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly to_user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly to_parent_user_id?: string;
  /** ID of the message: `wamid.…`. */
  readonly id: string;
  /** When it was sent. Unix seconds as a string of digits. */
  readonly timestamp: string;
}

/**
 * Messages that the business sent. Unconfirmed: dashboard sample only.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
 */
export interface MessageEchoesValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The users written to. Since 2026. */
  readonly contacts?: readonly Contact[];
  /** The messages. */
  readonly message_echoes: readonly MessageEcho[];
}

/**
 * Messages sent from the WhatsApp Business app.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
 */
export interface SmbMessageEchoesValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The users written to. Since 2026. */
  readonly contacts?: readonly Contact[];
  /** The messages. */
  readonly message_echoes: readonly MessageEcho[];
}
