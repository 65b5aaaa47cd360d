// Examines a test endpoint with few requests, so that a whole battery costs a fraction of a second.
import { systemClock } from '../../base/clock.ts';
import { pem } from '../../delivery/outgoing/test-support/raw-server.ts';
import { chooseChecks } from '../battery.ts';
import { type Examination, examine } from '../examine.ts';
import type { Report, Row } from '../run.ts';
import { secret, type TestEndpoint, verifyToken } from './endpoint.ts';

export interface Wish extends Partial<Omit<Examination, 'checks'>> {
  only?: readonly string[];
  skip?: readonly string[];
}

export function examineTest({ url }: Pick<TestEndpoint, 'url'>, wish: Wish = {}): Promise<Report> {
  const { only = [], skip = [], ...more } = wish;
  const { checks, unknown } = chooseChecks({ only, skip });
  if (unknown.length > 0) throw new Error(`no such check: ${unknown.join(', ')}`);
  return examine({
    url,
    secret,
    verifyToken,
    checks,
    network: { policy: { mode: 'dev', allow: [], ports: [443, 8443] }, ca: [pem('ca.pem')] },
    certificate: null,
    observe: null,
    timeoutMs: 5_000,
    timeLimitMs: 20_000,
    observeWaitMs: 500,
    amounts: { largeBodyBytes: 160_000, latencyRequests: 3, concurrency: 5 },
    runId: 'TEST',
    clock: systemClock,
    ...more,
  });
}

export function idsOf({ rows }: Report, state: Row['state']): string[] {
  return rows.filter((row) => row.state === state).map(({ id }) => id);
}

export function rowOf({ rows }: Report, id: string): Row {
  const row = rows.find((each) => each.id === id);
  if (!row) throw new Error(`the report has no row ${id}`);
  return row;
}
