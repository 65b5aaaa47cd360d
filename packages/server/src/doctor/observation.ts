// Sees what an app did, where its answers do not tell: reads a log it writes, or a page it shows, and counts in how
// many lines (or list elements) the id of a message stands. Asks for nothing but that handled ids appear there.
import { open, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Outgoing } from '../delivery/outgoing/client.ts';

export interface Observation {
  /** How often each was handled, after waiting until all were, or for as long as is allowed. */
  counts(markers: readonly string[]): Promise<number[]>;
  /** The app's own record of a message's status; null where it shows none. */
  stateOf(marker: string): Promise<string | null>;
}

/** The lines or elements that stand there now, and the states, where those are shown. */
interface Seen {
  lines: readonly string[];
  states: Readonly<Record<string, unknown>>;
}

export const observedBytesMax = 16 * 1024 * 1024;
/** Between two looks, the first and the longest. */
const pauseMs = { first: 5, longest: 200 };

/** It cannot be read; the message says what and why. */
export class ObservationError extends Error {
  override readonly name = 'ObservationError';
}

/** What the file gets from now on counts, not what it holds already. */
export async function observeLog(file: string, waitMs: number): Promise<Observation> {
  const start = await sizeOf(file);
  return createObservation(async () => linesOf(await readFrom(file, start)), waitMs);
}

/** Looked at once before anything is sent, so that a wrong address is not found out after sixty checks. */
export async function observeUrl(
  url: string,
  outgoing: Pick<Outgoing, 'get'>,
  waitMs: number,
): Promise<Observation> {
  const look = async () => {
    const outcome = await outgoing.get({ url, headers: { accept: 'application/json, text/plain' } });
    if (outcome.kind === 'failed')
      throw new ObservationError(`--observe ${url} cannot be read: ${outcome.detail}`);
    if (outcome.status !== 200)
      throw new ObservationError(`--observe ${url} answers ${outcome.status} instead of 200.`);
    return seenOf(new TextDecoder().decode(outcome.excerpt));
  };
  await look();
  return createObservation(look, waitMs);
}

/**
 * A line with several ids, or with the envelope around one, is a notification as it came in: it stands in the log
 * of an app that drops all of it but the first item, and of one that handles a duplicate once.
 */
function isWholeNotification(line: string): boolean {
  if (line.includes('whatsapp_business_account')) return true;
  const [first, ...others] = line.match(markerPattern) ?? [];
  return others.some((other) => other !== first);
}

const markerPattern = /wamid\.DOCTOR[A-Z0-9]+/g;

function createObservation(look: () => Promise<Seen>, waitMs: number): Observation {
  return {
    async counts(markers) {
      const until = performance.now() + waitMs;
      let pause = pauseMs.first;
      for (;;) {
        const lines = (await look()).lines.filter((line) => !isWholeNotification(line));
        const found = markers.map((marker) => lines.filter((line) => line.includes(marker)).length);
        if (found.every((count) => count > 0) || performance.now() > until) return found;
        await setTimeout(pause);
        pause = Math.min(2 * pause, pauseMs.longest);
      }
    },
    async stateOf(marker) {
      const { states } = await look();
      const state = states[marker];
      return typeof state === 'string' ? state : null;
    },
  };
}

/** `{"handled": […], "states": {…}}`, a JSON list, or any text with a line for each. */
function seenOf(text: string): Seen {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return linesOf(text);
  }
  const handled = Array.isArray(value) ? value : memberOf(value, 'handled');
  if (!Array.isArray(handled)) return linesOf(text);
  const states = memberOf(value, 'states');
  const lines = handled.map((each) => JSON.stringify(each));
  return { lines, states: typeof states === 'object' && states !== null ? { ...states } : {} };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : null;
}

function linesOf(text: string): Seen {
  return { lines: text.split('\n'), states: {} };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    throw new ObservationError(`--observe-log ${file} cannot be read. Name a file that exists already.`, {
      cause,
    });
  }
}

async function readFrom(file: string, start: number): Promise<string> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new ObservationError(`--observe-log ${file} cannot be read any more.`, { cause });
  });
  try {
    const { size } = await handle.stat();
    const length = Math.min(Math.max(0, size - start), observedBytesMax);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
