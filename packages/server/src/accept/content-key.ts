// The key by which a change from upstream is known when it comes again. Dedupe discards what was acknowledged, so
// two keys are equal only where the account, the field and every byte are, and the time too unless the change
// says by itself which happening it is: a template that is paused, active and paused again repeats byte for byte.
import { createHash } from 'node:crypto';
import type { IncomingChange } from './incoming.ts';

/** The dashboard's Test button sends the same sample each time, as of this account. */
const sampleEntryId = '0';
const secondsPerHour = 3600;
const hashBytes = 16;
const hourBytes = 4;

/**
 * Hour of the happening, then a hash: keys of about the same time are neighbours where they are stored. null: the
 * change cannot be told from another one like it.
 */
export function contentKey({ entryId, entryTime, field, change }: ContentFacts): Uint8Array | null {
  if (entryId === sampleEntryId) return null;
  const ownTime = timeOfIdentity(change);
  const time = ownTime ?? entryTime;
  if (time === null) return null;
  const hash = createHash('sha256');
  // JSON keeps the parts apart. An own identity holds whatever time the envelope was written at.
  hash.update(JSON.stringify([entryId, field, ownTime === null ? entryTime : null]));
  hash.update(change);
  const key = Buffer.alloc(hourBytes + hashBytes);
  key.writeUInt32BE(Math.floor(time / secondsPerHour) % 2 ** 32);
  hash.digest().copy(key, hourBytes, 0, hashBytes);
  return key;
}

type ContentFacts = Pick<IncomingChange, 'entryId' | 'entryTime' | 'field' | 'change'>;

/** What each happening of a list must have to be known by it. */
const identities: Readonly<Record<string, readonly string[]>> = {
  messages: ['id'],
  message_echoes: ['id'],
  statuses: ['id', 'status', 'timestamp'],
  calls: ['id'],
};

/** Unix seconds of the first happening when all of them have an identity; 0 when none says its time. */
function timeOfIdentity(change: Uint8Array): number | null {
  const value = memberOf(parsed(change), 'value');
  let time: number | null = null;
  for (const [list, members] of Object.entries(identities)) {
    const happenings = memberOf(value, list);
    if (!Array.isArray(happenings)) continue;
    for (const happening of happenings) {
      if (!members.every((name) => isText(memberOf(happening, name)))) return null;
      time ??= secondsOf(memberOf(happening, 'timestamp'));
    }
  }
  return time;
}

/** Bytes that are no JSON have no identity. */
function parsed(json: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString());
  } catch {
    return null;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function secondsOf(timestamp: unknown): number {
  const seconds = Number(timestamp);
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : 0;
}
