// Why an attempt got no answer: one closed list of words, used unchanged in rows, logs, metrics and the console,
// and the translation of what undici, OpenSSL and the kernel report into it. Texts are ours alone, because those
// of libraries name addresses, and an app owner must not learn where a name leads.
import { errors } from 'undici';

/** One sentence each; the reference pages print this table. */
export const failures = {
  url_refused: 'The URL is none that this server may call.',
  header_refused: 'A header of the request has a name or value that may not be sent.',
  name_not_resolved: 'The host name leads to no address that may be called.',
  address_refused: 'The host name leads to no address that may be called.',
  connection_refused: 'Nothing listens at the address and port.',
  network_unreachable: 'No network path leads to the host.',
  connection_reset: 'The endpoint cut the connection off.',
  connection_closed: 'The endpoint closed the connection before its answer was complete.',
  connection_failed: 'The connection failed in a way that has no word of its own.',
  sockets_exhausted: 'This server had no free socket for the connection.',
  timeout: 'The answer was not complete when the time for one attempt was over.',
  tls_self_signed: 'The certificate is signed by itself or by an authority nobody vouches for.',
  tls_expired: 'The certificate has expired or is not valid yet.',
  tls_wrong_name: 'The certificate is for another name.',
  tls_untrusted:
    'The certificate cannot be traced to a trusted authority; the intermediate one may be missing.',
  tls_protocol: 'No TLS version or cipher in common, or the port does not speak TLS.',
  tls_handshake_refused:
    'The endpoint broke off the TLS handshake. Before TLS 1.3 that is also how it demands a client certificate.',
  tls_client_certificate_required:
    'The endpoint demands a client certificate, and for this app none is shown: its switch is off.',
  tls_client_certificate_refused:
    'The endpoint asked for a client certificate and refused the one it was shown. It may not trust the authority, or may expect another name.',
  tls_client_certificate_expired:
    'The endpoint refused the client certificate of this server, which has expired.',
  client_certificate_unavailable: 'The client certificate of this server cannot be read or made.',
  headers_too_large: 'The headers of the answer are larger than 16 kB.',
  bad_response: 'The answer is not valid HTTP/1.1: malformed, shorter than announced, or another protocol.',
  egress_refused: 'The egress proxy did not open a tunnel to the endpoint.',
  egress_failed:
    'The egress proxy of this server cannot be reached, does not know this server, or gave no proper answer.',
  stopped: 'This server was shutting down.',
  fault_drop: 'A fault that is switched on for the app: nothing was sent. The retry is.',
  fault_reset: 'A fault that is switched on for the app: the connection was reset in the middle of the body.',
} as const satisfies Record<string, string>;

export type FailureReason = keyof typeof failures;

/** A connection that our own code refused or saw fail; passes through undici to the attempt that asked for it. */
export class ConnectFailed extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, options?: ErrorOptions) {
    super(failures[reason], options);
    this.reason = reason;
  }
}

export interface Failure {
  reason: FailureReason;
  /** The sentence of the reason, and the error code where that says more. May be shown to the app's owner. */
  detail: string;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof ConnectFailed) {
    return error.cause === undefined ? failure(error.reason) : failure(error.reason, codeOf(error.cause));
  }
  return failure(reasonOf(error), codeOf(error));
}

export function failure(reason: FailureReason, code = ''): Failure {
  return { reason, detail: code === '' ? failures[reason] : `${failures[reason]} (${code})` };
}

/** The same finding under another name; the code stays. */
export function renamed(found: Failure, reason: FailureReason): Failure {
  return { reason, detail: failures[reason] + found.detail.slice(failures[found.reason].length) };
}

export function reasonOf(error: unknown): FailureReason {
  const code = codeOf(error);
  const known = byCode[code];
  if (known) return known;
  // These carry a code only sometimes.
  if (error instanceof errors.HTTPParserError) return 'bad_response';
  // Only a server that asked for a certificate has one to complain of.
  if (aboutCertificate.test(code)) return 'tls_client_certificate_refused';
  if (/^ERR_SSL_.*(_ALERT_(?!PROTOCOL_VERSION)|UNRECOGNIZED_NAME)/.test(code)) return 'tls_handshake_refused';
  if (code.startsWith('ERR_SSL_')) return 'tls_protocol';
  // undici has one code for all of these and tells them apart by message.
  if (code === 'UND_ERR_SOCKET') return /^bad /.test(messageOf(error)) ? 'bad_response' : 'connection_closed';
  return 'connection_failed';
}

/** OpenSSL's versions differ in what they write before the name of the alert. */
const aboutCertificate =
  /^ERR_SSL_.*_ALERT_((BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED)$/;

const byCode: Partial<Record<string, FailureReason>> = {
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'network_unreachable',
  EHOSTDOWN: 'network_unreachable',
  ENETUNREACH: 'network_unreachable',
  ENETDOWN: 'network_unreachable',
  EADDRNOTAVAIL: 'network_unreachable',
  EMFILE: 'sockets_exhausted',
  ENFILE: 'sockets_exhausted',
  ENOBUFS: 'sockets_exhausted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_self_signed',
  CERT_HAS_EXPIRED: 'tls_expired',
  CERT_NOT_YET_VALID: 'tls_expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_wrong_name',
  UNABLE_TO_GET_ISSUER_CERT: 'tls_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_untrusted',
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: 'tls_untrusted',
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'tls_untrusted',
  CERT_SIGNATURE_FAILURE: 'tls_untrusted',
  CERT_CHAIN_TOO_LONG: 'tls_untrusted',
  CERT_REVOKED: 'tls_untrusted',
  CERT_UNTRUSTED: 'tls_untrusted',
  CERT_REJECTED: 'tls_untrusted',
  INVALID_CA: 'tls_untrusted',
  INVALID_PURPOSE: 'tls_untrusted',
  PATH_LENGTH_EXCEEDED: 'tls_untrusted',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls_client_certificate_required',
  UND_ERR_HEADERS_OVERFLOW: 'headers_too_large',
  // Also what undici calls a malformed answer that had a Content-Length.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad_response',
  UND_ERR_INVALID_ARG: 'url_refused',
  UND_ERR_CLOSED: 'stopped',
  UND_ERR_DESTROYED: 'stopped',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
