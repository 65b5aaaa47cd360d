// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// What a message can say besides content of its own: notices, edits, deletions, things not shown.
import type { DocumentContent, ImageContent, TextContent, VideoContent } from './content.ts';
import type { ReportedError } from './errors.ts';
import type { System } from './system.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * Media that follows in a change of its own, with the same message `id`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface MediaPlaceholderContent {
  /** Names the member that holds the content. */
  readonly type: 'media_placeholder';
}

/**
 * An interactive message as it was sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SentInteractiveContent {
  /** Names the member that holds the content. */
  readonly type: 'interactive';
  /** As in the send request. Unconfirmed: no published example. */
  readonly interactive?: Readonly<Record<string, unknown>>;
}

/**
 * A template message as it was sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SentTemplateContent {
  /** Names the member that holds the content. */
  readonly type: 'template';
  /** As in the send request. Unconfirmed: no published example. */
  readonly template?: Readonly<Record<string, unknown>>;
}

/**
 * A notice about the user.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface SystemContent {
  /** Names the member that holds the content. */
  readonly type: 'system';
  /** What changed. */
  readonly system: System;
}

/**
 * A message that the API cannot show. Error 131051; 131060 for the first message to a coexistence number,
 * 130501 in groups.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface UnsupportedContent {
  /** Names the member that holds the content. */
  readonly type: 'unsupported';
  /** What it was. Since November 2025. */
  readonly unsupported?: Unsupported;
  /** Why there is no content. */
  readonly errors?: readonly ReportedError[];
}

/**
 * What it was.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Unsupported {
  /** Type of the message that is not supported. */
  readonly type: 'edit' | 'poll' | 'button' | 'poll_update' | 'view_once' | (string & {});
}

/**
 * A message that the API cannot show; its error has `details` and `title` but no `message`. Legacy: old name
 * of `unsupported`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface UnknownContent {
  /** Names the member that holds the content. */
  readonly type: 'unknown';
  /** Why there is no content. */
  readonly errors?: readonly ReportedError[];
}

/**
 * The user opened the chat for the first time; sent when welcome messages are enabled. Legacy: not on the
 * newest page any more.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface RequestWelcomeContent {
  /** Names the member that holds the content. */
  readonly type: 'request_welcome';
}

/**
 * A message was edited, within 15 minutes. Coexistence numbers only. From July 2026 edits arrive, for the
 * time being, as `unsupported`. Since late 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface EditContent {
  /** Names the member that holds the content. */
  readonly type: 'edit';
  /** The edit. */
  readonly edit: Edit;
}

/**
 * The edit.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Edit {
  /** ID of the edited message. */
  readonly original_message_id: string;
  /** The new content. */
  readonly message: EditedMessage;
}

/**
 * The content after the edit: a text, or media with a caption.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export type EditedMessage =
  | TextEdited
  | ImageEdited
  | VideoEdited
  | DocumentEdited
  | OtherEdited;

/**
 * A text; slash commands and ice breakers too.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface TextEdited extends EditedMessageHead, TextContent {}

/**
 * A picture. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ImageEdited extends EditedMessageHead, ImageContent {}

/**
 * A video. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface VideoEdited extends EditedMessageHead, VideoContent {}

/**
 * A file. Fetch the bytes by `id`, or from `url` with the access token.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface DocumentEdited extends EditedMessageHead, DocumentContent {}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherEdited extends EditedMessageHead {
  /** Type of the content; names the member that holds it. */
  readonly type: UnknownKind;
}

/**
 * What every edited content has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface EditedMessageHead {
  /** Of the edited message. */
  readonly context?: EditedContext;
}

/**
 * What the edited message refers to.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface EditedContext {
  /** ID of the quoted message. */
  readonly id: string;
}

/**
 * A message was deleted for everyone, within two days. Coexistence numbers only. Since late 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface RevokeContent {
  /** Names the member that holds the content. */
  readonly type: 'revoke';
  /** The deletion. */
  readonly revoke: Revoke;
}

/**
 * The deletion.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Revoke {
  /** ID of the deleted message. */
  readonly original_message_id: string;
}
