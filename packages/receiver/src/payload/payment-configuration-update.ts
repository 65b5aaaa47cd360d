// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Payment configurations.

/**
 * How a configuration stands.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/payment_configuration_update
 */
export interface PaymentConfigurationUpdate {
  /** Name of the configuration. */
  readonly configuration_name: string;
  /** The gateway. */
  readonly provider_name: 'billdesk' | 'payu' | 'razorpay' | 'zaakpay' | (string & {});
  /** ID of the merchant at the gateway. */
  readonly provider_mid: string;
  /** How it stands; with spaces and mixed case. */
  readonly status: 'Active' | 'Needs Connecting' | 'Needs Testing' | (string & {});
  /** When it was made. Unix seconds. */
  readonly created_timestamp: number;
  /** When it last changed. Unix seconds. */
  readonly updated_timestamp: number;
}
