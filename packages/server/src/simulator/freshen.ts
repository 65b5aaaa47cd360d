// Makes a sample a new event: the ids that tell events apart are drawn anew, its times move to now, and it happens
// to the customer it is asked for. Without it, every trigger would carry the ids of the one before, and a receiver
// that drops duplicates, as it should, would drop it. Only what samples are known to carry is touched.
import type { Draw } from './draw.ts';
import { freshId, moveNumber } from './fresh-ids.ts';
import { type Scalar, scalarsOf } from './scalars.ts';

export interface Freshness {
  draw: Draw;
  nowMs: number;
  /** Which customer it happens to; 0 is the sample's own. */
  customer: number;
  /** Where an event has no id, its time alone tells it from its copies: it is dated back by this. */
  secondsBack: number;
}

/** The samples' times lie around it: 1 January 2026. */
const sampleEpoch = 1_767_225_600;
/** Samples look some days back and, for what ends one day, some weeks ahead. */
const isSampleTime = (text: string) =>
  /^1\d{9}$/.test(text) && Math.abs(Number(text) - sampleEpoch) < 60 * 86_400;
const proseDate =
  /^(January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}$/;
/** Also within longer texts, such as "… changed from 12025550147 to …". */
const ofCustomer =
  /(?<![\d+])\+?1 ?202-?555-?01(?:47|58|63|64|79)(?!\d)|US\.(?:ENT\.)?[79]0{10,}\d+|Placeholder User|placeholder\.user/g;
const sampleUserId = /^(US\.(?:ENT\.)?[79]0{10,})(\d+)$/;

export function freshen(json: Uint8Array, fresh: Freshness): Uint8Array {
  const scalars = scalarsOf(json);
  const hasId = scalars.some(({ text }) => idKindOf(text) !== null);
  const nowSeconds = Math.floor(fresh.nowMs / 1000) - (hasId ? 0 : fresh.secondsBack);
  const shift = nowSeconds - latestTime(scalars);
  // An id that stands in two places is one id.
  const drawn = new Map<string, string>();
  const parts: Uint8Array[] = [];
  let copied = 0;
  for (const scalar of scalars) {
    const renewed = renew(scalar, { fresh, shift, drawn });
    if (renewed === scalar.text) continue;
    parts.push(json.subarray(copied, scalar.start));
    parts.push(encoder.encode(scalar.kind === 'string' ? JSON.stringify(renewed) : renewed));
    copied = scalar.end;
  }
  return Buffer.concat([...parts, json.subarray(copied)]);
}

const encoder = new TextEncoder();

/** Of what has happened; a start may lie ahead. */
const pastMembers: ReadonlySet<string> = new Set(['timestamp', 'time', 'end_time']);

/** When the sample happened. What is yet to come, such as the end of a restriction, has members of other names. */
function latestTime(scalars: readonly Scalar[]): number {
  const times = scalars
    .filter(({ member, text }) => pastMembers.has(member) && isSampleTime(text))
    .map(({ text }) => Number(text));
  return times.length > 0 ? Math.max(...times) : sampleEpoch;
}

function renew(
  { kind, text }: Scalar,
  { fresh, shift, drawn }: { fresh: Freshness; shift: number; drawn: Map<string, string> },
): string {
  if (isSampleTime(text)) return String(Number(text) + shift);
  if (kind === 'number') return text;
  const idKind = idKindOf(text);
  if (idKind !== null) {
    const id = drawn.get(text) ?? freshId(idKind, fresh.draw);
    drawn.set(text, id);
    return id;
  }
  if (proseDate.test(text)) return prose(Date.parse(`${text} UTC`) + shift * 1000);
  return toCustomer(text, fresh.customer);
}

function idKindOf(text: string): 'wamid' | 'wacid' | 'request' | null {
  if (text.startsWith('wamid.')) return 'wamid';
  if (text.startsWith('wacid.')) return 'wacid';
  return /^demo-(request|join)-\d+$/.test(text) ? 'request' : null;
}

function toCustomer(text: string, customer: number): string {
  return customer === 0 ? text : text.replace(ofCustomer, (found) => moved(found, customer));
}

function moved(found: string, customer: number): string {
  if (found === 'Placeholder User') return `${found} ${customer}`;
  if (found === 'placeholder.user') return `${found}.${customer}`;
  const [, begin, end] = sampleUserId.exec(found) ?? [];
  if (begin === undefined || end === undefined) return moveNumber(found, customer);
  const digits = `${customer}${end}`;
  return `${begin.slice(0, begin.length - (digits.length - end.length))}${digits}`;
}

/** `January 2, 2026`: the one date of the contract that is prose. */
export function prose(epochMs: number): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(epochMs);
}
