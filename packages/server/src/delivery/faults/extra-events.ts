// What the faults that add something send: made-up events beside the true ones. They are formed into a notification
// like any other, are stored nowhere, and the true ones stay as they are. Pure.
import { changeFrame } from '@wahook/receiver/protocol/envelope';
import type { RoutingTable } from '../../routing/table.ts';
import type { AppFaults } from '../../store/faults.ts';
import type { PhoneNumber } from '../../store/nouns.ts';
import type { OwedEvent } from '../../store/store.ts';
import type { FaultName } from './catalogue.ts';
import { chance } from './chance.ts';
import { drifted } from './drift.ts';
import { parameterOf } from './fault-plan.ts';

/** In no catalogue, and of the form that names of fields have. */
export const unknownField = 'customer_presence_update';

export interface ExtraOf {
  set: AppFaults;
  /** Those that were delivered. */
  events: readonly OwedEvent[];
  attempt: number;
  table: RoutingTable;
}

export interface ExtraEvents {
  /** An app that may see these may see what is made. */
  like: readonly OwedEvent[];
  /** Made when it is sent: what waits is to hold no megabytes of its own. */
  make(): OwedEvent[];
}

/** null: the fault means nothing for these events. */
export function extraEvents(fault: FaultName, of: ExtraOf): ExtraEvents | null {
  const [first] = of.events;
  if (!first) return null;
  switch (fault) {
    case 'duplicate':
      return { like: of.events, make: () => [...of.events] };
    case 'unknown_field': {
      const value = {
        messaging_product: 'whatsapp',
        event: 'PRESENCE_CHANGED',
        presence: [{ state: 'away' }],
      };
      const change = changeOf(unknownField, value);
      return { like: [first], make: () => [{ ...first, field: unknownField, change }] };
    }
    case 'drift': {
      const { seed } = of.set;
      const pick = (seq: number) => chance({ seed, fault, seq, attempt: of.attempt, about: 'alteration' });
      const copyOf = (event: OwedEvent) => ({ ...event, change: drifted(event.change, pick(event.seq)) });
      return { like: of.events, make: () => of.events.map(copyOf) };
    }
    case 'huge': {
      const number = numberOf(first, of.table);
      if (!number) return null;
      const like = { ...first, field: 'messages', phoneNumber: number.graphId };
      return { like: [like], make: () => backlog(like, number, parameterOf(of.set, 'huge', 'bytes')) };
    }
    default:
      return null;
  }
}

/** The longest text that a message may have. */
const textMax = 4_096;
/** Of the envelope and its one entry. */
const frameBytes = 200;

/** As many long text messages as it takes: each is one a customer could have written. */
function backlog(event: OwedEvent, number: PhoneNumber, bytes: number): OwedEvent[] {
  const messages: OwedEvent[] = [];
  for (let left = bytes - frameBytes; ; ) {
    const bare = messageOf(number, event.seq, messages.length, '');
    const text = Math.min(textMax, left - bare.length - 1);
    if (text < 1) return messages;
    const change = messageOf(number, event.seq, messages.length, 'lorem ipsum '.repeat(342).slice(0, text));
    left -= change.length + 1;
    messages.push({ ...event, change });
  }
}

/** That of the event, or else the first of its account. */
function numberOf({ phoneNumber, wabaId }: OwedEvent, table: RoutingTable): PhoneNumber | null {
  const own = phoneNumber === null ? undefined : table.phoneNumbers.get(phoneNumber);
  return own ?? [...table.phoneNumbers.values()].find((each) => each.wabaId === wabaId) ?? null;
}

function messageOf(number: PhoneNumber, seq: number, no: number, body: string): Uint8Array {
  const from = String(15_550_100_000 + no);
  return changeOf('messages', {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.graphId },
    contacts: [{ profile: { name: 'Customer' }, wa_id: from }],
    messages: [
      {
        from,
        id: `wamid.${seq}x${no}`,
        timestamp: String(1_700_000_000 + no),
        text: { body },
        type: 'text',
      },
    ],
  });
}

/** Plain words alone stand in these values, so they are in wire form as they are. */
function changeOf(field: string, value: object): Uint8Array {
  const { before, after } = changeFrame(field);
  return Buffer.concat([before, Buffer.from(JSON.stringify(value)), after]);
}
