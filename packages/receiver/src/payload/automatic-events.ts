// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Leads and purchases found in chats.
import type { Metadata } from './identity.ts';

/**
 * Events found in chats of one number.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events
 */
export interface AutomaticEventsValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The events. */
  readonly automatic_events: readonly AutomaticEvent[];
}

/**
 * A lead or a purchase.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events
 */
export interface AutomaticEvent {
  /** ID of the message it was found in. */
  readonly id: string;
  /** What was found. The dashboard test uses lower-case names. */
  readonly event_name: 'LeadSubmitted' | 'Purchase' | (string & {});
  /** When it happened. Unix seconds. */
  readonly timestamp: number;
  /** Click ID of the ad; absent for ads in WhatsApp Status. */
  readonly ctwa_clid?: string;
  /** For purchases. */
  readonly custom_data?: PurchaseData;
}

/**
 * What was paid.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/automatic_events
 */
export interface PurchaseData {
  /** ISO 4217 code. */
  readonly currency: string;
  /** Price times 1000. The table says string, the example is a number. */
  readonly value: number | string;
}
