// One delivery attempt in words: in full, as an HTTP exchange with headers and bytes, and in one line. Pure; what
// is shown is what was sent, so escapes in the body stay visible.
import type { AttemptReport } from '../../delivery/attempt.ts';
import type { Paint } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { aligned } from '../terminal/table.ts';
import { nextTry } from '../terminal/time-text.ts';
import { looksLikeBadSignature, signatureAdvice } from './signature-advice.ts';

export type Attempt = Extract<AttemptReport, { kind: 'attempt' }>;
export type ExtraReport = Extract<AttemptReport, { kind: 'extra' }>;

export interface Telling {
  paint: Paint;
  now: number;
  /** What the example receiver made of it; null when somebody else's app answered. */
  receiverView: string | null;
  /** Whether to say what usually makes apps refuse signatures; once is enough. */
  explainsRefusal: boolean;
}

const bodyColumns = 96;
const bodyLinesMax = 6;
const answerLengthMax = 200;

/** The exchange: request line, headers, bytes, answer. */
export function fullAttempt(attempt: Attempt, telling: Telling): string[] {
  const { paint, receiverView } = telling;
  const url = new URL(attempt.url);
  const headers = { host: url.host, ...attempt.headers, 'content-length': String(attempt.body.length) };
  return [
    `→  POST ${printable(url.pathname + url.search)} HTTP/1.1`,
    ...aligned(Object.entries(headers)).map(indented),
    ...bodyLines(attempt.body).map((line) => indented(paint.faint(line))),
    `←  ${outcomeText(attempt, telling)}`,
    ...(receiverView === null ? answerLines(attempt, telling) : [`receiver: ${receiverView}`]).map(indented),
  ];
}

/** What a fault sent besides, and how the app took it. */
export function extraText({ fault, attempt }: ExtraReport): string {
  const { seqs, app, outcome, body } = attempt;
  const came = outcome.kind === 'response' ? String(outcome.status) : `no answer (${outcome.reason})`;
  const ms = Math.round(outcome.durationMs);
  return `beside event ${seqs[0]}  fault ${fault}, ${body.length} bytes → ${printable(app.name, 60)}  ${came} in ${ms} ms`;
}

/** One line, and a second one where there is something to add. */
export function compactAttempt(attempt: Attempt, telling: Telling): string[] {
  const { seqs, fields, app, no } = attempt;
  const which = seqs.length === 1 ? `event ${seqs[0]}` : `events ${seqs[0]}–${seqs.at(-1)}`;
  const again = no > 1 ? `, attempt ${no}` : '';
  const view = telling.receiverView === null ? '' : `  ${telling.receiverView}`;
  const head = `${which}${again}  ${fields.join(', ')} → ${printable(app.name, 60)}`;
  const isClear = telling.receiverView !== null || attempt.verdict.state === 'delivered';
  const more = isClear ? [] : answerLines(attempt, telling);
  return [`${head}  ${outcomeText(attempt, telling)}${view}`, ...more.map(indented)];
}

function outcomeText({ outcome, verdict, faults }: Attempt, { paint, now }: Telling): string {
  const onPurpose = faults ? ` (faults: ${faults.join(', ')})` : '';
  const ms = `${Math.round(outcome.durationMs)} ms${onPurpose}`;
  const came =
    outcome.kind === 'response' ? `${outcome.status} in ${ms}` : `no answer (${outcome.reason}) after ${ms}`;
  switch (verdict.state) {
    case 'delivered':
      return paint.good(`${came}, delivered`);
    case 'retrying':
      return paint.bad(`${came}, ${nextTry(verdict.nextAt ?? now, now)}`);
    case 'dead':
      return paint.bad(`${came}, dead: this was the last try`);
  }
}

/** What the endpoint said, and what to make of it. */
function answerLines({ outcome }: Attempt, { explainsRefusal }: Telling): string[] {
  if (outcome.kind === 'failed') return [outcome.detail];
  const excerpt = new TextDecoder().decode(outcome.excerpt);
  const lines = excerpt === '' ? [] : [`answer: ${printable(excerpt, answerLengthMax)}`];
  if (explainsRefusal && looksLikeBadSignature(outcome.status)) lines.push(signatureAdvice);
  return lines;
}

function indented(line: string): string {
  return `   ${line}`;
}

function bodyLines(body: Uint8Array): string[] {
  const shownMax = bodyColumns * bodyLinesMax;
  const text = printable(new TextDecoder().decode(body.subarray(0, shownMax)));
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < bodyLinesMax; at += bodyColumns) {
    lines.push(text.slice(at, at + bodyColumns));
  }
  if (body.length > shownMax) lines.push(`… ${body.length - shownMax} more bytes`);
  return lines;
}
