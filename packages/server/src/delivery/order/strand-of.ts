// What must stay in order inside a queue: the events of one conversation, or of one phone number. A strand is a hash,
// so that a number is enough to store it by; two that meet by chance only wait for each other.
import { createHash } from 'node:crypto';
import { conversationOf } from '@wahook/receiver/protocol/conversation';
import type { AppOrder } from '../../store/nouns.ts';
import type { OwedEvent } from '../../store/store.ts';

type Ordered = Exclude<AppOrder, 'none'>;

/** Of events that keep no order and are held all the same: what is left of a split delivery. */
export const noStrand = 0;

/** The last digit tells by which order a strand was made, so that what is held by another one is noticed. */
const base = 4;
const digits: Readonly<Record<Ordered, number>> = { number: 1, conversation: 2 };
const hashBytes = 6;

/**
 * Read from the bytes when they are about to be sent, not when they are accepted: an app without order pays nothing,
 * and what was accepted before the option was chosen has a strand too.
 *
 * What concerns no conversation goes with those of its number that concern none either; what names no number, with
 * those of its account: templates and the like change state there, one after the other.
 */
export function strandOf(
  order: AppOrder,
  event: Pick<OwedEvent, 'phoneNumber' | 'entryId' | 'change'>,
): number {
  if (order === 'none') return noStrand;
  const number = event.phoneNumber === null ? `account ${event.entryId}` : `number ${event.phoneNumber}`;
  const conversation = order === 'conversation' ? conversationOf(event.change) : null;
  const name = conversation === null ? number : `${number} ${conversation}`;
  return createHash('sha256').update(name).digest().readUIntBE(0, hashBytes) * base + digits[order];
}

export function isStrandOf(order: AppOrder, strand: number): boolean {
  return order === 'none' || strand % base === digits[order];
}

/** Of all of these, each once. */
export function strandsOf(order: AppOrder, events: readonly OwedEvent[]): number[] {
  return [...new Set(events.map((event) => strandOf(order, event)))];
}

/** One body as one notification for each strand: what fails then holds up nobody else's. */
export function cutByStrand(
  order: AppOrder,
  events: readonly OwedEvent[],
): { strand: number; events: OwedEvent[] }[] {
  const parts = new Map<number, OwedEvent[]>();
  for (const event of events) {
    const strand = strandOf(order, event);
    const part = parts.get(strand);
    if (part) part.push(event);
    else parts.set(strand, [event]);
  }
  return [...parts].map(([strand, part]) => ({ strand, events: part }));
}
