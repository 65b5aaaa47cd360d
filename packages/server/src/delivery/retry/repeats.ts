// Retries that go to everybody: Meta's page says that a failed notification is tried again at all apps subscribed
// to the account and field, which is how duplicates come about. For those who test that they can take it. A repeat
// is sent once beside the retry that causes it, through the gate of the endpoint it goes to; it is never tried
// again and changes no delivery, so it causes nothing further.
import { findAddressee } from '../../routing/match.ts';
import type { Routing } from '../../routing/routing.ts';
import { deliveryId, type Settlement } from '../../store/life-of-event.ts';
import type { OwedEvent } from '../../store/store.ts';
import { type AttemptDeps, attemptDelivery } from '../attempt.ts';
import { endingOf } from '../ending.ts';
import type { Ending, Ticket } from '../gate/gate.ts';
import type { Lane } from '../lane.ts';
import type { Owed } from '../owed.ts';

export interface RepeatsDeps {
  isOn: boolean;
  attempts: AttemptDeps;
  laneOf: (queueId: number) => Lane;
  ended: (lane: Lane, ticket: Ticket, ending: Ending) => void;
  track: (work: Promise<void>) => void;
}

/** Called when a retry of these starts. */
export type Repeat = (owed: Owed) => void;

export function createRepeats({ isOn, attempts, laneOf, ended, track }: RepeatsDeps): Repeat {
  async function send(lane: Lane, ticket: Ticket, owed: Owed, causedBy: string): Promise<void> {
    let settlements: Settlement[] = [];
    try {
      const onAttempt: AttemptDeps['onAttempt'] = (report) => {
        if (report.kind === 'attempt') attempts.onAttempt({ kind: 'repeat', causedBy, attempt: report });
      };
      settlements = await attemptDelivery({ ...attempts, onAttempt }, owed);
    } catch (error) {
      attempts.onAttempt({ kind: 'bug', error });
    } finally {
      ended(lane, ticket, endingOf(settlements));
    }
  }

  return (owed) => {
    if (!isOn) return;
    const causedBy = deliveryId(owed.queueId, owed.events[0]?.seq ?? 0);
    for (const [queueId, events] of othersOf(attempts.routing, owed)) {
      const lane = laneOf(queueId);
      // What is busy or in trouble has more urgent things to get.
      if (lane.gate.isOpen || !lane.gate.admits(attempts.clock.now(), { isLastTry: false })) continue;
      track(send(lane, lane.gate.started(), { ...owed, queueId, events }, causedBy));
    }
  };
}

/** The queues besides its own that each of the events would be owed to now. */
function othersOf(routing: Routing, { queueId: own, events }: Owed): Map<number, OwedEvent[]> {
  const others = new Map<number, OwedEvent[]>();
  // History was asked for by one receiver, and its live queue is one of the others.
  if (routing.table().routeByQueue.get(own)?.replay) return others;
  for (const event of events) {
    const addressee = findAddressee(routing.table(), event);
    for (const queueId of addressee ? routing.match(addressee, event) : []) {
      if (queueId !== own) others.set(queueId, [...(others.get(queueId) ?? []), event]);
    }
  }
  return others;
}
