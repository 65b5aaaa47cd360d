// What came back on one request, in a form that checks can ask questions of and sentences can be made with.
import { constants, unzipSync } from 'node:zlib';
import { quote } from '@wahook/receiver/protocol/quote';
import type { FailureReason, Outcome } from '../delivery/outgoing/client.ts';

export interface Answer {
  /** null: there was none. */
  status: number | null;
  /** Why there was none. */
  reason: FailureReason | null;
  /** The sentence of the reason. */
  detail: string;
  /** The beginning of the body. */
  text: string;
  headers: Readonly<Record<string, string>>;
  durationMs: number;
}

export function answerOf(outcome: Outcome): Answer {
  const { durationMs } = outcome;
  if (outcome.kind === 'failed') {
    return {
      status: null,
      reason: outcome.reason,
      detail: outcome.detail,
      text: '',
      headers: {},
      durationMs,
    };
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    outcome.headers?.['content-encoding'] === undefined ? outcome.excerpt : unpacked(outcome.excerpt),
  );
  return {
    status: outcome.status,
    reason: null,
    detail: '',
    text,
    headers: outcome.headers ?? {},
    durationMs,
  };
}

/** What has come of a gzip or deflate stream, as asked for like Meta does; nothing where it is neither or a bomb. */
function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return unzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: unpackedBytesMax });
  } catch {
    return new Uint8Array();
  }
}

const unpackedBytesMax = 1024 * 1024;

/** 201, 202 and 204 are a fault of their own; a check about something else takes them for a yes. */
export function isAccepted({ status }: Answer): boolean {
  return status !== null && status >= 200 && status < 300;
}

export function isRefused({ status }: Answer): boolean {
  return status !== null && status >= 400 && status < 500;
}

/** The handler failed, or nobody answered at all. */
export function isBroken({ status }: Answer): boolean {
  return status === null || status >= 500;
}

/** Statuses that are about something else than who sent it. */
const otherRefusals = new Set([404, 405, 413, 415, 429]);

/** Some endpoints say 401, and some throw when a signature does not fit. */
export function mayBeAboutSignature({ status }: Answer): boolean {
  return status !== null && status >= 400 && !otherRefusals.has(status);
}

/** `401 "invalid signature"`, or why there was no answer. */
export function wordsOf(answer: Answer): string {
  if (answer.status === null) return `nothing (${answer.reason}: ${answer.detail.replace(/\.$/, '')})`;
  const text = quote(readable(answer.text).slice(0, textShownMax));
  return text === '' ? String(answer.status) : `${answer.status} "${text}"`;
}

const textShownMax = 80;

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** Of an error page what a person reads, not its markup. */
function readable(text: string): string {
  const isPage = text.trimStart().startsWith('<');
  const words = isPage
    ? text
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/&(nbsp|lt|gt|quot|#39|amp);/g, (each) => entities[each] ?? each)
    : text;
  return words.replaceAll(/\s+/g, ' ').trim();
}
