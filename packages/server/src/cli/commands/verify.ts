// `wahook verify`: one saved body and its signature header. Says whether they fit, and if not, which of the usual
// mistakes makes them fit. Sends nothing and reads nothing but the file.
import type { Command } from 'commander';
import { type Cure, cureText } from '../../doctor/cures.ts';
import { type Diagnosis, diagnoseSignature } from '../../doctor/signature-diagnosis.ts';
import type { MistakeKind } from '../../doctor/signature-mistakes.ts';
import { CliError, exitCodes, usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';
import { readBody } from './body-file.ts';

interface VerifyOptions {
  secret?: string[];
  header?: string;
  json?: true;
}

export function addVerify(program: Command, context: CliContext): void {
  program
    .command('verify')
    .description('Check a saved body against its signature, and find the mistake if they do not fit')
    .argument('<file>', 'the raw body as it came, or - for standard input')
    .option('--secret <text>', 'app secret; repeatable, to try several [WAHOOK_APP_SECRET]', collect)
    .option('--header <text>', 'the value of X-Hub-Signature-256')
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ wahook verify body.json --secret "$APP_SECRET" --header 'sha256=5f1c…'
  $ pbpaste | wahook verify - --secret "$OLD" --secret "$NEW" --header "$HEADER" --json

The exit code is 0 when the signature fits the body, else 1. Nothing is sent anywhere.`,
    )
    .action((file: string, options: VerifyOptions) => verify(file, options, context));
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

async function verify(file: string, options: VerifyOptions, context: CliContext): Promise<void> {
  const secrets = options.secret ?? [context.environment.WAHOOK_APP_SECRET ?? ''];
  if (secrets.some((secret) => secret.trim() === '')) {
    throw usageError(
      'Give the app secret with --secret (App settings > Basic > App secret); an empty one signs for anybody.',
    );
  }
  if (options.header === undefined)
    throw usageError("Give the value of the X-Hub-Signature-256 header with --header 'sha256=…'.");
  const body = await readBody(file, context);
  const diagnosis = diagnoseSignature({ body, header: options.header, secrets });
  if (options.json) context.output.json(asValues(diagnosis));
  else for (const line of asLines(diagnosis, { bytes: body.length, secrets })) context.output.line(line);
  if (!diagnosis.fits) throw new CliError([], { exitCode: exitCodes.failed });
}

const cures: Record<MistakeKind, Cure> = {
  reserialised: 'raw_body',
  changed_bytes: 'saved_bytes',
  lost_body: 'raw_body',
  key: 'secret',
  digest: 'digest',
  header_form: 'digest',
};

/** '' where nothing is known to be mended. */
function cureFor(diagnosis: Diagnosis): string {
  if (diagnosis.fits) return '';
  const { mistake, headerFaults } = diagnosis;
  if (mistake) return cureText(cures[mistake.kind], null);
  return headerFaults.length > 0 ? cureText('digest', null) : '';
}

function asValues(diagnosis: Diagnosis): object {
  if (diagnosis.fits) return { fits: true, secret: diagnosis.secret + 1 };
  return {
    fits: false,
    diagnosis: diagnosis.findings.join(' '),
    mistake: diagnosis.mistake?.id ?? null,
    header_faults: diagnosis.headerFaults,
    difference: diagnosis.difference,
    cure: cureFor(diagnosis),
  };
}

function asLines(diagnosis: Diagnosis, { bytes, secrets }: { bytes: number; secrets: readonly string[] }) {
  if (diagnosis.fits) {
    const which = secrets.length > 1 ? `secret ${diagnosis.secret + 1} of ${secrets.length}` : 'the secret';
    return [`The signature fits: ${bytes} bytes, ${which}.`];
  }
  const { findings, difference } = diagnosis;
  const cure = cureFor(diagnosis);
  return [
    `The signature does not fit these ${bytes} bytes.`,
    ...findings.map((finding) => `  ${finding}`),
    ...(difference
      ? [`  body    ${printable(difference.body)}`, `  hashed  ${printable(difference.hashed)}`]
      : []),
    ...(cure === '' ? [] : [`  mend    ${cure}`]),
  ];
}
