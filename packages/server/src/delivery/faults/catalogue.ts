// The faults an app can be made to live through: what each does, how much of it, and where it acts. Read by
// delivery, by the API that sets them, by the command line and by the page about them.

/**
 * Where a fault acts. `postponed`: the true notification starts later. `attempt`: the true notification is sent, but
 * badly, and its first attempts alone. `beside`: the true one is delivered as always, and something more is sent.
 */
export type FaultKind = 'postponed' | 'attempt' | 'beside';

export interface FaultParameter {
  min: number;
  max: number;
  default: number;
}

export interface Fault {
  kind: FaultKind;
  /** What the app sees. */
  does: string;
  parameters: Readonly<Record<string, FaultParameter>>;
}

const minuteMs = 60_000;

function probability(of = 1): FaultParameter {
  return { min: 0, max: 1, default: of };
}

/** Later attempts carry the fault no more. Never the last one: a fault alone makes no dead letter. */
const attempts = { min: 1, max: 20, default: 1 };

/** Something within this range, drawn for each notification. */
const range = {
  from_ms: { min: 0, max: 10 * minuteMs, default: 1_000 },
  to_ms: { min: 0, max: 10 * minuteMs, default: 5_000 },
};

/** Nobody keeps up with more of these than once in a while. */
const hugeProbability = 0.1;

export const faults = {
  duplicate: {
    kind: 'beside',
    does: 'A notification that was delivered comes once more, later, with the same bytes.',
    parameters: { probability: probability(), copies: { min: 1, max: 5, default: 1 }, ...range },
  },
  delay: {
    kind: 'postponed',
    does: 'A notification comes late, and later ones overtake it.',
    parameters: { probability: probability(), ...range },
  },
  reorder: {
    kind: 'postponed',
    does: 'A notification comes after ones that should follow it, such as "read" before "delivered".',
    parameters: {
      probability: probability(),
      /** By so many places at most. */
      within: { min: 1, max: 10, default: 1 },
      /** When nothing follows, it goes by itself. */
      wait_ms: { min: 10, max: minuteMs, default: 2_000 },
    },
  },
  batch: {
    kind: 'postponed',
    does: 'Several notifications come as one, with several entries or changes.',
    parameters: {
      probability: probability(),
      size: { min: 2, max: 1_000, default: 10 },
      wait_ms: { min: 10, max: minuteMs, default: 1_000 },
    },
  },
  burst: {
    kind: 'postponed',
    does: 'Nothing comes for a time; then everything does, several times as fast as it happened.',
    parameters: {
      probability: probability(),
      quiet_ms: { min: 100, max: 10 * minuteMs, default: 10_000 },
      factor: { min: 2, max: 100, default: 3 },
    },
  },
  drop: {
    kind: 'attempt',
    does: 'The attempt never arrives; the retry does.',
    parameters: { probability: probability(), attempts },
  },
  bad_signature: {
    kind: 'attempt',
    does: 'The signature has the right form and was made with a key that nobody has.',
    parameters: { probability: probability(), attempts },
  },
  old_secret: {
    kind: 'attempt',
    does: 'The signature was made with another secret, always the same one, as in the middle of a rotation.',
    parameters: { probability: probability(), attempts },
  },
  content_type: {
    kind: 'attempt',
    does: 'The true body comes as text/plain.',
    parameters: { probability: probability(), attempts },
  },
  slow_body: {
    kind: 'attempt',
    does: 'The body trickles in.',
    parameters: {
      probability: probability(),
      bytes_per_second: { min: 10, max: 1_000_000, default: 200 },
      attempts,
    },
  },
  reset: {
    kind: 'attempt',
    does: 'The connection is reset in the middle of the body; the retry arrives.',
    parameters: { probability: probability(), attempts },
  },
  huge: {
    kind: 'beside',
    does: 'One more notification comes that is almost as large as they get: hundreds of long text messages.',
    parameters: {
      probability: probability(hugeProbability),
      bytes: { min: 10_000, max: 3 * 1024 * 1024, default: 2_900_000 },
    },
  },
  unknown_field: {
    kind: 'beside',
    does: 'One more notification comes, of a field that nobody knows.',
    parameters: { probability: probability() },
  },
  drift: {
    kind: 'beside',
    does: 'An altered copy comes too, as a later version might write it: unknown members, values and types, or people without phone numbers.',
    parameters: { probability: probability() },
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

// Listed by the object's own keys, which are the names.
export const faultNames = Object.keys(faults) as readonly FaultName[];

export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(faults, text);
}

/** As a general fault, so that every one can be read the same way. */
export function faultOf(name: FaultName): Fault {
  return faults[name];
}
