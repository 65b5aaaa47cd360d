import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { ConnectFailed, failureOf, failures, reasonOf } from './failure.ts';

function withCode(code: string): Error {
  return Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code });
}

describe('failureOf', () => {
  it.each([
    ['ECONNREFUSED', 'connection_refused'],
    ['EHOSTUNREACH', 'network_unreachable'],
    ['CERT_NOT_YET_VALID', 'tls_expired'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls_untrusted'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls_protocol'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls_handshake_refused'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls_client_certificate_refused'],
    ['ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED', 'tls_client_certificate_refused'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls_client_certificate_refused'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls_client_certificate_required'],
    ['EMFILE', 'sockets_exhausted'],
    ['ESOMETHINGNEW', 'connection_failed'],
  ] as const)('calls %s %s and quotes nothing but the code', (code, reason) => {
    expect(failureOf(withCode(code))).toEqual({ reason, detail: `${failures[reason]} (${code})` });
  });

  it('tells apart what undici reports with one code', () => {
    expect(reasonOf(new errors.SocketError('other side closed'))).toBe('connection_closed');
    expect(reasonOf(new errors.SocketError('bad upgrade'))).toBe('bad_response');
  });

  it('takes the reason of a refused connection, and the code of what caused it', () => {
    expect(failureOf(new ConnectFailed('address_refused'))).toEqual({
      reason: 'address_refused',
      detail: failures.address_refused,
    });
    const reset = new ConnectFailed('connection_reset', { cause: withCode('ECONNRESET') });
    expect(failureOf(reset).detail).toBe('The endpoint cut the connection off. (ECONNRESET)');
  });

  it('has an answer to things that are no errors', () => {
    for (const thing of [undefined, null, 'x', 3, {}]) expect(reasonOf(thing)).toBe('connection_failed');
  });

  it('says the same of a missing name and a forbidden address', () => {
    expect(failures.name_not_resolved).toBe(failures.address_refused);
  });
});
