// The one table of settings. Parsing, --help, `wahook config` and the test of docs/config.md all derive from it.
// Precedence: default < wahook.config.json < environment < flag. The result is one frozen object.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type RetryProfileName, retryProfiles } from './delivery/retry.ts';
import { type LogLevel, logLevels } from './observe/log.ts';
import {
  adminKey,
  boolean,
  integer,
  list,
  oneOf,
  type Parse,
  portList,
  publicUrl,
  text,
  throttleStatus,
} from './setting-parsers.ts';

export type Mode = 'dev' | 'start';

export interface Config {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  readonly tlsPort: number | null;
  readonly data: string;
  readonly masterKeyFile: string | null;
  readonly adminKey: string | null;
  readonly logLevel: LogLevel;
  readonly rules: 'current' | 'original';
  readonly developmentApps: 'test' | 'own';
  readonly retryProfile: RetryProfileName;
  readonly attemptDeadlineMs: number;
  readonly handshakesPerMinute: number;
  readonly publicUrl: string | null;
  readonly graphCallsPerHour: number;
  readonly graphCallsPerHourActive: number;
  readonly appCallsPerHour: number;
  readonly secretGuessesPerHour: number;
  readonly limitWindowMs: number;
  readonly limitSlotMs: number;
  readonly limitTimeBudgetMs: number;
  readonly throttleStatus: 400 | 429;
  readonly deliveryWindow: number;
  readonly deliveryCreditEvents: number;
  readonly deliveryCreditBytes: number;
  readonly acceptAny2xx: boolean;
  readonly wireEscapes: 'meta' | 'plain';
  readonly extraFields: readonly string[];
  readonly egressAllow: readonly string[];
  readonly egressPorts: readonly number[];
  readonly egressCaFile: string | null;
  readonly waitingRequestsMax: number;
  readonly waitingBytesMax: number;
  readonly shutdownDeadlineMs: number;
}

type ConfigKey = Exclude<keyof Config, 'mode'>;

export interface Setting {
  key: ConfigKey;
  /** The name in wahook.config.json; flag and environment name derive from it. */
  name: string;
  parse: Parse;
  default: { dev: unknown; start: unknown };
  help: string;
  secret?: true;
  /** What stands for the value in the help, where the default does not tell. */
  placeholder?: string;
}

