// Notes who changed what through the Graph API. Of callbacks only the host is kept: the rest of a URL may hold a
// secret of its owner.
import type { Clock } from '../base/clock.ts';
import type { Store } from '../store/store.ts';

export type RecordChange = (change: {
  /** `app:<graph id>` or `user:<graph id>`. */
  actor: string;
  action: string;
  subject: string;
  details?: Record<string, string | number | null>;
}) => Promise<void>;

export function createAudit({
  store,
  clock,
}: {
  store: Pick<Store, 'audit'>;
  clock: Pick<Clock, 'now'>;
}): RecordChange {
  return ({ details = {}, ...change }) => store.audit.record({ at: clock.now(), ...change, details });
}

/** The host with its port, or null where there is no URL. */
export function hostOf(url: string | null | undefined): string | null {
  return url ? new URL(url).host : null;
}
