// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// The envelope: one POST body.
import type { Change } from './change.ts';

/**
 * One POST body. Updates are batched: several entries, several changes in each, several items in each change,
 * up to 3 MB. Some pages of the documentation wrap it in an array; the HTTP body is the object.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Notification {
  /** Always `whatsapp_business_account`. */
  readonly object: 'whatsapp_business_account';
  /** One for each account with changes. */
  readonly entry: readonly Entry[];
}

/**
 * What changed on one account.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export interface Entry {
  /**
   * ID of the WABA; of the partner’s portfolio for `partner_solutions` and events of `account_update` that
   * partners get; `0` in dashboard tests.
   */
  readonly id: string;
  /**
   * When the change was found. Absent for fields whose value carries `metadata`. An integer; three pages
   * print it as a string. Unix seconds, as a number or a string of digits.
   */
  readonly time?: string | number;
  /** What changed. */
  readonly changes: readonly Change[];
}
