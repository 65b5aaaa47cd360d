// Runs the checks against one endpoint, one after the other, and hands on each row as it is found. Bounded: every
// request has its time limit, an endpoint that hangs is given up after a few, and the whole has a limit too. An
// endpoint that cannot be reached at all is no score of zero but an error.
import type { Answer } from './answer.ts';
import { type Bench, EndpointGone, EndpointHangs, EndpointLimits, hangsMax, RunOver } from './bench.ts';
import { type Check, type CheckFacts, type Finding, failed } from './check.ts';
import { cureText } from './cures.ts';
import { detectFramework, type Framework } from './framework.ts';
import { ObservationError } from './observation.ts';
import type { Difference } from './signature-mistakes.ts';

export interface Row extends CheckFacts {
  state: Finding['state'];
  /** What was found, in words; of a passed check a remark, or ''. */
  diagnosis: string;
  /** How to mend it, worded for the framework; '' unless failed. */
  cure: string;
  difference: Difference | null;
  durationMs: number;
}

export interface Report {
  rows: Row[];
  passed: number;
  failed: number;
  skipped: number;
  framework: Framework | null;
  /** May notifications be batched for this endpoint? */
  batching: 'yes' | 'no' | 'unknown';
  /** Every check had its turn: none was left out because time was over or the endpoint gave out. */
  complete: boolean;
  durationMs: number;
}

/** Nothing listens, the name leads nowhere, TLS fails, or the guard refuses. The message says what to do. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface RunOptions {
  checks: readonly Check[];
  bench: Bench;
  /** The whole run; what is left then is skipped. */
  timeLimitMs: number;
  onRow?: (row: Row) => void;
  stop?: AbortSignal;
}

export async function runChecks({ checks, bench, timeLimitMs, onRow, stop }: RunOptions): Promise<Report> {
  const start = bench.now();
  const rows: Row[] = [];
  let calledOff: string | null = null;
  await reach(bench);
  for (const check of checks) {
    const startedAt = bench.now();
    if (startedAt - start > timeLimitMs) calledOff ??= timeIsOver(timeLimitMs);
    const { finding, callOff }: Attempt =
      calledOff === null
        ? await attempt(check, bench, timeIsOver(timeLimitMs))
        : { finding: skippedFor(calledOff), callOff: null };
    calledOff ??= callOff;
    if (stop?.aborted) break;
    const row = rowOf(check, finding, {
      framework: detectFramework(bench.clues),
      durationMs: bench.now() - startedAt,
    });
    rows.push(row);
    onRow?.(row);
  }
  return reportOf(rows, {
    framework: detectFramework(bench.clues),
    complete: calledOff === null && rows.length === checks.length,
    durationMs: bench.now() - start,
  });
}

const hanging = `Not run: ${hangsMax} requests before it found no answer in time. Mend that first, or give more time with --timeout.`;
const died =
  'Nothing listens any more: the app has died of what it was sent here or just before. Look at its log, and let no handler end the process.';
const gone = 'Not run: nothing listens any more.';
const limited =
  'It answered 429: it, or a proxy before it, limits how many requests it takes. Everything from here on would be about that limit.';
const cutOff = 'Not run: it answers 429, which is about the number of requests and not about what is sent.';
const timeIsOver = (ms: number) => `Not run: the ${Math.round(ms / 1000)} s for the whole run were over.`;
const skippedFor = (diagnosis: string): Finding => ({ state: 'skipped', diagnosis });

interface Attempt {
  finding: Finding;
  /** Why nothing after it can be run. */
  callOff: string | null;
}

async function attempt(check: Check, bench: Bench, over: string): Promise<Attempt> {
  try {
    return { finding: await findingOf(check, bench), callOff: null };
  } catch (error) {
    if (error instanceof EndpointHangs) return { finding: skippedFor(hanging), callOff: hanging };
    if (error instanceof RunOver) return { finding: skippedFor(over), callOff: over };
    if (error instanceof ObservationError) return { finding: skippedFor(error.message), callOff: null };
    if (error instanceof EndpointGone)
      return { finding: failed(died, 'isolate', { harm: 'loses' }), callOff: gone };
    if (error instanceof EndpointLimits)
      return { finding: failed(limited, 'rate_limit', { harm: 'loses' }), callOff: cutOff };
    throw error;
  }
}

