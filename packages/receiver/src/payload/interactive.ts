// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Answers to interactive messages.
import type { UnknownKind } from './unknown-kind.ts';

/**
 * The answer, by the kind of interactive message.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export type Interactive =
  | ButtonReplyAnswer
  | ListReplyAnswer
  | NfmReplyAnswer
  | CallPermissionAnswer
  | PaymentMethodAnswer
  | OtherInteractive;

/**
 * A reply button was pressed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface ButtonReplyAnswer {
  /** Kind of answer; names the member that holds it. */
  readonly type: 'button_reply';
  /** The button. */
  readonly button_reply: ButtonReply;
}

/**
 * A row of a list was chosen.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface ListReplyAnswer {
  /** Kind of answer; names the member that holds it. */
  readonly type: 'list_reply';
  /** The row. */
  readonly list_reply: ListReply;
}

/**
 * A Flow or an address form was sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface NfmReplyAnswer {
  /** Kind of answer; names the member that holds it. */
  readonly type: 'nfm_reply';
  /** The form’s data. */
  readonly nfm_reply: NfmReply;
}

/**
 * A call permission request was answered, or permission came with a call. `context.id` names the request
 * message or the missed call.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface CallPermissionAnswer {
  /** Kind of answer; names the member that holds it. */
  readonly type: 'call_permission_reply';
  /** The permission. */
  readonly call_permission_reply: CallPermissionReply;
}

/**
 * A one-click payment was confirmed (Brazil).
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface PaymentMethodAnswer {
  /** Kind of answer; names the member that holds it. */
  readonly type: 'payment_method';
  /** The payment. */
  readonly payment_method: PaymentMethodReply;
}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherInteractive {
  /** Kind of answer; names the member that holds it. */
  readonly type: UnknownKind;
}

/**
 * The reply button that was pressed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface ButtonReply {
  /** ID that the sender gave the button. */
  readonly id: string;
  /** Label of the button. */
  readonly title: string;
}

/**
 * The row that was chosen from a list.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface ListReply {
  /** ID that the sender gave the row. */
  readonly id: string;
  /** Title of the row. */
  readonly title: string;
  /** Description of the row, where it had one. */
  readonly description?: string;
}

/**
 * What was entered in a Flow or an address form.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface NfmReply {
  /**
   * JSON text. For a Flow: `flow_token` and the data of the form; for an address: `values`, and
   * `saved_address_id` if one was chosen.
   */
  readonly response_json: string;
  /** `Sent` for a Flow; the address as text. */
  readonly body?: string;
  /** What was answered. */
  readonly name?: 'flow' | 'address_message' | (string & {});
}

/**
 * Whether the business may call.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface CallPermissionReply {
  /** The answer. */
  readonly response: 'accept' | 'reject' | (string & {});
  /** Whether the permission lasts until it is taken back. */
  readonly is_permanent?: boolean;
  /**
   * When a temporary permission ends. Documented as a string; handled as a number by several code bases. Unix
   * seconds, as a number or a string of digits.
   */
  readonly expiration_timestamp?: string | number;
  /** Whether the user answered, or called and so permitted a call back. */
  readonly response_source?: 'user_action' | 'automatic' | (string & {});
}

/**
 * One-click payment (Brazil): the stored card.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive
 */
export interface PaymentMethodReply {
  /** The method. */
  readonly payment_method: 'offsite_card_pay' | (string & {});
  /** When the user confirmed. Unix seconds. */
  readonly payment_timestamp: number;
  /** Reference of the order, from the business. */
  readonly reference_id: string;
  /** Last four digits of the card. */
  readonly last_four_digits: string;
  /** ID of the stored card. */
  readonly credential_id: string;
}
