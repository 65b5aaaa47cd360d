// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Statuses of sent messages.
import type { ReportedError } from './errors.ts';
import type { Payment } from './payment.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * What became of a sent message. `delivered` may be skipped when `read` comes at once, the order is not
 * guaranteed, and each status of a message comes at most once (repeats of the whole webhook aside). In groups
 * `delivered` and `read` are aggregated.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export type Status =
  | SentStatus
  | DeliveredStatus
  | ReadStatus
  | PlayedStatus
  | FailedStatus
  | DeletedStatus
  | WarningStatus
  | PaymentStatus
  | OtherStatus;

/**
 * Accepted by WhatsApp’s servers.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface SentStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'sent';
  /** The conversation. */
  readonly conversation?: Conversation;
  /** With `sent`, and with the first of `delivered` and `read`. */
  readonly pricing?: Pricing;
}

/**
 * On the user’s device.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface DeliveredStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'delivered';
  /** The conversation. */
  readonly conversation?: Conversation;
  /** With `sent`, and with the first of `delivered` and `read`. */
  readonly pricing?: Pricing;
}

/**
 * Shown in an open chat.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface ReadStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'read';
  /** The conversation. */
  readonly conversation?: Conversation;
  /** With `sent`, and with the first of `delivered` and `read`. */
  readonly pricing?: Pricing;
}

/**
 * A voice message was played for the first time. Since November 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface PlayedStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'played';
  /** The conversation. */
  readonly conversation?: Conversation;
  /** With `sent`, and with the first of `delivered` and `read`. */
  readonly pricing?: Pricing;
}

/**
 * Not delivered, and not tried any longer.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface FailedStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'failed';
  /** Why. */
  readonly errors?: readonly ReportedError[];
}

/**
 * The user deleted the message. Legacy: from On-Premises; not described for Cloud API.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface DeletedStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'deleted';
}

/**
 * The message was sent, with a problem. Legacy: from On-Premises; not described for Cloud API.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface WarningStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'warning';
  /** Why. */
  readonly errors?: readonly ReportedError[];
}

/**
 * A payment changed (India). A failed attempt is `pending` with `transaction.status` `failed`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface PaymentStatus extends StatusHead {
  /** What became of it. */
  readonly status: 'pending' | 'captured';
  /** Always `payment`. */
  readonly type: 'payment';
  /** The payment. */
  readonly payment: Payment;
}

/** A kind that this version does not list. Its `status` is any other string. */
export interface OtherStatus extends StatusHead {
  /** What became of it. */
  readonly status: UnknownKind;
}

/**
 * What every status has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface StatusHead {
  /** ID of the message: `wamid.…`. */
  readonly id: string;
  /** When it came to be so. Unix seconds as a string of digits. */
  readonly timestamp: string;
  /** Number of the recipient, or ID of the group. Missing when it cannot be shared. */
  readonly recipient_id?: string;
  /**
   * Business-scoped ID of the recipient. Always there, except when a message addressed to a phone number
   * failed. Since 2026.
   */
  readonly recipient_user_id?: string;
  /** Business-scoped ID of the parent portfolio. Since 2026. */
  readonly recipient_parent_user_id?: string;
  /** The same. Legacy: the spelling until May 2026. */
  readonly parent_recipient_user_id?: string;
  /** `group` in groups; absent otherwise. */
  readonly recipient_type?: 'group' | (string & {});
  /** Number of the participant; with `delivered` and `read` in groups. */
  readonly recipient_participant_id?: string;
  /** Business-scoped ID of the participant. Since 2026. */
  readonly recipient_participant_user_id?: string;
  /** Business-scoped ID of the participant’s parent portfolio. Since 2026. */
  readonly recipient_participant_parent_user_id?: string;
  /** Number of the participant. Unconfirmed: spelling of three examples. */
  readonly participant_recipient_id?: string;
  /** Only while the identity change check is on. */
  readonly recipient_identity_key_hash?: string;
  /** What the send request gave to be echoed. */
  readonly biz_opaque_callback_data?: string;
  /** ID of the template; of messages by direct send. Unconfirmed: type not stated. */
  readonly template_id?: string | number;
  /** ID of the group. Unconfirmed: only in the OpenAPI description. */
  readonly group_id?: string;
}

/**
 * The conversation a message belongs to. Before July 2025 one for 24 hours; up to v23 a new one for each
 * message; from v24 only inside a free entry point window.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface Conversation {
  /** ID of the conversation. */
  readonly id: string;
  /** When it ends; with `sent` only. Unix seconds as a string of digits. */
  readonly expiration_timestamp?: string;
  /** What opened it. */
  readonly origin: ConversationOrigin;
  /**
   * In aggregated statuses of groups, in place of the one beside the conversation. Unconfirmed: examples
   * only.
   */
  readonly pricing?: Pricing;
}

/**
 * What opened a conversation.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface ConversationOrigin {
  /** The category. `user_initiated` and `business_initiated` are older names. */
  readonly type: 'authentication' | 'authentication_international' | 'marketing' | 'marketing_lite' | 'utility' | 'service' | 'referral_conversion' | 'group_marketing' | 'group_utility' | 'group_service' | 'user_initiated' | 'business_initiated' | (string & {});
}

/**
 * What the message costs, by pricing model.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export type Pricing =
  | ConversationPricing
  | MessagePricing
  | OtherPricing;

/**
 * Charged by conversation, until 30 June 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface ConversationPricing extends PricingHead {
  /** `CBP`: by conversation, until 30 June 2025. `PMP`: by message. */
  readonly pricing_model: 'CBP';
}

/**
 * Charged by message. Since 1 July 2025.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface MessagePricing extends PricingHead {
  /** `CBP`: by conversation, until 30 June 2025. `PMP`: by message. */
  readonly pricing_model: 'PMP';
  /** Why it is or is not charged. Missing in examples of groups. */
  readonly type?: 'regular' | 'free_customer_service' | 'free_entry_point' | (string & {});
}

/** A kind that this version does not list. Its `pricing_model` is any other string. */
export interface OtherPricing extends PricingHead {
  /** `CBP`: by conversation, until 30 June 2025. `PMP`: by message. */
  readonly pricing_model: UnknownKind;
}

/**
 * What every pricing says, whatever the model.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface PricingHead {
  /** Whether it is charged for. */
  readonly billable: boolean;
  /**
   * What is charged for. `authentication-international` has a hyphen here; `user_initiated` and
   * `business_initiated` are older names.
   */
  readonly category: 'authentication' | 'authentication-international' | 'marketing' | 'marketing_lite' | 'utility' | 'service' | 'referral_conversion' | 'group_marketing' | 'group_utility' | 'group_service' | 'user_initiated' | 'business_initiated' | (string & {});
}
