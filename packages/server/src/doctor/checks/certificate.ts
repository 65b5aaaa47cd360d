// Whether the endpoint asks who is calling: with its client certificate, without one, and with a stranger's of the
// same name.
import { isAccepted, wordsOf } from '../answer.ts';
import type { Bench, Sending } from '../bench.ts';
import { type Check, type Finding, failed, passed, skipped } from '../check.ts';

const source = 'Webhooks from Meta, Getting started: mTLS for webhooks';
const notAsked = 'No client certificate was given. Run with --cert and --key.';

const message = ({ make }: Bench) => make.body([make.entry(make.messages(make.text(make.marker())))]);

/** A refusal is an answer of 400 to 499, or the end of the TLS handshake. */
async function refuses(
  bench: Bench,
  certificate: Sending['certificate'],
  gotThrough: string,
): Promise<Finding> {
  if (!bench.hasCertificate) return skipped(notAsked);
  const answer = await bench.post(message(bench), certificate ? { certificate } : {});
  // Not to be told from an endpoint that is merely slow.
  if (answer.reason === 'timeout') return failed(`It gave ${wordsOf(answer)}.`, 'client_certificate');
  if (!isAccepted(answer)) return passed;
  return failed(`${gotThrough} It answered ${wordsOf(answer)}.`, 'client_certificate');
}

export const certificateChecks: readonly Check[] = [
  {
    id: 'certificate-taken',
    group: 'certificate',
    harm: 'loses',
    sends: 'a message on a connection that shows the given client certificate',
    expects: 'accepted',
    why: 'It is the certificate that the sender will show.',
    source,
    needsAcceptance: false,
    async run(bench) {
      if (!bench.hasCertificate) return skipped(notAsked);
      const answer = await bench.post(message(bench));
      return isAccepted(answer) ? passed : failed(`It answered ${wordsOf(answer)}.`, 'client_certificate');
    },
  },
  {
    id: 'certificate-missing',
    group: 'certificate',
    harm: 'forged',
    sends: 'a message on a connection without client certificate',
    expects: 'refused, in TLS or with 400 to 499',
    why: 'A certificate that is not demanded proves nothing.',
    source,
    needsAcceptance: false,
    run: (bench) => refuses(bench, 'none', 'It takes connections without a client certificate.'),
  },
  {
    id: 'certificate-stranger',
    group: 'certificate',
    harm: 'forged',
    sends: 'a message with a certificate of the same name from an authority nobody trusts',
    expects: 'refused, in TLS or with 400 to 499',
    why: 'Anybody can make a certificate of any name.',
    source,
    needsAcceptance: false,
    run: (bench) => refuses(bench, 'stranger', 'It takes a certificate of an unknown authority.'),
  },
];
