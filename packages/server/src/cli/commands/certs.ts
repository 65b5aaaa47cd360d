// `wahook certs`: the local certificate authority of the TLS port: makes it when missing, says where it is and how
// clients are told of it, removes it again. Works beside a running server; it touches files only.
import { Argument, type Command } from 'commander';
import { ensureLocalCertificates, removeLocalCertificates } from '../../certificates/local-ca.ts';
import type { CliContext } from '../context.ts';
import { configFrom, flagValues } from '../startup/setting-flags.ts';
import { certificateProblem } from '../startup/tls-problem.ts';
import { printable } from '../terminal/printable.ts';
import { addCertsClient } from './certs-client.ts';
import { certsLines, certsValues, exampleTlsPort } from './certs-text.ts';

interface CertsOptions {
  data?: string;
  json?: true;
}

export function addCerts(program: Command, context: CliContext): void {
  const certs = program
    .command('certs')
    .description('Show the certificate authority of the TLS port and how clients are told to trust it')
    .addArgument(new Argument('[action]', 'remove: delete the authority and its keys').choices(['remove']))
    .option('--data <directory>', 'the data directory of `wahook dev` [WAHOOK_DATA]')
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Makes the authority when there is none yet. Nothing is ever put into the trust store of the system.

Examples:
  $ wahook certs
  $ export NODE_EXTRA_CA_CERTS=$(wahook certs --json | jq -r .ca_file)
  $ wahook certs remove`,
    )
    .action(async (action: 'remove' | undefined, options: CertsOptions) => {
      const { config } = configFrom(flagValues({ ...options }), { mode: 'dev', context });
      const run = action === 'remove' ? removeCerts : showCerts;
      await run({ dataDirectory: config.data, tlsPort: config.tlsPort, options, context }).catch((error) => {
        throw certificateProblem(error) ?? error;
      });
    });
  addCertsClient(certs, context);
}

interface CertsInput {
  dataDirectory: string;
  tlsPort: number | null;
  options: CertsOptions;
  context: CliContext;
}

async function showCerts({ dataDirectory, tlsPort, options, context }: CertsInput): Promise<void> {
  const { output, clock } = context;
  const { authority } = await ensureLocalCertificates({ dataDirectory, now: clock.now() });
  const place = { authority, tlsPort: tlsPort || exampleTlsPort };
  if (options.json) output.json(certsValues(place));
  else for (const line of certsLines(place)) output.line(line);
}

async function removeCerts({ dataDirectory, options, context }: CertsInput): Promise<void> {
  const { output } = context;
  const isRemoved = await removeLocalCertificates(dataDirectory);
  if (options.json) output.json({ removed: isRemoved });
  else if (!isRemoved) output.line(`There is no certificate authority in ${printable(dataDirectory)}.`);
  else {
    output.line(`Removed the certificate authority of ${printable(dataDirectory)} and its keys.`);
    output.line(
      'Undo what pointed clients at it: NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, a line in the hosts file.',
    );
  }
}
