// `wahook doctor`: the battery of checks against one endpoint, as a client of its own; no server is needed.
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { assertSecret } from '@wahook/receiver/protocol/signature';
import type { Command } from 'commander';
import { OwnCertificateError, readOwnCertificate } from '../../certificates/own-certificate.ts';
import { isNetwork } from '../../delivery/outgoing/egress-policy.ts';
import { battery, chooseChecks } from '../../doctor/battery.ts';
import type { Check } from '../../doctor/check.ts';
import type { Examination } from '../../doctor/examine.ts';
import { junitXml } from '../../doctor/junit.ts';
import { ObservationError } from '../../doctor/observation.ts';
import { type Report, Unreachable } from '../../doctor/run.ts';
import { reportValues } from '../../doctor/verdict.ts';
import { CliError, exitCodes, usageError } from '../cli-error.ts';
import { words } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';
import { progressLine, scorecardLines } from './doctor-text.ts';

interface DoctorOptions {
  secret?: string;
  verifyToken?: string;
  only?: string;
  skip?: string;
  observe?: string;
  observeLog?: string;
  observeWait: string;
  cert?: string;
  key?: string;
  egressCaFile?: string;
  egressAllow?: string;
  timeout: string;
  timeLimit: string;
  list?: true;
  junit?: string;
  json?: true;
}

export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('Examine a callback URL: does the app behind it get everything right?')
    .argument('[url]', 'the callback URL, such as http://localhost:3000/webhook')
    .option('--secret <text>', 'app secret the endpoint checks signatures with [WAHOOK_APP_SECRET]')
    .option('--verify-token <text>', 'verify token of its handshake [WAHOOK_VERIFY_TOKEN]')
    .option('--only <ids>', 'only these checks or groups, separated by commas')
    .option('--skip <ids>', 'all but these')
    .option('--observe <url>', 'a page of the app with the ids it has handled, to see what status codes hide')
    .option('--observe-log <file>', 'the same from a log file: a line with its id for each item handled')
    .option('--observe-wait <ms>', 'how long an item may take to appear there', '2000')
    .option('--cert <file>', 'client certificate to show, in PEM; also checks that others are refused')
    .option('--key <file>', 'its key')
    .option('--egress-ca-file <file>', 'an authority to trust besides the well-known ones')
    .option('--egress-allow <cidrs>', 'private networks that may be called')
    .option('--timeout <ms>', 'for one request', '10000')
    .option('--time-limit <ms>', 'for all of it', '180000')
    .option('--list', 'list the checks')
    .option('--junit <file>', 'write the report as JUnit XML')
    .option('--json', 'print the report as one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ wahook doctor http://localhost:3000/webhook --secret "$APP_SECRET" --verify-token "$VERIFY_TOKEN"
  $ wahook doctor "$URL" --observe-log app.log --junit doctor.xml
  $ wahook doctor "$URL" --only signature,batch-entries

Sends some two hundred notifications, made up ones too: examine a test instance, not the one with customers.
The exit code is 0 when no check failed, 1 when one did, when not all were run or none could be seen, and when the
endpoint cannot be reached. docs/doctor.md has a table of all checks.`,
    )
    .action((url: string | undefined, options: DoctorOptions) =>
      options.list ? listChecks(options, context) : doctor(url, options, context),
    );
}

function listChecks({ json }: DoctorOptions, { output }: CliContext): void {
  const facts = battery.map(({ id, group, sends, expects }) => ({ id, group, sends, expects }));
  if (json) output.json(facts);
  else for (const { id, sends } of facts) output.line(`${id.padEnd(listColumns)} ${sends}`);
}

const listColumns = 42;

async function doctor(url: string | undefined, options: DoctorOptions, context: CliContext): Promise<void> {
  const { output } = context;
  const examination = await examinationOf(url, options, context);
  const report = await examined({
    ...examination,
    stop: context.stop,
    onRow: (row) => {
      const line = options.json ? null : progressLine(row, output.paint);
      if (line !== null) output.error(line);
    },
  });
  if (options.junit !== undefined) await writeJunit(options.junit, report, examination.url, context);
  if (options.json) output.json(reportValues(report));
  else {
    const { paint } = output;
    for (const line of scorecardLines(report, { url: examination.url, paint })) output.line(line);
  }
  if (context.stop.aborted)
    throw new CliError('Stopped before all checks were run.', { exitCode: exitCodes.interrupted });
  if (report.failed > 0) throw new CliError([], { exitCode: exitCodes.failed });
  // A run that shows nothing must not look like a good one in CI.
  if (!report.complete || report.passed === 0)
    throw new CliError('No check failed, but not all were run or none could be seen, so this is no pass.');
}

async function examined(examination: Examination): Promise<Report> {
  // Loaded here, so that other commands start without the weight of HTTP and TLS.
  const { examine } = await import('../../doctor/examine.ts');
  try {
    return await examine(examination);
  } catch (error) {
    if (error instanceof Unreachable || error instanceof ObservationError)
      throw new CliError(error.message, { cause: error });
    throw error;
  }
}

async function examinationOf(
  url: string | undefined,
  options: DoctorOptions,
  context: CliContext,
): Promise<Examination> {
  const { environment, clock } = context;
  const { defaultAmounts } = await import('../../doctor/examine.ts');
  return {
    url: urlOf(url),
    secret: secretOf(options.secret ?? environment.WAHOOK_APP_SECRET),
    verifyToken: tokenOf(options.verifyToken ?? environment.WAHOOK_VERIFY_TOKEN),
    checks: checksOf(options),
    network: await networkOf(options, context),
    certificate: await certificateOf(options, context),
    observe: observeOf(options, context),
    timeoutMs: milliseconds('--timeout', options.timeout),
    timeLimitMs: milliseconds('--time-limit', options.timeLimit),
    observeWaitMs: milliseconds('--observe-wait', options.observeWait),
    amounts: defaultAmounts,
    runId: randomBytes(4).toString('hex').toUpperCase(),
    clock,
  };
}

function urlOf(text: string | undefined): string {
  if (text === undefined) throw usageError('Name the callback URL, such as http://localhost:3000/webhook.');
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    const given = JSON.stringify(printable(text, 200));
    throw usageError(`The callback URL must be like http://localhost:3000/webhook, not ${given}.`);
  }
  return text;
}

