// The contract's bounds on one notification, each with the reason for its value.
// They are fixed, not settings: raising one would make bodies that other readers of the contract refuse.

/** The largest body of one notification. Meta documents 3 MB; read as MiB, so that no legal body is refused. */
export const notificationBytesMax = 3 * 1024 * 1024;

/** Changes in one notification, counted over all of its entries. Meta documents "up to 1000 updates". */
export const changesMax = 1000;

/** Entries in one notification. Every useful entry holds a change; the bound also stops a flood of empty ones. */
export const entriesMax = 1000;

/**
 * Nesting of a body, envelope included. Real values need about a dozen levels, while a body of brackets alone
 * costs `JSON.parse` 300 ms and makes `JSON.stringify` overflow: 64 leaves room and stops both.
 */
export const depthMax = 64;

/** Characters of a field name. The longest known one has 36. */
export const fieldNameLengthMax = 64;

/** Digits of an account or phone number id. Ids have 15 to 17 today; nothing longer is worth a look-up. */
export const idLengthMax = 32;

/** Warnings kept for one body. The first ones explain the rest, and a hostile body could cause a million. */
export const warningsMax = 20;
