// How stored things look on /api/v1: wire names, ids as text, times as ISO 8601. The bytes of a change are given
// as text, never parsed and written again, so that what is shown is what is sent.
import { type RetryProfile, triesLeft } from '../delivery/retry/retry.ts';
import type { RoutingTable } from '../routing/table.ts';
import { deliveryId } from '../store/life-of-event.ts';
import type { PhoneNumber } from '../store/nouns.ts';
import type { StoredAttempt, StoredDelivery, StoredEvent } from '../store/store.ts';

export function showEvent(event: StoredEvent, table: RoutingTable): Record<string, unknown> {
  return {
    seq: event.seq,
    group: event.group,
    origin: event.origin,
    waba_id: event.wabaId === null ? null : (table.wabaById.get(event.wabaId)?.graphId ?? null),
    entry_id: event.entryId,
    entry_time: event.entryTime,
    field: event.field,
    phone_number_id: event.phoneNumber,
    accepted_at: isoTime(event.acceptedAt),
    bytes: event.change.length,
    // A change has bytes until retention strips it.
    stripped: event.change.length === 0,
    change: event.change.length === 0 ? null : new TextDecoder().decode(event.change),
  };
}

export function showDelivery(
  delivery: StoredDelivery,
  table: RoutingTable,
  profile: RetryProfile,
): Record<string, unknown> {
  const route = table.routeByQueue.get(delivery.queueId);
  return {
    id: delivery.id,
    app_id: route?.app.graphId ?? null,
    app_name: route?.app.name ?? null,
    callback_url: route?.endpoint.url ?? null,
    first_seq: delivery.firstSeq,
    events: delivery.events,
    split_from: delivery.splitFrom === null ? null : deliveryId(delivery.queueId, delivery.splitFrom),
    state: delivery.state,
    reason: delivery.reason,
    attempts: delivery.attemptCount,
    attempts_left: triesLeft({
      profile,
      attempts: delivery.attemptCount,
      nextAt: delivery.state === 'retrying' ? delivery.nextAt : null,
      giveUpAt: delivery.giveUpAt,
    }),
    last_status: delivery.lastStatus,
    accepted_at: isoTime(delivery.acceptedAt),
    first_attempt_at: isoTime(delivery.firstAttemptAt),
    last_attempt_at: isoTime(delivery.lastAttemptAt),
    next_attempt_at: isoTime(delivery.nextAt),
    give_up_at: isoTime(delivery.giveUpAt),
    kind: delivery.replayId === null ? 'live' : 'replay',
    replay_id: delivery.replayId,
    replayed_by: delivery.replayedBy,
    faults: delivery.faults,
  };
}

export function showAttempt(attempt: StoredAttempt): Record<string, unknown> {
  return {
    no: attempt.no,
    started_at: isoTime(attempt.startedAt),
    duration_ms: attempt.durationMs,
    status: attempt.status,
    reason: attempt.reason,
    response_excerpt: attempt.excerpt === null ? null : new TextDecoder().decode(attempt.excerpt),
    faults: attempt.faults,
  };
}

export function isoTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}

/** The business that something belongs to. */
export function showOwner(
  { businessId }: { businessId: number },
  table: RoutingTable,
): { business_id: string | null; business_name: string | null } {
  const business = table.businessById.get(businessId);
  return { business_id: business?.graphId ?? null, business_name: business?.name ?? null };
}

export function showPhoneNumber(number: PhoneNumber, table: RoutingTable): Record<string, unknown> {
  return {
    id: number.graphId,
    waba_id: table.wabaById.get(number.wabaId)?.graphId ?? null,
    display_phone_number: number.displayPhoneNumber,
    verified_name: number.verifiedName,
    registered: number.registered,
  };
}
