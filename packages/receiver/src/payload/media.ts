// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Media objects: fetch the bytes by ID, or from the URL with the access token.

/**
 * A sound file, a voice message or a voicemail.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Audio {
  /** ID of the media, a string of digits. */
  readonly id: string;
  /** MIME type; a voice message is `audio/ogg; codecs=opus`. */
  readonly mime_type: string;
  /** Hash of the bytes, base64 (some examples of the platform print hex). */
  readonly sha256: string;
  /** Where the bytes are; fetch with the access token. Since 12 November 2025. */
  readonly url?: string;
  /** True for a recording made in the client. */
  readonly voice?: boolean;
}

/**
 * A file.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Document {
  /** Text below the media. */
  readonly caption?: string;
  /** Name of the file on the sender’s device. */
  readonly filename?: string;
  /** ID of the media, a string of digits. */
  readonly id: string;
  /** MIME type; a voice message is `audio/ogg; codecs=opus`. */
  readonly mime_type: string;
  /** Hash of the bytes, base64 (some examples of the platform print hex). */
  readonly sha256: string;
  /** Where the bytes are; fetch with the access token. Since 12 November 2025. */
  readonly url?: string;
}

/**
 * A picture.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Image {
  /** Text below the media. */
  readonly caption?: string;
  /** ID of the media, a string of digits. */
  readonly id: string;
  /** MIME type; a voice message is `audio/ogg; codecs=opus`. */
  readonly mime_type: string;
  /** Hash of the bytes, base64 (some examples of the platform print hex). */
  readonly sha256: string;
  /** Where the bytes are; fetch with the access token. Since 12 November 2025. */
  readonly url?: string;
}

/**
 * A video.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Video {
  /** Text below the media. */
  readonly caption?: string;
  /** ID of the media, a string of digits. */
  readonly id: string;
  /** MIME type; a voice message is `audio/ogg; codecs=opus`. */
  readonly mime_type: string;
  /** Hash of the bytes, base64 (some examples of the platform print hex). */
  readonly sha256: string;
  /** Where the bytes are; fetch with the access token. Since 12 November 2025. */
  readonly url?: string;
}

/**
 * A sticker, `image/webp`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Sticker {
  /** ID of the media, a string of digits. */
  readonly id: string;
  /** MIME type; a voice message is `audio/ogg; codecs=opus`. */
  readonly mime_type: string;
  /** Hash of the bytes, base64 (some examples of the platform print hex). */
  readonly sha256: string;
  /** Where the bytes are; fetch with the access token. Since 12 November 2025. */
  readonly url?: string;
  /** Whether it moves. */
  readonly animated?: boolean;
}
