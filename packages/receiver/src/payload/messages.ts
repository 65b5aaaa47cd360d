// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// The value of `messages`.
import type { ReportedError } from './errors.ts';
import type { Contact, Metadata } from './identity.ts';
import type { InboundMessage } from './inbound.ts';
import type { Status } from './status.ts';
import type { UserAction } from './user-action.ts';

/**
 * Messages, statuses, errors or user actions of one number.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface MessagesValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** With `messages`, except system messages; with sent, delivered and read statuses since 2026. */
  readonly contacts?: readonly Contact[];
  /** From users. */
  readonly messages?: readonly InboundMessage[];
  /** Of messages that the business sent. */
  readonly statuses?: readonly Status[];
  /** Alone, or next to a message whose content could not be built. */
  readonly errors?: readonly ReportedError[];
  /** Link clicks; without messages, contacts and statuses. */
  readonly user_actions?: readonly UserAction[];
  /** Applies to the messages of the change. Since 2026. */
  readonly conversation_context?: ConversationContext;
}

/**
 * A summary of the conversation, for whoever takes it over. Since 2026, conversation routing.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ConversationContext {
  /** Form of the context. */
  readonly type: 'summary' | (string & {});
  /** The summary. */
  readonly summary: ConversationSummary;
}

/**
 * A generated summary.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface ConversationSummary {
  /** The text. */
  readonly text: string;
}
