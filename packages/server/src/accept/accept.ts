// Accept: a body becomes stored events, each owed to the queues that match. Nothing is answered before the
// commit; what cannot be accepted is refused whole, with a reason and a cure.
import { notificationBytesMax } from '@wahook/receiver/protocol/limits';
import type { Clock } from '../base/clock.ts';
import { findAddressee } from '../routing/match.ts';
import type { Routing } from '../routing/routing.ts';
import type { RoutingTable } from '../routing/table.ts';
import type { AcceptOutcome, NewEvent, Store } from '../store/store.ts';
import { contentKey } from './content-key.ts';
import type { Incoming, IncomingChange } from './incoming.ts';
import type { Refusal } from './refusal.ts';

export type Accepted =
  | { ok: true; accepted: number; duplicates: number; firstSeq: number; lastSeq: number; repeated: boolean }
  | { ok: false; refusal: Refusal };

export interface Accept {
  accept(incoming: Incoming): Promise<Accepted>;
}

/** Routes change rarely; one that changes this often between match and commit is a bug, not bad luck. */
const matchTriesMax = 10;
/** Room for the envelope around a change that travels alone. */
const envelopeBytesMax = 256;
export const changeBytesMax = notificationBytesMax - envelopeBytesMax;

export interface AcceptDeps {
  store: Store;
  routing: Routing;
  clock: Clock;
  /** How long a change from upstream is remembered, so that it is not stored twice; 0: not at all. */
  dedupeWindowMs?: number;
}

export function createAccept({ store, routing, clock, dedupeWindowMs = 0 }: AcceptDeps): Accept {
  return {
    async accept(incoming) {
      const tooLarge = incoming.changes.find((change) => change.change.length > changeBytesMax);
      if (tooLarge && incoming.origin !== 'upstream') return refuse(changeTooLarge(tooLarge));
      const acceptedAt = clock.now();
      const isRemembered = incoming.origin === 'upstream' && dedupeWindowMs > 0;
      const dedupe = isRemembered && {
        windowMs: dedupeWindowMs,
        keys: incoming.changes.map(contentKey),
      };
      for (let tries = 0; tries < matchTriesMax; tries++) {
        const table = routing.table();
        const events = address(routing, table, incoming);
        if (!events.ok) return events;
        const outcome = await store.events.accept({
          origin: incoming.origin,
          acceptedAt,
          routesVersion: table.version,
          events: events.events,
          ...(incoming.idempotency && { idempotency: incoming.idempotency }),
          ...(dedupe && { dedupe }),
        });
        if (outcome.kind !== 'stale') return answer(outcome);
        await routing.refresh();
      }
      return refuse({
        code: 'busy',
        message: 'The routing changes faster than events can be matched. Try again.',
        retryAfterSeconds: 1,
      });
    },
  };
}

function address(
  routing: Routing,
  table: RoutingTable,
  incoming: Incoming,
): { ok: true; events: NewEvent[] } | { ok: false; refusal: Refusal } {
  const addressed = incoming.addressedTo === null ? null : table.wabas.get(incoming.addressedTo);
  if (addressed === undefined) return refuse(unknownWaba(incoming.addressedTo ?? ''));
  const events: NewEvent[] = [];
  for (const { entryId, entryTime, entryNo, field, phoneNumber, wabaInfoId, change } of incoming.changes) {
    const meant = findAddressee(table, { wabaId: addressed?.id ?? null, entryId });
    if (!meant) return refuse(unknownWaba(entryId));
    const about = wabaInfoId === null ? undefined : table.wabas.get(wabaInfoId);
    const wabaId = meant.kind === 'waba' ? meant.waba.id : (about?.id ?? null);
    const queueIds = routing.match(meant, { wabaId, entryId, field, phoneNumber, origin: incoming.origin });
    events.push({ wabaId, entryId, entryTime, entryNo, field, phoneNumber, change, queueIds });
  }
  return { ok: true, events };
}

function answer(outcome: Exclude<AcceptOutcome, { kind: 'stale' }>): Accepted {
  switch (outcome.kind) {
    case 'accepted':
    case 'repeated': {
      const { kind, accepted, firstSeq, lastSeq } = outcome;
      const duplicates = kind === 'accepted' ? outcome.duplicates : 0;
      return { ok: true, accepted, duplicates, firstSeq, lastSeq, repeated: kind === 'repeated' };
    }
    case 'key_reused':
      return refuse({
        code: 'idempotency_key_reused',
        message: 'This Idempotency-Key came before with another body. Use a new key for a new request.',
      });
    case 'busy':
      return refuse({
        code: 'busy',
        message: 'Too many requests are waiting for the disk; nothing was stored. Try again.',
        retryAfterSeconds: 1,
      });
    case 'failed':
      return refuse({ code: outcome.reason, message: outcome.message, retryAfterSeconds: 10 });
  }
}

function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
  return { ok: false, refusal };
}

function unknownWaba(graphId: string): Refusal {
  return {
    code: 'unknown_waba',
    message:
      `No WhatsApp Business Account ${graphId} is known here. Use the id of one that is, ` +
      'or name the account an unusual entry is meant for with ?waba_id=.',
  };
}

function changeTooLarge(change: IncomingChange): Refusal {
  return {
    code: 'change_too_large',
    message:
      `A change of field ${change.field} has ${change.change.length} bytes in wire form; ` +
      `a notification carries at most ${changeBytesMax}. Non-ASCII text counts as \\uXXXX.`,
  };
}
