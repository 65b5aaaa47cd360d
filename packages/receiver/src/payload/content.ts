// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// What a message can contain, by type.
import type { ContactCard } from './contact-card.ts';
import type { Interactive } from './interactive.ts';
import type { Audio, Document, Image, Sticker, Video } from './media.ts';

/**
 * A text; slash commands and ice breakers too.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface TextContent {
  /** Names the member that holds the content. */
  readonly type: 'text';
  /** The text. */
  readonly text: Text;
}

/**
 * A text.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Text {
  /** The text. */
  readonly body: string;
}

/**
 * A picture. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ImageContent {
  /** Names the member that holds the content. */
  readonly type: 'image';
  /** The picture. */
  readonly image: Image;
}

/**
 * A video. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface VideoContent {
  /** Names the member that holds the content. */
  readonly type: 'video';
  /** The video. */
  readonly video: Video;
}

/**
 * A sound file, a voice message (`voice` is true) or a voicemail (the message’s `id` begins with `wacid.`).
 * Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface AudioContent {
  /** Names the member that holds the content. */
  readonly type: 'audio';
  /** The sound. */
  readonly audio: Audio;
}

/**
 * A file. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface DocumentContent {
  /** Names the member that holds the content. */
  readonly type: 'document';
  /** The file. */
  readonly document: Document;
}

/**
 * A sticker. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface StickerContent {
  /** Names the member that holds the content. */
  readonly type: 'sticker';
  /** The sticker. */
  readonly sticker: Sticker;
}

/**
 * A place.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface LocationContent {
  /** Names the member that holds the content. */
  readonly type: 'location';
  /** The place. */
  readonly location: Location;
}

/**
 * A place; a dropped pin has only the coordinates.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Location {
  /** Degrees, north is positive. */
  readonly latitude: number;
  /** Degrees, east is positive. */
  readonly longitude: number;
  /** Name of the place. */
  readonly name?: string;
  /** Address of the place. */
  readonly address?: string;
  /** Web page of the place. */
  readonly url?: string;
}

/**
 * Shared contact cards.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ContactsContent {
  /** Names the member that holds the content. */
  readonly type: 'contacts';
  /** The cards. */
  readonly contacts: readonly ContactCard[];
}

/**
 * A quick reply of a template was pressed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ButtonContent {
  /** Names the member that holds the content. */
  readonly type: 'button';
  /** The button. */
  readonly button: Button;
}

/**
 * The pressed quick reply.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Button {
  /** Defined by the sender; the label when none was set. */
  readonly payload: string;
  /** Label of the button. */
  readonly text: string;
}

/**
 * An order from a catalog.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface OrderContent {
  /** Names the member that holds the content. */
  readonly type: 'order';
  /** The order. */
  readonly order: Order;
}

/**
 * What was ordered.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Order {
  /** ID of the catalog. */
  readonly catalog_id: string;
  /** A note of the user; may be empty. */
  readonly text?: string;
  /** The lines. */
  readonly product_items: readonly OrderItem[];
}

/**
 * A line of an order.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface OrderItem {
  /** ID of the product, from the business. */
  readonly product_retailer_id: string;
  /** How many. */
  readonly quantity: number;
  /** Price of one, in units of the currency; may be decimal. */
  readonly item_price: number;
  /** ISO 4217 code. */
  readonly currency: string;
}

/**
 * A reaction, or its removal.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ReactionContent {
  /** Names the member that holds the content. */
  readonly type: 'reaction';
  /** The reaction. */
  readonly reaction: Reaction;
}

/**
 * A reaction to a message.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Reaction {
  /** ID of the message reacted to. */
  readonly message_id: string;
  /** The emoji; absent or empty when the reaction was removed. Accept both. */
  readonly emoji?: string;
}

/**
 * An answer to an interactive message.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface InteractiveContent {
  /** Names the member that holds the content. */
  readonly type: 'interactive';
  /** The answer. Has been seen missing, next to an error 131000 in the `errors` of the value. */
  readonly interactive?: Interactive;
}
