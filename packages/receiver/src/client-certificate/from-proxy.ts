// The certificate as a proxy in front tells of it, in the one form that was chosen: no other header is read. A
// header that came twice counts for nothing, because one of the two is a stranger's.
import type { X509Certificate } from 'node:crypto';
// `toLegacyObject` loads a part of Node that has to come after this module. Where it comes first, as it may behind a
// proxy that ends TLS, `tls.createSecureContext` is undefined for the rest of the process (Node 20 to 24).
import 'node:tls';
import { judgeChain, pemBlocks, readChain } from './chain.ts';
import type { Caller } from './check.ts';
import { commonNamesOf as commonNamesOfText } from './distinguished-name.ts';
import { type Finding, notFound } from './finding.ts';
import { readForwardedElements } from './forwarded-elements.ts';
import { commonNamesOf } from './from-socket.ts';

/** What a form is read with; `authorities` are those of the option `ca`. */
export type ProxyReading = {
  /** The one value of a header: null when it came twice, undefined when not at all. */
  header: (name: string) => string | null | undefined;
  authorities: readonly X509Certificate[];
  now: number;
};

/** A proxy that verifies the chain and passes on the subject: a setting of nginx, AWS load balancers or Envoy. */
export type ProxySubjectForm = 'nginx' | 'alb-verify' | 'envoy';
/** A proxy that passes on the certificate, whose chain is verified here. */
export type ProxyCertificateForm = 'nginx-certificate' | 'alb-passthrough' | 'cloudflare' | 'rfc9440';

export type ProxyForm = (reading: ProxyReading) => Finding;

export function readingOf(
  caller: Caller,
  authorities: readonly X509Certificate[],
  now: number,
): ProxyReading {
  return {
    header(name) {
      const [value, ...more] = caller.headerLines(name);
      return more.length > 0 ? null : value === '' ? undefined : value;
    },
    authorities,
    now,
  };
}

/** The proxy verified the chain and passes on the subject. */
export const subjectForms = {
  nginx: (reading) => {
    const refusal = verdictOfNginx(reading);
    return refusal ?? namesIn(reading.header('x-ssl-client-s-dn'));
  },
  'alb-verify': ({ header }) => namesIn(header('x-amzn-mtls-clientcert-subject')),
  envoy: ({ header }) => {
    const value = header('x-forwarded-client-cert');
    if (value === undefined) return notFound('missing');
    const elements = value === null ? null : readForwardedElements(value);
    // Several elements are several hops, of which only one is ours: Envoy has to be told to set it afresh.
    const [element, ...more] = elements ?? [];
    if (element === undefined || more.length > 0) return notFound('malformed');
    return namesIn(element.get('subject'));
  },
} satisfies Record<ProxySubjectForm, ProxyForm>;

/** The proxy passes on the certificate itself, and its chain is verified here. */
export const certificateForms = {
  'nginx-certificate': (reading) => {
    const refusal = verdictOfNginx(reading);
    return refusal ?? judgeParts(reading, pemIn(reading.header('x-ssl-client-cert')));
  },
  'alb-passthrough': (reading) => judgeParts(reading, pemIn(reading.header('x-amzn-mtls-clientcert'))),
  cloudflare: (reading) => {
    const value = reading.header('cf-client-cert-der-base64');
    return judgeParts(reading, typeof value === 'string' ? derIn([value]) : value);
  },
  rfc9440: (reading) => {
    const leaf = reading.header('client-cert');
    const chain = reading.header('client-cert-chain');
    if (typeof leaf !== 'string') return judgeParts(reading, leaf);
    if (chain === null) return notFound('malformed');
    const others = chain === undefined ? [] : chain.split(',');
    const sequences = [leaf, ...others].map((item) => /^\s*:([A-Za-z0-9+/=]*):\s*$/.exec(item)?.[1]);
    const isWhole = (item: string | undefined): item is string => item !== undefined;
    return judgeParts(reading, sequences.every(isWhole) ? derIn(sequences) : null);
  },
} satisfies Record<ProxyCertificateForm, ProxyForm>;

function verdictOfNginx({ header }: ProxyReading): Finding | null {
  const verdict = header('x-ssl-client-verify');
  if (verdict === 'SUCCESS') return null;
  if (verdict === undefined || verdict === 'NONE') return notFound('missing');
  return notFound(verdict?.startsWith('FAILED') ? 'unverified' : 'malformed');
}

export function namesIn(subject: string | null | undefined): Finding {
  if (subject === undefined) return notFound('missing');
  const commonNames = subject === null ? null : commonNamesOfText(subject);
  return commonNames === null ? notFound('malformed') : { found: true, commonNames };
}

/** URL-encoded PEM, where a plus is a plus. A comma means that two headers were joined: PEM has none. */
function pemIn(value: string | null | undefined): string[] | null | undefined {
  if (typeof value !== 'string') return value;
  if (value.includes(',')) return null;
  try {
    const blocks = pemBlocks(decodeURIComponent(value));
    return blocks.length > 0 ? blocks : null;
  } catch {
    return null;
  }
}

function derIn(encoded: readonly string[]): Uint8Array[] | null {
  const isBase64 = encoded.every((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text));
  return isBase64 ? encoded.map((text) => Buffer.from(text, 'base64')) : null;
}

function judgeParts(
  { authorities, now }: ProxyReading,
  parts: readonly (string | Uint8Array)[] | null | undefined,
): Finding {
  if (parts === undefined) return notFound('missing');
  const chain = parts === null ? null : readChain(parts);
  const leaf = chain?.[0];
  if (chain === null || leaf === undefined) return notFound('malformed');
  const verdict = judgeChain(chain, authorities, now);
  if (verdict !== 'good') return notFound(verdict);
  return { found: true, commonNames: commonNamesOf(leaf.toLegacyObject().subject) };
}
