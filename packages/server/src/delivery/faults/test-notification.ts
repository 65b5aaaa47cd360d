// Notifications and sets of faults for tests: small, each easy to override.
import type { AppFaults, FaultParameters } from '../../store/faults.ts';
import type { OwedEvent } from '../../store/store.ts';

export function owedEvent(seq: number, change: Partial<OwedEvent> = {}): OwedEvent {
  return {
    seq,
    group: seq,
    wabaId: 31,
    entryId: '3001',
    entryTime: null,
    entryNo: 0,
    field: 'messages',
    phoneNumber: '4001',
    origin: 'publish',
    acceptedAt: 0,
    change: new TextEncoder().encode('{"value":{},"field":"messages"}'),
    ...change,
  };
}

export function faultSet(
  faults: Readonly<Record<string, FaultParameters>>,
  change: Partial<AppFaults> = {},
): AppFaults {
  return { appId: 21, seed: 7, isMarked: false, setAt: 0, expiresAt: null, faults, ...change };
}
