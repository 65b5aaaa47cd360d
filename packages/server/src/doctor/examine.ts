// Composition of one examination: opens what it needs (connections behind the address guard, samples, the client
// certificate, the observation), runs the checks, and closes everything again.

import type { Clock } from '../base/clock.ts';
import { toUnixSeconds } from '../base/clock.ts';
import { commonNameOf, expiryOf, fingerprintOf } from '../certificates/judge.ts';
import type { OwnCertificate } from '../certificates/own-certificate.ts';
import { createOutgoing, type Outgoing, type OutgoingOptions } from '../delivery/outgoing/client.ts';
import type { ClientIdentity } from '../delivery/outgoing/client-identity.ts';
import { openSamples, parseSampleId } from '../simulator/samples.ts';
import { type Amounts, type Bench, createBench } from './bench.ts';
import type { Check } from './check.ts';
import { tellingHeaders } from './framework.ts';
import { createNotifications } from './notifications.ts';
import { type Observation, observedBytesMax, observeLog, observeUrl } from './observation.ts';
import { type Report, type Row, runChecks } from './run.ts';

export type Network = Pick<OutgoingOptions, 'policy' | 'ca' | 'proxy' | 'resolve' | 'connect'>;

export interface Examination {
  url: string;
  secret: string;
  verifyToken: string;
  checks: readonly Check[];
  /** Where requests may go, whom they trust, and how they get out. */
  network: Network;
  /** Shown to the endpoint; null: checks of certificates are skipped. */
  certificate: OwnCertificate | null;
  observe: { kind: 'log'; file: string } | { kind: 'url'; url: string } | null;
  /** For one request. */
  timeoutMs: number;
  timeLimitMs: number;
  /** How long an observed item may take to appear. */
  observeWaitMs: number;
  amounts: Amounts;
  /** Letters and digits that tell this run from others. */
  runId: string;
  clock: Clock;
  onRow?: (row: Row) => void;
  stop?: AbortSignal;
}

export const defaultAmounts: Amounts = {
  largeBodyBytes: 2_900_000,
  latencyRequests: 100,
  concurrency: 50,
};

export async function examine(examination: Examination): Promise<Report> {
  const opened: Outgoing[] = [];
  const open = (options: Partial<OutgoingOptions> = {}) => {
    const outgoing = openOutgoing(examination, options);
    opened.push(outgoing);
    return outgoing;
  };
  try {
    const bench = await benchFor(examination, open);
    const { checks, timeLimitMs, onRow, stop } = examination;
    return await runChecks({ checks, bench, timeLimitMs, ...(onRow && { onRow }), ...(stop && { stop }) });
  } finally {
    await Promise.all(opened.map((outgoing) => outgoing.close()));
  }
}

type Open = (options?: Partial<OutgoingOptions>) => Outgoing;

function openOutgoing(examination: Examination, options: Partial<OutgoingOptions>): Outgoing {
  return createOutgoing({
    ...examination.network,
    deadlineMs: examination.timeoutMs,
    responseBytesMax: 65_536,
    excerptBytesMax: 4_096,
    connectionsPerPool: examination.amounts.concurrency,
    headersKept: tellingHeaders,
    ...options,
  });
}

async function benchFor(examination: Examination, open: Open): Promise<Bench> {
  const { url, secret, verifyToken, amounts, certificate, clock, runId } = examination;
  const endsAt = performance.now() + examination.timeLimitMs;
  const stranger = certificate && (await strangerLike(certificate, clock));
  return createBench({
    url,
    secret,
    verifyToken,
    amounts,
    make: createNotifications({ runId, now: () => toUnixSeconds(clock.now()) }),
    observation: await observationFor(examination, open),
    samples: await plainestSamples(),
    outgoing: open(certificate ? { clientIdentity: async () => identityOf(certificate) } : {}),
    stranger: stranger && open({ clientIdentity: async () => stranger }),
    now: () => performance.now(),
    isOver: () => examination.stop?.aborted === true || performance.now() > endsAt,
  });
}

async function observationFor(
  { observe, observeWaitMs }: Examination,
  open: Open,
): Promise<Observation | null> {
  if (observe === null) return null;
  if (observe.kind === 'log') return observeLog(observe.file, observeWaitMs);
  const outgoing = open({ responseBytesMax: observedBytesMax, excerptBytesMax: observedBytesMax });
  return observeUrl(observe.url, outgoing, observeWaitMs);
}

async function plainestSamples(): Promise<Bench['samples']> {
  const samples = await openSamples();
  const fields = new Set(samples.list().map(({ field }) => field));
  const found = await Promise.all(
    [...fields].map(async (field) => {
      const name = parseSampleId(field, samples);
      const json = name && (await samples.read(name));
      return json ? [{ field, json: new Uint8Array(json) }] : [];
    }),
  );
  return found.flat();
}

function identityOf({ leaf, chain, key }: OwnCertificate): ClientIdentity {
  return { id: fingerprintOf(leaf), chain, key, expiresAt: expiryOf(leaf) };
}

/** The same name, by an authority that nobody has heard of. */
async function strangerLike({ leaf }: OwnCertificate, clock: Clock): Promise<ClientIdentity> {
  const { makeClientAuthority, issueClientLeaf } = await import('../certificates/client-authority.ts');
  const now = clock.now();
  const { intermediate } = await makeClientAuthority({ now });
  const issued = await issueClientLeaf({ intermediate, name: commonNameOf(leaf) ?? 'doctor', now });
  return {
    id: fingerprintOf(issued.certificate),
    chain: issued.certificate + intermediate.certificate,
    key: issued.key,
    expiresAt: expiryOf(issued.certificate),
  };
}
