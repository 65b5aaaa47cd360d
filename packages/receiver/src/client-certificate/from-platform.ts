// The certificate as the platform that runs the code tells of it, beside the headers: Cloudflare Workers in
// `request.cf`, API Gateway in the event. No client can write there, so there is no peer to trust.
import type { Caller } from './check.ts';
import { type Finding, notFound } from './finding.ts';
import { namesIn } from './from-proxy.ts';

export function findOnWorker({ platform }: Caller): Finding {
  if (platform?.name !== 'cloudflare-worker') return notFound('missing');
  const { certPresented, certVerified, certRevoked, certSubjectDNRFC2253 } = membersOf(platform.certificate);
  if (certPresented !== '1') return notFound('missing');
  // A revoked certificate counts as verified there.
  if (certVerified !== 'SUCCESS' || certRevoked !== '0') return notFound('unverified');
  return namesIn(typeof certSubjectDNRFC2253 === 'string' ? certSubjectDNRFC2253 : undefined);
}

/** A custom domain with mutual TLS verifies before it invokes the function, so being there means being good. */
export function findOnGateway({ platform }: Caller): Finding {
  if (platform?.name !== 'api-gateway') return notFound('missing');
  const { subjectDN } = membersOf(platform.certificate);
  return namesIn(typeof subjectDN === 'string' ? subjectDN : undefined);
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
