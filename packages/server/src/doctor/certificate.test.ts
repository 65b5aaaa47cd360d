// Whether an endpoint asks for client certificates, seen on real TLS.
import { describe, expect, it } from 'vitest';
import { demanding, newTestIdentity } from '../delivery/outgoing/test-support/client-certificates.ts';
import { serverIdentity } from '../delivery/outgoing/test-support/raw-server.ts';
import { startEndpoint } from './test-receivers/endpoint.ts';
import { examineTest, idsOf } from './test-receivers/examination.ts';

async function withIdentity() {
  const { root, identity } = await newTestIdentity();
  const { chain, key } = identity;
  const leaf = chain.slice(
    0,
    chain.indexOf('-----END CERTIFICATE-----') + '-----END CERTIFICATE-----\n'.length,
  );
  return { root, certificate: { chain, leaf, key } };
}

describe('client certificates', () => {
  it('pass where one is demanded, of the right authority', async () => {
    const { root, certificate } = await withIdentity();
    const report = await examineTest(await startEndpoint({}, demanding([root])), {
      certificate,
      only: ['certificate', 'handshake-challenge'],
    });
    expect(idsOf(report, 'passed')).toEqual([
      'handshake-challenge',
      'certificate-taken',
      'certificate-missing',
      'certificate-stranger',
    ]);
  });

  it('fail where nobody asks, or where any will do', async () => {
    const { certificate } = await withIdentity();
    const [silent, trusting] = await Promise.all([
      startEndpoint({}, serverIdentity()),
      startEndpoint({}, { ...serverIdentity(), requestCert: true, rejectUnauthorized: false }),
    ]);
    for (const endpoint of [silent, trusting]) {
      const report = await examineTest(endpoint, { certificate, only: ['certificate'] });
      expect(idsOf(report, 'failed')).toEqual(['certificate-missing', 'certificate-stranger']);
    }
  });
});
