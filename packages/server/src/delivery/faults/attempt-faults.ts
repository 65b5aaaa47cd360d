// What an attempt asks the faults of its app.
import type { Route } from '../../routing/table.ts';
import type { Owed } from '../owed.ts';
import type { FaultyAttempt } from './faulty-attempt.ts';

/** What one attempt meets. */
export interface AttemptFaults {
  /** null: it is an attempt like any other. */
  of(route: Route, owed: Owed): FaultyAttempt | null;
  /** The true notification was delivered. Answers the names of what is sent beside it. */
  delivered(route: Route, owed: Owed): readonly string[];
}
