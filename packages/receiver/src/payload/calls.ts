// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Call signalling.
import type { ReportedError } from './errors.ts';
import type { Contact, Metadata } from './identity.ts';
import type { Audio, Document } from './media.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * Events and statuses of calls of one number.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallsValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The users. */
  readonly contacts?: readonly Contact[];
  /** What happened to calls. */
  readonly calls?: readonly Call[];
  /** How business-initiated calls stand. */
  readonly statuses?: readonly CallStatus[];
  /** With `terminate`; without `title`. */
  readonly errors?: readonly ReportedError[];
}

/**
 * An event of a call, by kind.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-initiated-calls
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/business-initiated-calls
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-recording
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-transcription
 */
export type Call =
  | CallConnect
  | CallTerminate
  | CallCreated
  | CallRecordingAvailable
  | CallTranscriptionAvailable
  | OtherCall;

/**
 * The call is ready to be connected.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallConnect extends CallHead {
  /** What happened. */
  readonly event: 'connect';
  /** The media session; absent with SIP. */
  readonly session?: CallSession;
  /** The session once more. Legacy: older duplicate of `session`. */
  readonly connection?: CallConnection;
}

/**
 * The call ended. Look at `errors` of the value too.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallTerminate extends CallHead {
  /** What happened. */
  readonly event: 'terminate';
  /**
   * How it ended; compare without case. A call that was rejected or not picked up is completed without times.
   */
  readonly status?: 'COMPLETED' | 'FAILED' | 'Completed' | 'Failed' | (string & {});
  /** When it was picked up. Unix seconds as a string of digits. */
  readonly start_time?: string;
  /** When it ended; after pickup. Unix seconds as a string of digits. */
  readonly end_time?: string;
  /** Seconds; after pickup. */
  readonly duration?: number;
}

/**
 * A business-initiated call was created by SIP.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallCreated extends CallHead {
  /** What happened. */
  readonly event: 'call_created';
}

/**
 * The recording can be fetched.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallRecordingAvailable extends CallHead {
  /** What happened. */
  readonly event: 'call_recording_available';
  /** The recording. */
  readonly call_recording: CallRecording;
}

/**
 * The transcription can be fetched.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallTranscriptionAvailable extends CallHead {
  /** What happened. */
  readonly event: 'call_transcription_available';
  /** The transcription. */
  readonly call_transcript: CallTranscript;
}

/** A kind that this version does not list. Its `event` is any other string. */
export interface OtherCall extends CallHead {
  /** What happened. */
  readonly event: UnknownKind;
}

/**
 * What every event of a call has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallHead {
  /** ID of the call: `wacid.…`. */
  readonly id: string;
  /** When it happened. Unix seconds as a string of digits. */
  readonly timestamp: string;
  /** Who called; absent on recordings and transcriptions. */
  readonly direction?: 'BUSINESS_INITIATED' | 'USER_INITIATED' | (string & {});
  /** Number of the caller. Missing when it cannot be shared. */
  readonly from?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly from_user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly from_parent_user_id?: string;
  /** Number that was called. Missing when it cannot be shared. */
  readonly to?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly to_user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly to_parent_user_id?: string;
  /** What the call request gave to be echoed. */
  readonly biz_opaque_callback_data?: string;
  /** Payload of the link the user called from. */
  readonly deeplink_payload?: string;
  /** Payload of the button the user called from. */
  readonly cta_payload?: string;
}

/**
 * The media session.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallSession {
  /** `offer` when the user calls, `answer` when the business calls. */
  readonly sdp_type: 'offer' | 'answer' | (string & {});
  /** Session description (RFC 8866). */
  readonly sdp: string;
}

/**
 * The media session in its older place.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallConnection {
  /** The session. */
  readonly webrtc?: CallWebrtc;
}

/**
 * A WebRTC session.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallWebrtc {
  /** Session description, as JSON text. */
  readonly sdp?: string;
}

/**
 * A recording.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallRecording {
  /** What was recorded. */
  readonly type: 'audio' | (string & {});
  /** The recording. */
  readonly audio: Audio;
}

/**
 * A transcription.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallTranscript {
  /** The transcription. */
  readonly document: Document;
}

/**
 * How a business-initiated call stands.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface CallStatus {
  /** ID of the call: `wacid.…`. */
  readonly id: string;
  /** Always `call`. */
  readonly type: 'call';
  /** How it stands. */
  readonly status: 'RINGING' | 'ACCEPTED' | 'REJECTED' | (string & {});
  /** When it came to be so. Unix seconds as a string of digits. */
  readonly timestamp: string;
  /** Number of the user. Missing when it cannot be shared. */
  readonly recipient_id?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly recipient_user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly recipient_parent_user_id?: string;
  /** What the call request gave to be echoed. */
  readonly biz_opaque_callback_data?: string;
}
