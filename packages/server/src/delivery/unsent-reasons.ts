// How a delivery may end without an attempt at its end, besides being cancelled: one closed list of words, used
// unchanged in rows, logs and the console.

/** One sentence each; the reference pages print this table. */
export const unsentReasons = {
  never_attempted: 'The endpoint was failing for so long that the event reached its give-up time untried.',
  breaker_open:
    'At the time of the last try the endpoint was failing; another delivery was tried in its place.',
  endpoint_deactivated: 'At the time of the last try the endpoint was deactivated.',
} as const satisfies Record<string, string>;

export type UnsentReason = keyof typeof unsentReasons;