async function findingOf(check: Check, bench: Bench): Promise<Finding> {
  if (check.needsAcceptance && !(await bench.calibration()).accepts)
    return skippedFor('It takes no notification at all: see signature-plain.');
  return check.run(bench);
}

/** Reasons for which no request can have come to any handler. */
const outOfReach = new Set<NonNullable<Answer['reason']>>([
  'url_refused',
  'name_not_resolved',
  'address_refused',
  'connection_refused',
  'network_unreachable',
  'sockets_exhausted',
  'tls_self_signed',
  'tls_expired',
  'tls_wrong_name',
  'tls_untrusted',
  'tls_protocol',
  'tls_handshake_refused',
  'tls_client_certificate_required',
  'tls_client_certificate_refused',
  'tls_client_certificate_expired',
  'client_certificate_unavailable',
  'egress_refused',
  'egress_failed',
]);

/** The first requests: is anybody there, and what does its error page look like? */
async function reach(bench: Bench): Promise<void> {
  const answer = await bench.get({ verifyToken: 'doctor-says-hello' }).catch(onlyAsAFinding);
  if (answer === null) return;
  if (answer.reason !== null && outOfReach.has(answer.reason)) {
    throw new Unreachable(
      `${bench.url} cannot be examined: ${answer.detail} ${remedyFor(answer.reason)}`.trim(),
    );
  }
  // Never a notification: the method alone is wrong.
  if (answer.reason === null) await bench.post(new Uint8Array(), { method: 'PUT' }).catch(onlyAsAFinding);
}

/** What ends the run ends it in a check, where it can be told; these requests belong to none. */
function onlyAsAFinding(error: unknown): null {
  if (
    error instanceof EndpointGone ||
    error instanceof EndpointLimits ||
    error instanceof EndpointHangs ||
    error instanceof RunOver
  )
    return null;
  throw error;
}

function remedyFor(reason: NonNullable<Answer['reason']>): string {
  switch (reason) {
    case 'connection_refused':
      return 'Start the app first, or correct the port.';
    case 'address_refused':
    case 'name_not_resolved':
      return 'Use localhost or a public name, or open a private network with --egress-allow.';
    case 'tls_self_signed':
    case 'tls_untrusted':
      return 'Name its authority with --egress-ca-file, or use http for a local app.';
    case 'tls_client_certificate_required':
    case 'tls_handshake_refused':
      return 'Show one with --cert and --key.';
    default:
      return '';
  }
}

function rowOf(
  check: Check,
  finding: Finding,
  { framework, durationMs }: { framework: Framework | null; durationMs: number },
): Row {
  const { id, group, sends, expects, why, source } = check;
  const harm = (finding.state === 'failed' && finding.harm) || check.harm;
  const facts = { id, group, harm, sends, expects, why, source, state: finding.state, durationMs };
  if (finding.state !== 'failed') {
    const diagnosis = finding.state === 'passed' ? (finding.remark ?? '') : finding.diagnosis;
    return { ...facts, diagnosis, cure: '', difference: null };
  }
  const { diagnosis, cure, difference = null } = finding;
  return { ...facts, diagnosis, cure: cure ? cureText(cure, framework) : '', difference };
}

function reportOf(rows: Row[], more: Pick<Report, 'framework' | 'complete' | 'durationMs'>): Report {
  const count = (state: Row['state']) => rows.filter((row) => row.state === state).length;
  return {
    rows,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    batching: batchingOf(rows),
    ...more,
  };
}

function batchingOf(rows: readonly Row[]): Report['batching'] {
  const batch = rows.filter(({ group }) => group === 'batch');
  if (batch.some(({ state }) => state === 'failed')) return 'no';
  const certain = batch.length > 0 && batch.every(({ state }) => state === 'passed');
  return certain ? 'yes' : 'unknown';
}
