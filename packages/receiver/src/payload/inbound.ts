// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Messages from users.
import type {
  AudioContent, ButtonContent, ContactsContent, DocumentContent, ImageContent, InteractiveContent,
  LocationContent, OrderContent, ReactionContent, StickerContent, TextContent, VideoContent,
} from './content.ts';
import type {
  EditContent, RequestWelcomeContent, RevokeContent, SystemContent, UnknownContent, UnsupportedContent,
} from './notices.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * A message from a user, by type.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export type InboundMessage =
  | TextMessage
  | ImageMessage
  | VideoMessage
  | AudioMessage
  | DocumentMessage
  | StickerMessage
  | LocationMessage
  | ContactsMessage
  | InteractiveMessage
  | ButtonMessage
  | OrderMessage
  | ReactionMessage
  | SystemMessage
  | UnsupportedMessage
  | UnknownMessage
  | RequestWelcomeMessage
  | EditMessage
  | RevokeMessage
  | OtherMessage;

/**
 * A text; slash commands and ice breakers too.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface TextMessage extends MessageHead, TextContent {}

/**
 * A picture. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ImageMessage extends MessageHead, ImageContent {}

/**
 * A video. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface VideoMessage extends MessageHead, VideoContent {}

/**
 * A sound file, a voice message (`voice` is true) or a voicemail (the message’s `id` begins with `wacid.`).
 * Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface AudioMessage extends MessageHead, AudioContent {}

/**
 * A file. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface DocumentMessage extends MessageHead, DocumentContent {}

/**
 * A sticker. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface StickerMessage extends MessageHead, StickerContent {}

/**
 * A place.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface LocationMessage extends MessageHead, LocationContent {}

/**
 * Shared contact cards.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ContactsMessage extends MessageHead, ContactsContent {}

/**
 * An answer to an interactive message.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface InteractiveMessage extends MessageHead, InteractiveContent {}

/**
 * A quick reply of a template was pressed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ButtonMessage extends MessageHead, ButtonContent {}

/**
 * An order from a catalog.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface OrderMessage extends MessageHead, OrderContent {}

/**
 * A reaction, or its removal.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ReactionMessage extends MessageHead, ReactionContent {}

/**
 * A notice about the user.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SystemMessage extends MessageHead, SystemContent {}

/**
 * A message that the API cannot show. Error 131051; 131060 for the first message to a coexistence number,
 * 130501 in groups.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface UnsupportedMessage extends MessageHead, UnsupportedContent {}

/**
 * A message that the API cannot show; its error has `details` and `title` but no `message`. Legacy: old name
 * of `unsupported`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface UnknownMessage extends MessageHead, UnknownContent {}

/**
 * The user opened the chat for the first time; sent when welcome messages are enabled. Legacy: not on the
 * newest page any more.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface RequestWelcomeMessage extends MessageHead, RequestWelcomeContent {}

/**
 * A message was edited, within 15 minutes. Coexistence numbers only. From July 2026 edits arrive, for the
 * time being, as `unsupported`. Since late 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface EditMessage extends MessageHead, EditContent {}

/**
 * A message was deleted for everyone, within two days. Coexistence numbers only. Since late 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface RevokeMessage extends MessageHead, RevokeContent {}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherMessage extends MessageHead {
  /** Type of the message; names the member that holds its content. */
  readonly type: UnknownKind;
}

/**
 * What every message from a user has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface MessageHead {
  /** Number of the sender: digits. Missing or empty when it cannot be shared. */
  readonly from?: string;
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
  /** Opaque ID of the group the message was sent in; `from` is the participant. */
  readonly group_id?: string;
  /** ID of the message: `wamid.…`; of a voicemail the call’s, `wacid.…`. */
  readonly id: string;
  /** When it was sent. Unix seconds as a string of digits. */
  readonly timestamp: string;
  /** What it refers to. */
  readonly context?: MessageContext;
  /** The ad or post the user came from. */
  readonly referral?: Referral;
  /** State of the identity key. Legacy: older reference pages only. */
  readonly identity?: Identity;
  /**
   * Undescribed. Unconfirmed: seen in replies to authentication templates and in the Brazilian one-click
   * payment reply.
   */
  readonly from_logical_id?: string;
}

/**
 * What the message refers to, or that it was forwarded.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface MessageContext {
  /** Number of the author of the quoted message. */
  readonly from?: string;
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
  /** ID of the quoted message; a `wacid.…` for a call permission that came with a call. */
  readonly id?: string;
  /** Forwarded up to five times; then there is no `from` and no `id`. */
  readonly forwarded?: boolean;
  /** Forwarded more than five times. */
  readonly frequently_forwarded?: boolean;
  /** The product from whose page the message was sent. */
  readonly referred_product?: ReferredProduct;
}

/**
 * A product of a catalog.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ReferredProduct {
  /** ID of the catalog. */
  readonly catalog_id: string;
  /** ID of the product, from the business. */
  readonly product_retailer_id: string;
}

/**
 * The ad or post the user came from. Treat every member as optional.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Referral {
  /** URL of the ad or post. */
  readonly source_url?: string;
  /** ID of the ad or post. */
  readonly source_id?: string;
  /** Which of them. */
  readonly source_type?: 'ad' | 'post' | (string & {});
  /** Its text. */
  readonly body?: string;
  /** Its headline. */
  readonly headline?: string;
  /** What it shows. */
  readonly media_type?: 'image' | 'video' | (string & {});
  /** The image, for `image`. */
  readonly image_url?: string;
  /** The video, for `video`. */
  readonly video_url?: string;
  /** The preview, for `video`. */
  readonly thumbnail_url?: string;
  /** Click ID; absent for ads placed in WhatsApp Status. */
  readonly ctwa_clid?: string;
  /** The greeting that the ad showed. */
  readonly welcome_message?: WelcomeMessage;
  /** Reference of a welcome message sequence. */
  readonly ref?: string;
}

/**
 * The greeting of an ad.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface WelcomeMessage {
  /** The text. */
  readonly text?: string;
}

/**
 * State of the user’s identity key.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Identity {
  /** Whether the business has acknowledged the key. */
  readonly acknowledged: boolean;
  /** When the key was made. Unix seconds as a string of digits. */
  readonly created_timestamp: string;
  /** Hash of the key. */
  readonly hash: string;
}
