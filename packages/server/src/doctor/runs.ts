// Examinations that a server makes on request: begun, watched while they run, kept for a while afterwards. Bounded,
// because each makes this server send hundreds of requests to an address of somebody's choice: so many at a time,
// one of a host, so many a minute. Kept in memory only; a restart forgets them.
import { assertSecret } from '@wahook/receiver/protocol/signature';
import type { Clock } from '../base/clock.ts';
import { type CallbackUrlRules, checkCallbackUrl } from '../delivery/callback-url.ts';
import { chooseChecks } from './battery.ts';
import type { Check } from './check.ts';
import { defaultAmounts, type Examination, examine, type Network } from './examine.ts';
import { ObservationError } from './observation.ts';
import { type Report, type Row, Unreachable } from './run.ts';
import { reportValues, rowValues } from './verdict.ts';

export interface RunOrder {
  url: string;
  secret: string;
  verifyToken: string;
  only: readonly string[];
  skip: readonly string[];
  observeUrl: string | null;
}

type Refused = { ok: false; code: 'bad_request' | 'doctor_busy'; detail: string };

export interface DoctorRuns {
  start(order: RunOrder): { ok: true; id: string } | Refused;
  show(id: string): object | null;
  list(): object[];
  /** Ends those that run. */
  stop(): Promise<void>;
}

export interface DoctorRunsDeps {
  network: Network;
  clock: Clock;
  /** Letters and digits. */
  newId: () => string;
  /** Where callbacks may not lead. Asked at each order. */
  urlRules: () => Omit<CallbackUrlRules, 'lengthMax'>;
  /** For what nobody foresaw. */
  onBug: (error: unknown) => void;
}

interface Run {
  id: string;
  url: URL;
  checkCount: number;
  state: 'running' | 'done' | 'failed';
  startedAt: number;
  /** The same by the clock that nobody sets. */
  begunAt: number;
  endedAt: number | null;
  rows: Row[];
  report: Report | null;
  /** Why there is no report. */
  problem: string | null;
  stop: AbortController;
  ended: Promise<void>;
}

export const runningMax = 2;
export const perMinuteMax = 6;
const keptMax = 50;
const minuteMs = 60_000;
const urlLengthMax = 2048;

export function createDoctorRuns(deps: DoctorRunsDeps): DoctorRuns {
  /** Oldest first. */
  const runs = new Map<string, Run>();

  function busy(url: URL): string | null {
    const running = [...runs.values()].filter(({ state }) => state === 'running');
    if (running.some((run) => run.url.host === url.host))
      return `An examination of ${url.host} is running. Wait until it has ended.`;
    if (running.length >= runningMax) return `${running.length} examinations are running. Wait for one.`;
    const recent = [...runs.values()].filter(({ begunAt }) => deps.clock.elapsed() - begunAt < minuteMs);
    return recent.length >= perMinuteMax
      ? `${perMinuteMax} examinations a minute are the most. Try again in a minute.`
      : null;
  }

  function begin(order: RunOrder, url: URL, checks: readonly Check[]): string {
    const stop = new AbortController();
    const run: Run = {
      id: deps.newId(),
      url,
      checkCount: checks.length,
      state: 'running',
      startedAt: deps.clock.now(),
      begunAt: deps.clock.elapsed(),
      endedAt: null,
      rows: [],
      report: null,
      problem: null,
      stop,
      ended: Promise.resolve(),
    };
    run.ended = finish(deps, run, examine(examinationOf(deps, { order, run, checks })));
    runs.set(run.id, run);
    const [oldest] = runs.keys();
    if (runs.size > keptMax && oldest !== undefined) runs.delete(oldest);
    return run.id;
  }

  return {
    start(order) {
      const checked = check(order, deps);
      if (!checked.ok) return checked;
      const detail = busy(checked.url);
      if (detail !== null) return { ok: false, code: 'doctor_busy', detail };
      return { ok: true, id: begin(order, checked.url, checked.checks) };
    },
    show(id) {
      const run = runs.get(id);
      return run ? runValues(run) : null;
    },
    list: () => [...runs.values()].map(summaryOf).reverse(),
    async stop() {
      for (const { stop } of runs.values()) stop.abort();
      await Promise.all([...runs.values()].map(({ ended }) => ended));
    },
  };
}

function check(
  order: RunOrder,
  { urlRules }: DoctorRunsDeps,
): { ok: true; url: URL; checks: Check[] } | Refused {
  const refuse = (detail: string): Refused => ({ ok: false, code: 'bad_request', detail });
  const rules = { ...urlRules(), lengthMax: urlLengthMax };
  const url = checkCallbackUrl(order.url, rules);
  if (!url.ok) return refuse(`"url": ${url.message}`);
  const observed = order.observeUrl === null ? null : checkCallbackUrl(order.observeUrl, rules);
  if (observed && !observed.ok) return refuse(`"observe_url": ${observed.message}`);
  try {
    assertSecret(order.secret);
  } catch (error) {
    return refuse(`"secret": ${error instanceof Error ? error.message : 'it cannot be used'}`);
  }
  const { checks, unknown } = chooseChecks(order);
  if (unknown.length > 0) return refuse(`There is no check or group ${unknown.join(', ')}.`);
  if (checks.length === 0) return refuse('"only" and "skip" leave no check to run.');
  return { ok: true, url: url.url, checks };
}

function examinationOf(
  { network, clock }: DoctorRunsDeps,
  { order, run, checks }: { order: RunOrder; run: Run; checks: readonly Check[] },
): Examination {
  const { url, secret, verifyToken, observeUrl } = order;
  return {
    url,
    secret,
    verifyToken,
    checks,
    network,
    certificate: null,
    observe: observeUrl === null ? null : { kind: 'url', url: observeUrl },
    timeoutMs: 10_000,
    timeLimitMs: 180_000,
    observeWaitMs: 2_000,
    amounts: defaultAmounts,
    runId: run.id.toUpperCase(),
    clock,
    onRow: (row) => void run.rows.push(row),
    stop: run.stop.signal,
  };
}

async function finish({ clock, onBug }: DoctorRunsDeps, run: Run, examined: Promise<Report>): Promise<void> {
  try {
    run.report = await examined;
    run.state = run.stop.signal.aborted ? 'failed' : 'done';
    if (run.stop.signal.aborted) run.problem = 'The server was stopped.';
  } catch (error) {
    run.state = 'failed';
    const isForeseen = error instanceof Unreachable || error instanceof ObservationError;
    run.problem = isForeseen ? error.message : 'wahook failed; its log says where.';
    if (!isForeseen) onBug(error);
  }
  run.endedAt = clock.now();
}

function summaryOf({ id, url, state, startedAt, endedAt, checkCount, rows, report }: Run): object {
  const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id,
    // A query may hold a key of the app's own.
    url: url.origin + url.pathname,
    state,
    started_at: time(startedAt),
    ended_at: time(endedAt),
    checks_total: checkCount,
    checks_done: rows.length,
    ...(report && { passed: report.passed, failed: report.failed, skipped: report.skipped }),
  };
}

function runValues(run: Run): object {
  const found = run.report ? reportValues(run.report) : { checks: run.rows.map(rowValues) };
  return { ...summaryOf(run), problem: run.problem, ...found };
}
