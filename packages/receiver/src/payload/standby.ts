// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Threads that another responder owns.
import type { Contact, Metadata } from './identity.ts';
import type { InboundMessage } from './inbound.ts';
import type { Status } from './status.ts';

/**
 * What happened in a thread of another responder.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby
 */
export interface StandbyValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. Missing in the dashboard sample. */
  readonly metadata?: Metadata;
  /** What happened. Missing in the dashboard sample. */
  readonly standby?: Standby;
}

/**
 * One of messages, echoes and statuses.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby
 */
export interface Standby {
  /** With `messages`. */
  readonly contacts?: readonly Contact[];
  /** From users. */
  readonly messages?: readonly InboundMessage[];
  /** From the other responder. */
  readonly message_echoes?: readonly StandbyEcho[];
  /** Of messages of the other responder. */
  readonly statuses?: readonly Status[];
}

/**
 * A message that the other responder sent.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby
 */
export interface StandbyEcho {
  /** ID of the message: `wamid.…`. */
  readonly id: string;
  /** When it was sent. Unix seconds as a string of digits. */
  readonly timestamp: string;
  /** The whole send request. */
  readonly message: Readonly<Record<string, unknown>>;
  /** The template that was sent. */
  readonly template?: Readonly<Record<string, unknown>>;
  /** The Flow that was sent. */
  readonly flow?: Readonly<Record<string, unknown>>;
}
