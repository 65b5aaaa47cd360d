// The order of a message's statuses. They arrive in any order and more than once, and "read" before "delivered" must
// not become "delivered" again.

/**
 * Worst to best. `failed` stands below `delivered`: whatever was delivered, read or played did arrive, so a failure
 * that comes late, or came early, does not count. Delivered may be left out when read arrives at once.
 * Source: business-messaging/whatsapp/webhooks/reference/messages/status
 */
export const statusOrder = ['sent', 'failed', 'delivered', 'read', 'played'] as const;

/** Statuses of a payment, which come under the message's id but are a ladder of their own: keep them apart. */
export const paymentStatusOrder = ['pending', 'captured'] as const;

/**
 * Whether a status that arrived should replace the one that is stored. False for a repeat, for a step down, for
 * `warning` and `deleted`, which say nothing about delivery, for statuses this version does not know, and between
 * the ladders of messages and payments.
 *
 * @param from what is stored; null or undefined: nothing yet, and then every status counts
 * @param to what arrived
 * @example
 * if (advancesStatus({ from: stored.status, to: status.status })) await store(status);
 */
export function advancesStatus({ from, to }: { from: string | null | undefined; to: string }): boolean {
  if (from === null || from === undefined) return true;
  const ladder: readonly string[] = isPayment(to) ? paymentStatusOrder : statusOrder;
  const [before, after] = [ladder.indexOf(from), ladder.indexOf(to)];
  // What is stored may be a status that says nothing about delivery; one that does says more.
  return before < 0 ? after >= 0 && isPayment(from) === isPayment(to) : after > before;
}

function isPayment(status: string): boolean {
  return paymentStatusOrder.some((known) => known === status);
}
