// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Tracking events.
import type { Metadata } from './identity.ts';

/** Tracking events of one number. */
export interface TrackingEventsValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The events. */
  readonly events: readonly TrackingEvent[];
}

/** An event. */
export interface TrackingEvent {
  /** What happened. */
  readonly event_name: 'sent' | (string & {});
  /** When it happened. Unix seconds. */
  readonly timestamp: number;
  /** What it belongs to. */
  readonly tracking_data: TrackingData;
}

/** What it belongs to. */
export interface TrackingData {
  /** ID of the click. */
  readonly click_id: string;
  /** Token for conversion tracking. */
  readonly tracking_token: string;
}
