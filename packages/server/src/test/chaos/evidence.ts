// What a run leaves behind for the judge: who published what and was told what, what the endpoints really got, when
// the server was killed, and what its API says. Plain data. `at` is a place in the one order of everything that the
// harness saw, not a time: two things in one millisecond still have an order.

/** One event of ours. Its key is inside its value, so that it is known again wherever it turns up. */
export interface Published {
  key: string;
  /** The change as it must arrive, byte for byte. */
  change: string;
  /**
   * `acknowledged`: the 202 was read whole. `refused`: another answer, which says that nothing was stored.
   * `unknown`: the connection ended before the answer did, so it may be stored or not.
   */
  fate: 'acknowledged' | 'refused' | 'unknown';
  /** Where the acknowledgement placed it. */
  seq: number | null;
}

/** One POST that an endpoint got whole. */
export interface Post {
  app: string;
  /** When its head came in. */
  at: number;
  keys: readonly string[];
  /** Of the body, so that two POSTs of one event can be compared. */
  bodyHash: string;
  isSigned: boolean;
  /** Keys whose change did not arrive as it was published, and keys that nobody published. */
  changed: readonly string[];
  /**
   * `answered`: 200, in full, at once. `late`: 200 as well, but so late that the server may have given up on it.
   * `failed`: anything else.
   */
  outcome: 'answered' | 'late' | 'failed';
  /** When the answer was written, on a clock that only runs forward. */
  answeredMs: number | null;
}

/** Placed after the last byte that the dead process had sent was read, and before its successor was started. */
export interface Kill {
  at: number;
  /** When the signal was sent, on the clock of `answeredMs`. */
  atMs: number;
}

/** What the server itself says at the end of a round. */
export interface Account {
  /** Every stored event that is ours. */
  events: readonly { seq: number; key: string }[];
  deliveries: readonly {
    app: string;
    seqs: readonly number[];
    state: 'delivered' | 'retrying' | 'dead' | 'cancelled';
  }[];
  /** Owed and not yet tried, by app: counted, not named. */
  pending: ReadonlyMap<string, number>;
}

export interface Evidence {
  /** To all of them every event is owed. */
  apps: readonly string[];
  published: readonly Published[];
  posts: readonly Post[];
  kills: readonly Kill[];
  /** How long after its answer a delivery may still be unsettled, and so come again after a kill. */
  settledWithinMs: number;
  account: Account;
}
