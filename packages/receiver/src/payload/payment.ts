// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Payments, as statuses of an order message report them.

/**
 * A payment.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg
 */
export interface Payment {
  /** Reference of the order, from the business. */
  readonly reference_id: string;
  /** What is to be paid. */
  readonly amount: PaymentAmount;
  /** ISO 4217 code; `INR`. */
  readonly currency: string;
  /** The last attempt. */
  readonly transaction: PaymentTransaction;
  /** Passed through from the gateway. */
  readonly receipt?: string;
  /** Passed through from the gateway. */
  readonly notes?: Readonly<Record<string, unknown>>;
  /** Passed through from the gateway. */
  readonly udf1?: string;
  /** Passed through from the gateway. */
  readonly udf2?: string;
  /** Passed through from the gateway. */
  readonly udf3?: string;
  /** Passed through from the gateway. */
  readonly udf4?: string;
  /** Passed through from the gateway. */
  readonly additional_info1?: string;
  /** Passed through from the gateway. */
  readonly additional_info2?: string;
  /** Passed through from the gateway. */
  readonly additional_info3?: string;
  /** Passed through from the gateway. */
  readonly additional_info4?: string;
  /** Passed through from the gateway. */
  readonly additional_info5?: string;
  /** Passed through from the gateway. */
  readonly additional_info6?: string;
  /** Passed through from the gateway. */
  readonly additional_info7?: string;
  /** Passed through from the gateway. */
  readonly extra1?: string;
  /** Passed through from the gateway. */
  readonly extra2?: string;
  /** Money given back. */
  readonly refunds?: readonly PaymentRefund[];
}

/**
 * An amount of money: `value` divided by `offset`.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg
 */
export interface PaymentAmount {
  /** The amount times `offset`. */
  readonly value: number;
  /** Such as 100. */
  readonly offset: number;
}

/**
 * One attempt to pay.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg
 */
export interface PaymentTransaction {
  /** ID of the gateway’s order. */
  readonly id: string;
  /** ID of the gateway’s payment. */
  readonly pg_transaction_id?: string;
  /** The gateway. */
  readonly type: 'billdesk' | 'razorpay' | 'payu' | 'zaakpay' | (string & {});
  /** How the attempt stands. */
  readonly status: 'pending' | 'success' | 'failed' | (string & {});
  /**
   * When it began. Integer in the table, quoted in an example. Unix seconds, as a number or a string of
   * digits.
   */
  readonly created_timestamp: string | number;
  /**
   * When it last changed. Integer in the table, quoted in an example. Unix seconds, as a number or a string
   * of digits.
   */
  readonly updated_timestamp: string | number;
  /** How it was paid. */
  readonly method?: PaymentMethod;
  /** Of a failed attempt. */
  readonly error?: PaymentError;
}

/**
 * How it was paid.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg
 */
export interface PaymentMethod {
  /** The method. */
  readonly type: 'upi' | 'card' | 'wallet' | 'netbanking' | (string & {});
}

/**
 * Why an attempt failed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg
 */
export interface PaymentError {
  /** Code of the gateway. */
  readonly code: string;
  /** A sentence. */
  readonly reason: string;
}

/**
 * Money given back.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg
 */
export interface PaymentRefund {
  /** ID of the refund. */
  readonly id: string;
  /** How much. */
  readonly amount: PaymentAmount;
  /** How fast. */
  readonly speed_processed: 'instant' | 'normal' | (string & {});
  /** How it stands, such as `success`. */
  readonly status: string;
  /**
   * When it began. Integer in the table, quoted in an example. Unix seconds, as a number or a string of
   * digits.
   */
  readonly created_timestamp: string | number;
  /**
   * When it last changed. Integer in the table, quoted in an example. Unix seconds, as a number or a string
   * of digits.
   */
  readonly updated_timestamp: string | number;
}