export const settings: readonly Setting[] = [
  setting('host', text, '127.0.0.1', 'Address to listen on. Loopback unless you say otherwise.'),
  setting('port', integer(0, 65_535), 4000, 'Port to listen on; 0 picks a free one.'),
  setting(
    'tlsPort',
    integer(0, 65_535),
    null,
    'Second port of `dev`, with TLS, for clients that hard-code graph.facebook.com (docs/tls.md); 0 picks a free one. `start` refuses it: put a proxy that speaks TLS in front.',
    { placeholder: 'number' },
  ),
  setting(
    'data',
    text,
    { dev: '.wahook/dev', start: '.wahook/data' },
    'Directory of the embedded store. Created with mode 0700.',
  ),
  setting(
    'masterKeyFile',
    text,
    null,
    'File of the key that seals secrets at rest. `start` needs one outside the data directory and creates it when missing; `dev` keeps its own inside.',
  ),
  setting(
    'adminKey',
    adminKey,
    null,
    'Key for /api/v1, at least 24 characters. Without it `start` makes one, writes it once to admin.key in the data directory and keeps only its hash.',
    { secret: true },
  ),
  setting('logLevel', oneOf(logLevels), 'info', `Least level to log: ${logLevels.join(', ')}.`),
  setting(
    'rules',
    oneOf(['current', 'original']),
    'current',
    'Contract: current, or original (the first documentation to the letter: whatsapp_business_management alone suffices, "success" is a string).',
  ),
  setting(
    'developmentApps',
    oneOf(['test', 'own']),
    'test',
    'What apps in development receive: test events only, or own (also what happens to accounts of their own business).',
  ),
  setting(
    'retryProfile',
    oneOf(Object.keys(retryProfiles)),
    'meta',
    'Retry timetable: meta (7 days), graph (36 hours) or test (one minute).',
  ),
  setting(
    'attemptDeadlineMs',
    integer(100, 60_000),
    10_000,
    'Longest time for one attempt or handshake, from look-up to the end of the answer. Milliseconds.',
  ),
  setting(
    'handshakesPerMinute',
    integer(1, 10_000),
    10,
    'Callback verifications that one app may cause in a minute.',
  ),
  setting(
    'publicUrl',
    publicUrl,
    null,
    'Where others reach this server, e.g. https://hooks.example.com: links begin with it, and no callback may lead back to it. Without it, the address it listens on.',
    { placeholder: 'url' },
  ),
  setting(
    'graphCallsPerHour',
    integer(1, 1_000_000),
    200,
    'Graph calls that an app may make on a WABA without a registered number in `limit_window_ms`. Refused calls count too.',
  ),
  setting(
    'graphCallsPerHourActive',
    integer(1, 1_000_000),
    5000,
    'The same for a WABA with a registered phone number.',
  ),
  setting('appCallsPerHour', integer(1, 1_000_000), 5000, 'Graph calls with an app access token, per app.'),
  setting(
    'secretGuessesPerHour',
    integer(1, 1_000_000),
    100,
    'Wrong app secrets per app; beyond it they are answered with error 4. The right secret always passes.',
  ),
  setting(
    'limitWindowMs',
    integer(1000, 3_600_000),
    3_600_000,
    'The rolling window of the four limits above. Milliseconds.',
  ),
  setting(
    'limitSlotMs',
    integer(100, 60_000),
    10_000,
    'Calls are counted in slots of this length, so a limit frees at most this late. Milliseconds.',
  ),
  setting(
    'limitTimeBudgetMs',
    integer(1000, 3_600_000),
    600_000,
    'What total_cputime and total_time in the usage headers are percentages of. Milliseconds.',
  ),
  setting(
    'throttleStatus',
    throttleStatus,
    400,
    'HTTP status of Graph calls over a limit: 400 or 429. Meta has been seen with both.',
  ),
  setting('deliveryWindow', integer(1, 1000), 32, 'Requests in flight per endpoint.'),
  setting(
    'deliveryCreditEvents',
    integer(1, 100_000),
    1024,
    'Events of one endpoint held in memory; the rest waits on disk.',
  ),
  setting(
    'deliveryCreditBytes',
    integer(65_536, 2 ** 30),
    16 * 2 ** 20,
    'Bytes of one endpoint held in memory; the rest waits on disk.',
  ),
  setting('acceptAny2xx', boolean, false, 'Count any 2xx answer as delivered. Meta counts 200 alone.'),
  setting(
    'wireEscapes',
    oneOf(['meta', 'plain']),
    'meta',
    'Escapes in bodies that wahook makes: meta (pure ASCII, as in real traffic) or plain (UTF-8).',
  ),
  setting('extraFields', list, [], 'Field names to accept beside the catalogue, separated by commas.'),
  setting(
    'egressAllow',
    list,
    [],
    'Networks (CIDR) that callbacks may also be in, separated by commas. Metadata addresses stay shut unless named one by one.',
  ),
  setting(
    'egressPorts',
    portList,
    [443, 8443],
    'Ports that callbacks may use in `start`, separated by commas.',
  ),
  setting(
    'egressCaFile',
    text,
    null,
    'PEM file of certificate authorities to trust for callbacks beside the usual ones.',
  ),
  setting(
    'waitingRequestsMax',
    integer(1, 100_000),
    5000,
    'Requests that may wait for the disk; beyond it publishing answers 503.',
  ),
  setting(
    'waitingBytesMax',
    integer(2 ** 22, 2 ** 31),
    64 * 2 ** 20,
    'Bytes that may wait for the disk; beyond it publishing answers 503.',
  ),
  setting(
    'shutdownDeadlineMs',
    integer(0, 600_000),
    15_000,
    'Time that attempts in flight get to end when the process is told to stop. Milliseconds.',
  ),
];

