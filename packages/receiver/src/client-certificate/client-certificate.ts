// Entry point `@wahook/receiver/client-certificate`: makes the check that lets nobody in without the client
// certificate of the platform. One source is chosen; everything else a request says about certificates is ignored.
import { readAuthorities } from './chain.ts';
import type { Caller, ClientCertificateCheck } from './check.ts';
import { type Finding, notFound } from './finding.ts';
import { findOnGateway, findOnWorker } from './from-platform.ts';
import {
  certificateForms,
  type ProxyCertificateForm,
  type ProxySubjectForm,
  readingOf,
  subjectForms,
} from './from-proxy.ts';
import { findOnSocket } from './from-socket.ts';
import { trustedProxies } from './trusted-proxies.ts';

export type {
  Caller,
  ClientCertificateCheck,
  ClientCertificateRefusal,
  ClientCertificateVerdict,
} from './check.ts';
export type { ProxyCertificateForm, ProxySubjectForm } from './from-proxy.ts';

/** The common name of the certificate that Meta's client shows. */
export const metaClientName = 'client.webhooks.fbclientcerts.com';

type FromProxy = {
  /**
   * Addresses and ranges of the proxies in front, as the connection itself shows them: `['10.0.0.2', '10.1.0.0/16']`.
   * `alb` stands for a load balancer that invokes a Lambda function. From anybody else, headers count for nothing.
   */
  trustedProxies: readonly string[];
};

/** Where the certificate is looked for: in one place, and nowhere else. */
export type ClientCertificateSource =
  /** TLS ends in this process. The server needs `requestCert: true` and, as `ca`, the authority to trust. */
  | { from: 'socket' }
  | ({ from: ProxySubjectForm } & FromProxy)
  /** `ca`: PEM text of the authorities to trust, one or several (during a rotation, the old and the new). */
  | ({ from: ProxyCertificateForm; ca: string | readonly string[] } & FromProxy)
  /** `request.cf.tlsClientAuth` of Cloudflare Workers, and the client certificate in an event of API Gateway. */
  | { from: 'cloudflare-worker' | 'api-gateway' };

/** What `requireClientCertificate` takes: a source, and whom to let in. */
export type ClientCertificateOptions = ClientCertificateSource & {
  /** The common names to let in, compared whole and exactly. Default: `metaClientName`. */
  names?: readonly string[];
  /**
   * Ask for a certificate on the handshake (GET) too. Off: a callback has to pass its first handshake before
   * certificates can be turned on for it, and the verify token guards it.
   */
  alsoForHandshake?: boolean;
  /** The clock that certificates are judged by, in milliseconds since 1970. */
  now?: () => number;
};

/**
 * Makes the option `clientCertificate` of an adapter. A caller without the right certificate is answered 403 with
 * the reason, before its body is read. Throws a TypeError when the options could let everybody in, or nobody.
 *
 * @example
 * toNodeListener(receiver, { clientCertificate: requireClientCertificate({ from: 'socket' }) });
 * @example
 * toExpressHandler(receiver, {
 *   clientCertificate: requireClientCertificate({ from: 'nginx', trustedProxies: ['10.0.0.2'] }),
 * });
 */
export function requireClientCertificate(options: ClientCertificateOptions): ClientCertificateCheck {
  const { names = [metaClientName], alsoForHandshake = false, now = Date.now } = options;
  if (names.length === 0 || names.some((name) => typeof name !== 'string' || name.trim() === '')) {
    throw new TypeError('names holds no name, or an empty one; give the common name to let in');
  }
  const find = finderOf(options, now);
  return (caller) => {
    if (caller.method === 'GET' && !alsoForHandshake) return { ok: true, commonName: null };
    const finding = find(caller);
    if (!finding.found) return { ok: false, reason: finding.reason };
    const [commonName, ...more] = finding.commonNames;
    // With two common names, the one that is compared might not be the one that was verified.
    const isRight = commonName !== undefined && more.length === 0 && names.includes(commonName);
    return isRight ? { ok: true, commonName } : { ok: false, reason: 'name' };
  };
}

function finderOf(options: ClientCertificateOptions, now: () => number): (caller: Caller) => Finding {
  switch (options.from) {
    case 'socket':
      return ({ socket }) => findOnSocket(socket, now());
    case 'cloudflare-worker':
      return findOnWorker;
    case 'api-gateway':
      return findOnGateway;
    case 'nginx':
    case 'alb-verify':
    case 'envoy':
      return behindProxy(options, [], subjectForms[options.from], now);
    case 'nginx-certificate':
    case 'alb-passthrough':
    case 'cloudflare':
    case 'rfc9440':
      return behindProxy(options, readAuthorities(options.ca), certificateForms[options.from], now);
    default:
      throw new TypeError(
        `from is ${JSON.stringify(unknownSource(options))}; choose one of ${sources.join(', ')}`,
      );
  }
}

const sources = [
  'socket',
  ...Object.keys(subjectForms),
  ...Object.keys(certificateForms),
  'cloudflare-worker',
  'api-gateway',
];

function behindProxy(
  { trustedProxies: entries }: FromProxy,
  authorities: Parameters<typeof readingOf>[1],
  form: (reading: ReturnType<typeof readingOf>) => Finding,
  now: () => number,
): (caller: Caller) => Finding {
  const isTrusted = trustedProxies(entries);
  return (caller) =>
    isTrusted(caller.peer()) ? form(readingOf(caller, authorities, now())) : notFound('untrusted_peer');
}

/** For callers without types. */
function unknownSource(options: { from?: unknown }): unknown {
  return options.from;
}
