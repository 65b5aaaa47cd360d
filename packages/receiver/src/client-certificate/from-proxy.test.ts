import { beforeAll, describe, expect, it } from 'vitest';
import {
  derOf,
  makeTestCertificates,
  serverIdentity,
  type TestCertificates,
} from '../test/client-certificates.ts';
import { clientCertificateRows } from '../test/hostile-rows.ts';
import type { Caller } from './check.ts';
import {
  type ClientCertificateOptions,
  metaClientName,
  requireClientCertificate,
} from './client-certificate.ts';

let made: TestCertificates;
beforeAll(async () => {
  made = await makeTestCertificates();
});

const proxy = '10.0.0.2';

function callerWith(headers: Record<string, string | string[]>, peer: string | undefined = proxy): Caller {
  const lines = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
  return { method: 'POST', headerLines: (name) => lines.get(name) ?? [], peer: () => peer };
}

const proxyForms = () => {
  const common = { trustedProxies: [proxy], now: () => made.now };
  const withCa = { ...common, ca: made.root };
  const forms: ClientCertificateOptions[] = [
    { from: 'nginx', ...common },
    { from: 'alb-verify', ...common },
    { from: 'envoy', ...common },
    { from: 'nginx-certificate', ...withCa },
    { from: 'alb-passthrough', ...withCa },
    { from: 'cloudflare', ...withCa },
    { from: 'rfc9440', ...withCa },
  ];
  return forms;
};

describe('the hostile requests that claim a certificate', () => {
  it.each(clientCertificateRows())('$id has none, whatever form is chosen', (row) => {
    const isEnvoys = row.id === 'cert-xfcc-two';
    for (const options of proxyForms()) {
      // Rows about what one form must not read say so; with the form that reads the header, they would be right.
      if (row.id === 'cert-wrong-header' && options.from === 'envoy') continue;
      const check = requireClientCertificate({
        ...options,
        trustedProxies: row.trusted_proxies,
      } as typeof options);
      expect([options.from, check(callerWith(row.headers, row.peer)).ok]).toEqual([options.from, false]);
    }
    if (isEnvoys) {
      const check = requireClientCertificate({ from: 'envoy', trustedProxies: row.trusted_proxies });
      expect(check(callerWith(row.headers, row.peer))).toEqual({ ok: false, reason: 'malformed' });
    }
  });

  it('are all of them', () => {
    expect(clientCertificateRows().length).toBeGreaterThanOrEqual(15);
  });
});

