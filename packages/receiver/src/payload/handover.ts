// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// The handing over of threads.
import type { Metadata } from './identity.ts';
import type { ConversationContext } from './messages.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * A thread changed hands.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/conversation-routing/thread-control
 */
export type Handover =
  | ControlPassed
  | ControlTaken
  | OtherHandover;

/**
 * Control was passed to this responder.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 */
export interface ControlPassed extends HandoverHead {
  /** Whether control was passed or taken. Missing in the older dashboard sample. */
  readonly type?: 'control_passed';
  /** How. */
  readonly control_passed: ControlPass;
}

/**
 * Control was taken from this responder.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 */
export interface ControlTaken extends HandoverHead {
  /** Whether control was passed or taken. Missing in the older dashboard sample. */
  readonly type?: 'control_taken';
  /** How. */
  readonly control_taken: ControlTake;
}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherHandover extends HandoverHead {
  /** Whether control was passed or taken. Missing in the older dashboard sample. */
  readonly type: UnknownKind;
}

/**
 * What every handover has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 */
export interface HandoverHead {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The user; may be missing. */
  readonly sender?: HandoverSender;
  /** The number of the business. */
  readonly recipient: Metadata;
  /** When it happened. Unix seconds as a string of digits. */
  readonly timestamp: string;
}

/**
 * The user.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 */
export interface HandoverSender {
  /** Number of the user. */
  readonly phone_number?: string;
}

/**
 * How control was passed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 */
export interface ControlPass {
  /** App that had control. Legacy: deprecated in favour of the role. */
  readonly previous_owner_app_id?: string;
  /** Role of the app that had control. */
  readonly previous_owner_role?: 'customer_service' | 'marketing' | 'utility' | 'ctwa' | 'ai_agent' | 'escalation' | (string & {});
  /** App that has control now; null possible. */
  readonly new_owner_app_id?: string | null;
  /** Role of the app that has control now. */
  readonly new_owner_role?: 'customer_service' | 'marketing' | 'utility' | 'ctwa' | 'ai_agent' | 'escalation' | (string & {});
  /** Text for the new owner, up to 2000 characters. */
  readonly metadata?: string;
  /** Role of the app that had control. Legacy: deprecated in favour of `previous_owner_role`. */
  readonly previous_owner_app_role?: 'meta_business_agent' | (string & {});
  /** What was said before. */
  readonly conversation_context?: ConversationContext;
}

/**
 * How control was taken.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 */
export interface ControlTake {
  /** App that had control. Legacy: deprecated in favour of the role. */
  readonly previous_owner_app_id?: string;
  /** Role of the app that had control. */
  readonly previous_owner_role?: 'customer_service' | 'marketing' | 'utility' | 'ctwa' | 'ai_agent' | 'escalation' | (string & {});
  /** App that has control now; null possible. */
  readonly new_owner_app_id?: string | null;
  /** Role of the app that has control now. */
  readonly new_owner_role?: 'customer_service' | 'marketing' | 'utility' | 'ctwa' | 'ai_agent' | 'escalation' | (string & {});
  /** Text for the new owner, up to 2000 characters. */
  readonly metadata?: string;
}
