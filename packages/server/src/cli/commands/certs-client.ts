// `wahook certs client`: the client certificate that callbacks may ask for. Shows it, exports what receivers are to
// trust, and rotates it in two steps, with time between them for receivers to trust the new root.
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { ShownClientCertificate, ShownClientCertificates } from '../client/directory-shapes.ts';
import { addVerb, factLines } from '../client/verb.ts';
import type { CliContext } from '../context.ts';

const path = '/api/v1/client-certificates';
const rotatePath = `${path}/rotate`;

export function addCertsClient(certs: Command, context: CliContext): void {
  const group = certs
    .command('client')
    .description('The client certificate for callbacks that ask for one: show, export, rotate')
    .addHelpText(
      'after',
      '\nExamples:\n  $ wahook certs client\n  $ wahook certs client export > wahook-ca.pem',
    );

  addVerb<object, ShownClientCertificates>(group, context, {
    usage: 'show',
    description: 'Show the certificate, and the next or previous one during a rotation',
    examples: ['wahook certs client show'],
    isDefault: true,
    ask: (client) => client.get(path),
    show: certificateLines,
  });

  addVerb<object, ShownClientCertificates>(group, context, {
    usage: 'export',
    description: 'Print what receivers are to trust, as PEM: one root, two during a rotation',
    examples: ['wahook certs client export > wahook-ca.pem'],
    ask: (client) => client.get(path),
    show({ ca_bundle }) {
      if (ca_bundle === null)
        throw new CliError(
          'This server shows a certificate of your own: give receivers the root of the authority that signed it.',
        );
      return ca_bundle.trimEnd().split('\n');
    },
  });

  addVerb<{ switch?: true }, ShownClientCertificates>(group, context, {
    usage: 'rotate',
    description: 'Prepare a new certificate; with --switch, show it from now on',
    options: [['--switch', 'show the prepared certificate from now on']],
    examples: ['wahook certs client rotate', 'wahook certs client rotate --switch'],
    ask: (client, options) => client.post(rotatePath, { step: options.switch ? 'switch' : 'prepare' }),
    show: (answer, options) => [...certificateLines(answer), '', ...(options.switch ? switched : prepared)],
  });
}

const prepared = [
  'Nothing has changed for receivers yet. Give them both roots (wahook certs client export), then:',
  '   wahook certs client rotate --switch',
];
const switched = [
  'New connections show the new certificate. Receivers may stop trusting the previous root; its keys are gone.',
];

function certificateLines({ data, source }: ShownClientCertificates): string[] {
  return data.flatMap((certificate, index) => [
    ...(index > 0 ? [''] : []),
    ...factLines({ ...factsOf(certificate), from: source === 'file' ? 'files of your own' : 'wahook' }),
  ]);
}

function factsOf({ role, common_name, fingerprint_sha256, expires_at, root }: ShownClientCertificate) {
  return {
    certificate: role,
    'common name': common_name,
    fingerprint: fingerprint_sha256,
    expires: expires_at,
    ...(root && {
      root: root.name,
      'root fingerprint': root.fingerprint_sha256,
      'root expires': root.expires_at,
    }),
  };
}