describe('a proxy that passes on the subject', () => {
  const dn = `CN=${metaClientName},O=Meta Platforms\\, Inc.,C=US`;
  const nginx = { 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-s-dn': dn };
  const cases: [string, 'nginx' | 'alb-verify' | 'envoy', Record<string, string | string[]>, string][] = [
    ['nginx, verified', 'nginx', nginx, 'ok'],
    ['nginx, name last', 'nginx', { ...nginx, 'x-ssl-client-s-dn': `C=US,CN=${metaClientName}` }, 'ok'],
    ['nginx, nothing shown', 'nginx', { 'x-ssl-client-verify': 'NONE' }, 'missing'],
    ['nginx, verified by nobody', 'nginx', { 'x-ssl-client-s-dn': dn }, 'missing'],
    ['nginx, no subject', 'nginx', { 'x-ssl-client-verify': 'SUCCESS' }, 'missing'],
    ['nginx, another verdict', 'nginx', { ...nginx, 'x-ssl-client-verify': 'success' }, 'malformed'],
    ['nginx, subject twice', 'nginx', { ...nginx, 'x-ssl-client-s-dn': [dn, dn] }, 'malformed'],
    ['nginx, subjects joined', 'nginx', { ...nginx, 'x-ssl-client-s-dn': `${dn}, O=evil` }, 'malformed'],
    ['nginx, two names', 'nginx', { ...nginx, 'x-ssl-client-s-dn': `${dn},CN=evil.example` }, 'name'],
    ['nginx, legacy form', 'nginx', { ...nginx, 'x-ssl-client-s-dn': `/CN=${metaClientName}` }, 'malformed'],
    ['nginx, other case', 'nginx', { ...nginx, 'x-ssl-client-s-dn': dn.replace('client', 'Client') }, 'name'],
    [
      'nginx, escaped NUL',
      'nginx',
      { ...nginx, 'x-ssl-client-s-dn': `CN=${metaClientName}\\00.evil` },
      'name',
    ],
    ['ALB', 'alb-verify', { 'x-amzn-mtls-clientcert-subject': dn }, 'ok'],
    ['ALB, twice', 'alb-verify', { 'x-amzn-mtls-clientcert-subject': [dn, dn] }, 'malformed'],
    ['ALB, nothing', 'alb-verify', {}, 'missing'],
    [
      'Envoy',
      'envoy',
      { 'x-forwarded-client-cert': `Hash=ab;Subject="${dn.replaceAll('\\', '\\\\')}";URI=` },
      'ok',
    ],
    [
      'Envoy, several hops',
      'envoy',
      { 'x-forwarded-client-cert': `Subject="CN=a",Subject="${dn}"` },
      'malformed',
    ],
    [
      'Envoy, key twice',
      'envoy',
      { 'x-forwarded-client-cert': 'Subject="CN=a";Subject="CN=b"' },
      'malformed',
    ],
    ['Envoy, quote left open', 'envoy', { 'x-forwarded-client-cert': 'Subject="CN=a' }, 'malformed'],
    ['Envoy, no subject', 'envoy', { 'x-forwarded-client-cert': 'Hash=ab' }, 'missing'],
  ];

  it.each(cases)('%s', (_, from, headers, expected) => {
    const verdict = requireClientCertificate({ from, trustedProxies: [proxy] })(callerWith(headers));
    expect(verdict.ok ? 'ok' : verdict.reason).toBe(expected);
  });

  it('counts only where the connection itself comes from a proxy of the list', () => {
    const check = requireClientCertificate({
      from: 'nginx',
      trustedProxies: ['10.0.0.2', '10.9.0.0/16', 'fd00::/8'],
    });
    const peers = [
      '10.0.0.2',
      '::ffff:10.0.0.2',
      '10.9.1.1',
      'fd00::1',
      '10.0.0.3',
      'fe80::1%eth0',
      'alb',
      undefined,
    ];
    const good = peers.filter((peer) => check({ ...callerWith(nginx), peer: () => peer }).ok);
    expect(good).toEqual(['10.0.0.2', '::ffff:10.0.0.2', '10.9.1.1', 'fd00::1']);
  });
});

describe('a proxy that passes on the certificate', () => {
  const escaped = (...pems: string[]) => encodeURIComponent(pems.join('')).replaceAll('%2B', '+');
  const sequence = (pem: string) => `:${derOf(pem).toString('base64')}:`;

  function check(
    from: 'nginx-certificate' | 'alb-passthrough' | 'cloudflare' | 'rfc9440',
    ca: string,
    now = made.now,
  ) {
    const judge = requireClientCertificate({ from, ca, trustedProxies: [proxy], now: () => now });
    return (headers: Record<string, string | string[]>) => {
      const verdict = judge(callerWith(headers));
      return verdict.ok ? verdict.commonName : verdict.reason;
    };
  }

  it('is believed when the chain ends at an authority of ours, in each form', () => {
    const { root, intermediate, meta } = made;
    const pem = meta.certificate;
    const withChain = { 'client-cert': sequence(pem), 'client-cert-chain': sequence(intermediate) };
    expect([
      check('alb-passthrough', root)({ 'x-amzn-mtls-clientcert': escaped(pem, intermediate) }),
      check('rfc9440', root)(withChain),
      // These two pass on no intermediate, so `ca` has it.
      check(
        'nginx-certificate',
        intermediate,
      )({ 'x-ssl-client-verify': 'SUCCESS', 'x-ssl-client-cert': escaped(pem) }),
      check('cloudflare', intermediate)({ 'cf-client-cert-der-base64': derOf(pem).toString('base64') }),
      // Two authorities during a rotation.
      check('rfc9440', serverIdentity.cert + root)(withChain),
    ]).toEqual(Array(5).fill(metaClientName));
  });

  it('is not when it is somebody else’s, incomplete, too old or for servers', () => {
    const { root, intermediate, meta, stranger, now } = made;
    const judge = check('rfc9440', root);
    const chain = { 'client-cert-chain': sequence(intermediate) };
    const later = now + 91 * 86_400_000;
    expect([
      judge({ 'client-cert': sequence(stranger.certificate), ...chain }),
      judge({ 'client-cert': sequence(meta.certificate) }),
      judge({ 'client-cert': sequence(serverIdentity.cert), ...chain }),
      check('rfc9440', serverIdentity.cert)({ 'client-cert': sequence(meta.certificate), ...chain }),
      check('rfc9440', root, later)({ 'client-cert': sequence(meta.certificate), ...chain }),
      check('rfc9440', root, now - 86_400_000 * 30)({ 'client-cert': sequence(meta.certificate), ...chain }),
    ]).toEqual(['name', 'untrusted_chain', 'untrusted_chain', 'untrusted_chain', 'expired', 'expired']);
  });

  it('is not when it was sent twice or cannot be read', () => {
    const { root, intermediate, meta } = made;
    const leaf = sequence(meta.certificate);
    const judge = check('rfc9440', root);
    expect([
      judge({}),
      judge({ 'client-cert': [leaf, leaf] }),
      judge({ 'client-cert': `${leaf}, ${leaf}` }),
      judge({ 'client-cert': leaf, 'client-cert-chain': [sequence(intermediate), leaf] }),
      judge({ 'client-cert': leaf, 'client-cert-chain': Array(9).fill(sequence(intermediate)).join(', ') }),
      judge({ 'client-cert': ':AAAA:' }),
      judge({ 'client-cert': meta.certificate.replaceAll('\n', '') }),
      check('alb-passthrough', root)({ 'x-amzn-mtls-clientcert': '%E0%A4%A' }),
      // As runtimes with a Request hand over what came on two lines.
      check(
        'alb-passthrough',
        root,
      )({
        'x-amzn-mtls-clientcert': `${escaped(meta.certificate, intermediate)}, ${escaped(root)}`,
      }),
      check('nginx-certificate', root)({ 'x-ssl-client-cert': escaped(meta.certificate) }),
    ]).toEqual(['missing', ...Array(8).fill('malformed'), 'missing']);
  });
});

describe('options that could let in nobody or anybody', () => {
  const trustedProxiesOf = (trustedProxies: unknown) => () =>
    // The types forbid what is given here; people without types give it.
    requireClientCertificate({ from: 'nginx', trustedProxies } as ClientCertificateOptions);

  it('are refused with the cure', () => {
    for (const wrong of [
      undefined,
      [],
      '1',
      [1],
      ['1'],
      ['10.0.0.0/33'],
      ['10.0.0.0/8/8'],
      ['proxy.example'],
      ['0.0.0.0/'],
    ]) {
      expect(trustedProxiesOf(wrong)).toThrow(/write 10\.0\.0\.2|list the proxy's addresses/);
    }
    const behind = { from: 'rfc9440', trustedProxies: [proxy] } as const;
    expect(() => requireClientCertificate({ ...behind, ca: '' })).toThrow(/give the PEM text/);
    expect(() => requireClientCertificate({ ...behind, ca: 'meta.pem' })).toThrow(/give the PEM text/);
    const bad = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect(() => requireClientCertificate({ ...behind, ca: bad })).toThrow(/no certificate/);
    expect(() => requireClientCertificate({ from: 'socket', names: [] })).toThrow(/names holds no name/);
    expect(() => requireClientCertificate({ from: 'haproxy' } as never)).toThrow(
      /choose one of socket, nginx,/,
    );
  });
});

describe('a platform that tells of the certificate itself', () => {
  const onWorker = (certificate: unknown, method = 'POST') =>
    requireClientCertificate({ from: 'cloudflare-worker' })({
      ...callerWith({}),
      method,
      platform: { name: 'cloudflare-worker', certificate },
    });
  const good = {
    certPresented: '1',
    certVerified: 'SUCCESS',
    certRevoked: '0',
    certSubjectDNRFC2253: `CN=${metaClientName}`,
  };

  it('is believed when it found the certificate good', () => {
    expect(
      [
        onWorker(good),
        onWorker({ ...good, certPresented: '0' }),
        onWorker({ ...good, certVerified: 'FAILED:expired' }),
        onWorker({ ...good, certRevoked: '1' }),
        onWorker({ ...good, certSubjectDNRFC2253: 'CN=evil.example' }),
        onWorker(null),
        onWorker(null, 'GET'),
      ].map((verdict) => (verdict.ok ? verdict.commonName : verdict.reason)),
    ).toEqual([metaClientName, 'missing', 'unverified', 'unverified', 'name', 'missing', null]);
  });
});
