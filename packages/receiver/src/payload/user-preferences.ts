// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// What users prefer.
import type { Contact, Metadata } from './identity.ts';

/**
 * What users of one number prefer.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
 */
export interface UserPreferencesValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The users; `profile` may be missing. */
  readonly contacts?: readonly Contact[];
  /** The choices. */
  readonly user_preferences: readonly UserPreference[];
}

/**
 * A choice of a user.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences
 */
export interface UserPreference {
  /** WhatsApp ID. Missing when it cannot be shared. */
  readonly wa_id?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly parent_user_id?: string;
  /** A sentence, one for each value. */
  readonly detail: string;
  /** What it is about. */
  readonly category: 'marketing_messages' | (string & {});
  /** The choice. `signup` is seen in one library only. */
  readonly value: 'stop' | 'resume' | 'signup' | (string & {});
  /** When it was made. Unix seconds. */
  readonly timestamp: number;
  /** The opt-in link that was used. Unconfirmed: dashboard sample only. */
  readonly signup_id?: string;
}
