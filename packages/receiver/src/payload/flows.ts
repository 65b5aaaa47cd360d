// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Status and health of Flows.
import type { UnknownKind } from './unknown-kind.ts';

/**
 * What happened to a Flow.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export type FlowEvent =
  | FlowStatusChange
  | FlowClientErrorRate
  | FlowEndpointErrorRate
  | FlowEndpointLatency
  | FlowEndpointAvailability
  | FlowVersionExpiryWarning
  | OtherFlowEvent;

/**
 * The status changed, or the Flow was created.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowStatusChange extends FlowHead {
  /** What happened. */
  readonly event: 'FLOW_STATUS_CHANGE';
  /** Before; absent on creation. */
  readonly old_status?: 'DRAFT' | 'PUBLISHED' | 'DEPRECATED' | 'BLOCKED' | 'THROTTLED' | (string & {});
  /** After. */
  readonly new_status: 'DRAFT' | 'PUBLISHED' | 'DEPRECATED' | 'BLOCKED' | 'THROTTLED' | (string & {});
}

/**
 * Too many, or no longer too many, screens failed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowClientErrorRate extends FlowHead {
  /** What happened. */
  readonly event: 'CLIENT_ERROR_RATE';
  /** Percent; may be decimal. */
  readonly error_rate: number;
  /** The limit that was crossed. */
  readonly threshold: number;
  /** Whether the alert began or ended. */
  readonly alert_state: 'ACTIVATED' | 'DEACTIVATED' | (string & {});
  /** By error. */
  readonly errors?: readonly FlowError[];
}

/**
 * Too many, or no longer too many, requests to the endpoint failed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowEndpointErrorRate extends FlowHead {
  /** What happened. */
  readonly event: 'ENDPOINT_ERROR_RATE';
  /** Percent; may be decimal. */
  readonly error_rate: number;
  /** The limit that was crossed. */
  readonly threshold: number;
  /** Whether the alert began or ended. */
  readonly alert_state: 'ACTIVATED' | 'DEACTIVATED' | (string & {});
  /** By error. */
  readonly errors?: readonly FlowError[];
}

/**
 * The endpoint is slow, or no longer.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowEndpointLatency extends FlowHead {
  /** What happened. */
  readonly event: 'ENDPOINT_LATENCY';
  /** The 90th percentile; by its size in milliseconds. */
  readonly p90_latency: number;
  /** The median; by its size in milliseconds. */
  readonly p50_latency: number;
  /** How many requests. */
  readonly requests_count: number;
  /** The limit that was crossed. */
  readonly threshold: number;
  /** Whether the alert began or ended. */
  readonly alert_state: 'ACTIVATED' | 'DEACTIVATED' | (string & {});
}

/**
 * The endpoint is not available enough, or is again.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowEndpointAvailability extends FlowHead {
  /** What happened. */
  readonly event: 'ENDPOINT_AVAILABILITY';
  /** Percent. */
  readonly availability: number;
  /** The limit that was crossed. */
  readonly threshold: number;
  /** Whether the alert began or ended. */
  readonly alert_state: 'ACTIVATED' | 'DEACTIVATED' | (string & {});
}

/**
 * The version of the Flow will be frozen.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowVersionExpiryWarning extends FlowHead {
  /** What happened. */
  readonly event: 'FLOW_VERSION_EXPIRY_WARNING';
  /** A sentence. */
  readonly warning: string;
}

/** A kind that this version does not list. Its `event` is any other string. */
export interface OtherFlowEvent extends FlowHead {
  /** What happened. */
  readonly event: UnknownKind;
}

/**
 * What every event of a Flow has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowHead {
  /** ID of the Flow. */
  readonly flow_id: string;
  /** A sentence; absent from expiry warnings. */
  readonly message?: string;
}

/**
 * How often one error happened.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowError {
  /** The error. */
  readonly error_type: string;
  /** Percent of all errors; may be decimal. */
  readonly error_rate: number;
  /** How many. */
  readonly error_count: number;
}