function setting(
  key: ConfigKey,
  parse: Parse,
  fallback: unknown,
  help: string,
  more: Pick<Setting, 'secret' | 'placeholder'> = {},
): Setting {
  const perMode = isPerMode(fallback) ? fallback : { dev: fallback, start: fallback };
  return {
    key,
    name: key.replaceAll(/(?<=[a-z])(?=[A-Z0-9])/g, '_').toLowerCase(),
    parse,
    default: perMode,
    help,
    ...more,
  };
}

function isPerMode(value: unknown): value is { dev: unknown; start: unknown } {
  return typeof value === 'object' && value !== null && 'dev' in value && 'start' in value;
}

export function environmentName({ name }: Setting): string {
  return `WAHOOK_${name.toUpperCase()}`;
}

export function flagName({ name }: Setting): string {
  return `--${name.replaceAll('_', '-')}`;
}

export type Source = 'default' | 'file' | 'environment' | 'flag';
export type Sources = Readonly<Record<ConfigKey, Source>>;

export interface ConfigInput {
  mode: Mode;
  /** By key, as typed. */
  flags: Readonly<Partial<Record<ConfigKey, string>>>;
  environment: Readonly<Record<string, string | undefined>>;
  /** Where wahook.config.json is looked for, and what relative paths are relative to. */
  directory: string;
}

export type ConfigResult =
  | { ok: true; config: Config; sources: Sources }
  /** Every problem at once, each naming the setting to change. */
  | { ok: false; problems: string[] };

export const configFileName = 'wahook.config.json';

export function readConfig(input: ConfigInput): ConfigResult {
  const problems: string[] = [];
  const file = readConfigFile(path.join(input.directory, configFileName), problems);
  const values: Record<string, unknown> = { mode: input.mode };
  const sources: Record<string, Source> = {};

  for (const each of settings) {
    const [source, given] = pick(each, input, file);
    sources[each.key] = source;
    values[each.key] = each.default[input.mode];
    if (given === undefined) continue;
    const parsed = each.parse(given);
    if (parsed.ok) values[each.key] = parsed.value;
    else
      problems.push(
        `${placeName(each, source)} must be ${parsed.wants}, not ${JSON.stringify(each.secret ? '…' : given)}`,
      );
  }
  for (const key of ['data', 'masterKeyFile', 'egressCaFile']) {
    const value = values[key];
    if (typeof value === 'string') values[key] = path.resolve(input.directory, value);
  }
  if (problems.length > 0) return { ok: false, problems };
  // The table above names every key of Config once, with a parser for its type; a test compares the two.
  return { ok: true, config: Object.freeze(values) as unknown as Config, sources: sources as Sources };
}

function pick(each: Setting, input: ConfigInput, file: Map<string, string>): [Source, string | undefined] {
  const flag = input.flags[each.key];
  if (flag !== undefined) return ['flag', flag];
  const environment = input.environment[environmentName(each)];
  if (environment !== undefined) return ['environment', environment];
  const inFile = file.get(each.name);
  return inFile === undefined ? ['default', undefined] : ['file', inFile];
}

function placeName(each: Setting, source: Source): string {
  if (source === 'flag') return flagName(each);
  return source === 'environment' ? environmentName(each) : `"${each.name}" in ${configFileName}`;
}

function readConfigFile(file: string, problems: string[]): Map<string, string> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    // No file is the usual case; one that cannot be read must not be passed over.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      problems.push(`${configFileName} cannot be read: ${(error as Error).message}`);
    return new Map();
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch (error) {
    problems.push(`${configFileName} is not JSON: ${(error as Error).message}`);
    return new Map();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    problems.push(`${configFileName} must hold one JSON object`);
    return new Map();
  }
  const known = new Set(settings.map((each) => each.name));
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(parsed)) {
    if (!known.has(name))
      problems.push(`"${name}" in ${configFileName} is not a setting; \`wahook config\` lists them`);
    else values.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  return values;
}
