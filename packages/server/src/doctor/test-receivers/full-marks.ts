// Full marks for a receiver of which only its output is known: every check but the ones named passes, and each is
// really seen.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { examineTest, idsOf } from './examination.ts';

export interface Candidate {
  url: string;
  secret: string;
  verifyToken: string;
  /** What it has printed so far: a line with the id of each item it handled. */
  lines: () => readonly string[];
  /** With the reason, beside the call. */
  skip?: readonly string[];
}

/** It is shown no certificate, and nothing that it fails on. */
const neverSeen = ['certificate', 'retry-after-failure'];

export async function expectFullMarks({ lines, skip = [], ...candidate }: Candidate): Promise<void> {
  const page = createServer((_request, response) => response.end(lines().join('\n')));
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    page.closeAllConnections();
    page.close();
  });
  const { port } = page.address() as AddressInfo;
  const report = await examineTest(candidate, {
    ...candidate,
    skip: [...neverSeen, ...skip],
    observe: { kind: 'url', url: `http://127.0.0.1:${port}/` },
    observeWaitMs: 2_000,
    amounts: { largeBodyBytes: 2_900_000, latencyRequests: 5, concurrency: 50 },
  });
  expect(report.rows.filter(({ state }) => state !== 'passed')).toEqual([]);
  expect(idsOf(report, 'passed').length).toBeGreaterThan(80);
}