function secretOf(text: string | undefined): string {
  try {
    assertSecret(text);
    return text;
  } catch {
    throw usageError('Give the app secret of the endpoint with --secret, or in WAHOOK_APP_SECRET.');
  }
}

function tokenOf(text: string | undefined): string {
  if (text === undefined || text.trim() === '')
    throw usageError('Give the verify token of the endpoint with --verify-token, or in WAHOOK_VERIFY_TOKEN.');
  return text;
}

function checksOf({ only, skip }: DoctorOptions): Check[] {
  const { checks, unknown } = chooseChecks({ only: words(only) ?? [], skip: words(skip) ?? [] });
  if (unknown.length > 0) {
    throw usageError(
      `There is no check or group ${printable(unknown.join(', '), 200)}. \`wahook doctor --list\` names them all.`,
    );
  }
  if (checks.length === 0) throw usageError('--only and --skip leave no check to run.');
  return checks;
}

async function networkOf(
  { egressAllow, egressCaFile }: DoctorOptions,
  context: CliContext,
): Promise<Examination['network']> {
  return {
    policy: { mode: 'dev', allow: networksOf(egressAllow), ports: [443, 8443] },
    ...(egressCaFile !== undefined && { ca: [await fileOf('--egress-ca-file', egressCaFile, context)] }),
  };
}

function networksOf(text: string | undefined): string[] {
  const networks = words(text) ?? [];
  const wrong = networks.find((network) => !isNetwork(network));
  if (wrong !== undefined)
    throw usageError(
      `--egress-allow wants networks such as 10.0.0.0/8, not ${JSON.stringify(printable(wrong, 100))}.`,
    );
  return networks;
}

function observeOf(
  { observe, observeLog }: DoctorOptions,
  { directory }: CliContext,
): Examination['observe'] {
  if (observe !== undefined && observeLog !== undefined)
    throw usageError('Give either --observe or --observe-log, not both.');
  if (observeLog !== undefined) return { kind: 'log', file: path.resolve(directory, observeLog) };
  if (observe === undefined) return null;
  return { kind: 'url', url: urlOf(observe) };
}

async function certificateOf({ cert, key }: DoctorOptions, { directory }: CliContext) {
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw usageError('Give --cert and --key together.');
  try {
    return await readOwnCertificate({
      certificateFile: path.resolve(directory, cert),
      keyFile: path.resolve(directory, key),
    });
  } catch (error) {
    if (error instanceof OwnCertificateError) throw new CliError(error.message, { cause: error });
    throw error;
  }
}

async function fileOf(option: string, file: string, { directory }: CliContext): Promise<string> {
  try {
    return await readFile(path.resolve(directory, file), 'utf8');
  } catch (cause) {
    throw new CliError(`${option} ${file} cannot be read. Name a file in PEM.`, { cause });
  }
}

async function writeJunit(
  file: string,
  report: Report,
  url: string,
  { directory }: CliContext,
): Promise<void> {
  try {
    await writeFile(path.resolve(directory, file), junitXml(report, url));
  } catch (cause) {
    throw new CliError(`--junit ${file} cannot be written. Name a file in a directory that exists.`, {
      cause,
    });
  }
}

const longestMs = 3_600_000;

function milliseconds(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > longestMs)
    throw usageError(
      `${option} wants milliseconds from 1 to ${longestMs}, not ${JSON.stringify(printable(text, 50))}.`,
    );
  return value;
}
