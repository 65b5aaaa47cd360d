// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Clicks on links of marketing messages.
import type { UnknownKind } from './unknown-kind.ts';

/**
 * What a user did with a message; names neither user nor message.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/track-click-events
 */
export type UserAction =
  | LinkClick
  | OtherUserAction;

/**
 * A link was followed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/track-click-events
 */
export interface LinkClick extends UserActionHead {
  /** What the user did. Undocumented ones have been seen. */
  readonly action_type: 'marketing_messages_link_click';
  /** Which link. */
  readonly marketing_messages_link_click_data: LinkClickData;
}

/** A kind that this version does not list. Its `action_type` is any other string. */
export interface OtherUserAction extends UserActionHead {
  /** What the user did. Undocumented ones have been seen. */
  readonly action_type: UnknownKind;
}

/**
 * What every action has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/track-click-events
 */
export interface UserActionHead {
  /**
   * When it happened. The sources disagree on the JSON type. Unix seconds, as a number or a string of digits.
   */
  readonly timestamp: string | number;
}

/**
 * Which link.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/marketing-messages/track-click-events
 */
export interface LinkClickData {
  /** The button or a link in the text. */
  readonly click_component?: 'cta' | 'body' | (string & {});
  /** ID of the product. */
  readonly product_id?: string;
  /** ID of the click. */
  readonly click_id?: string;
  /** Token for conversion tracking. */
  readonly tracking_token?: string;
}
