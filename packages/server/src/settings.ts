// The one table of settings. Parsing, --help, `wahook config` and the test of docs/config.md all derive from it.
import { schemaChecks } from './accept/schema/schema-check.ts';
import { retryProfiles } from './delivery/retry/retry.ts';
import { logLevels } from './observe/log.ts';
import { type Setting, setting } from './setting.ts';
import {
  adminKey,
  boolean,
  commonName,
  integer,
  list,
  nat64Prefixes,
  oneOf,
  portList,
  proxyUrl,
  publicUrl,
  text,
  throttleStatus,
} from './setting-parsers.ts';

export type { Setting } from './setting.ts';

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
  setting(
    'deliveryWindow',
    integer(1, 1000),
    32,
    'Requests in flight per endpoint at most. How many there are follows from how fast it answers.',
  ),
  setting(
    'deliveryRateMax',
    integer(0, 100_000),
    0,
    'Requests per second and endpoint at most; 0 sets no limit.',
  ),
  setting(
    'breakerFailures',
    integer(1, 100_000),
    10,
    'Failures in a row after which an endpoint may get probes only.',
  ),
  setting(
    'breakerAfterMs',
    integer(0, 86_400_000),
    30_000,
    'How long these failures must have lasted for it. Milliseconds.',
  ),
  setting(
    'breakerPauseMs',
    integer(100, 3_600_000),
    10_000,
    'Pause before the first probe; it doubles with each that fails. Milliseconds.',
  ),
  setting(
    'breakerPauseMaxMs',
    integer(100, 86_400_000),
    300_000,
    'Longest pause between probes. Milliseconds.',
  ),
  setting(
    'retryToAllApps',
    boolean,
    false,
    "Send each retry to all apps that are subscribed to the account and field, as Meta's page describes, to test how they take duplicates. Only the app that failed is retried on.",
  ),
  setting(
    'allowFaults',
    boolean,
    { dev: true, start: false },
    'Whether faults can be switched on for an app (docs/faults.md). Off, those that are set are passed over.',
  ),
  setting(
    'deactivateAfterHours',
    integer(0, 8_760),
    0,
    'An endpoint that has done nothing but fail for so long gets nothing more until its callback is set again or `wahook endpoints activate` says so. 0: never.',
  ),
  setting(
    'recoveryPerSecond',
    integer(1, 100_000),
    100,
    'Retries per second that are brought forward when a failing endpoint answers again.',
  ),
  setting(
    'replayPerSecond',
    integer(1, 1000),
    50,
    'Notifications per second of a replay that names no rate of its own. The rate limit of its endpoint holds too.',
  ),
  setting(
    'deliveryCreditEvents',
    integer(1, 100_000),
    8192,
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
    'schemaCheck',
    oneOf(schemaChecks),
    'warn',
    'Published values that do not fit the schema of their field: warn names them in the answer, strict refuses the body like `?strict=true`, off does not look. A request that says `strict` decides for itself.',
  ),
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
    'egressProxy',
    proxyUrl,
    null,
    'HTTP proxy that all callbacks go through (CONNECT), e.g. http://user:password@proxy.example:3128. Proxies in the environment are ignored.',
    { secret: true, placeholder: 'url' },
  ),
  setting(
    'egressProxyMode',
    oneOf(['connect-ip', 'connect-name']),
    'connect-ip',
    'Who resolves names behind the proxy: connect-ip (wahook, which judges the addresses and names one to the proxy) or connect-name (the proxy; it is then the only guard against callbacks that lead inside).',
  ),
  setting(
    'egressNat64',
    nat64Prefixes,
    [],
    'NAT64 prefixes of this network, separated by commas: addresses in them are judged by the IPv4 address they carry. 64:ff9b::/96 is known.',
  ),
  setting(
    'clientCertificateName',
    commonName,
    'client.webhooks.wahook.local',
    'Common name of the client certificate that wahook makes for callbacks (docs/mtls.md). Receivers written for Meta expect client.webhooks.fbclientcerts.com.',
    { placeholder: 'name' },
  ),
  setting(
    'clientCertificateFile',
    text,
    null,
    "PEM file of a client certificate of your own, with its intermediates, instead of wahook's. Read again within a minute when replaced.",
  ),
  setting('clientKeyFile', text, null, 'PEM file of its key, without a passphrase.'),
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
  setting(
    'simulator',
    boolean,
    { dev: true, start: false },
    'Make simulated events happen for whoever has a key with the scope publish (docs/simulator.md). They are marked, and reach receivers like real ones.',
  ),
  setting(
    'scenarioDirectory',
    text,
    null,
    'Folder of scenarios of your own, beside those that come along (docs/simulator.md). Read anew each time.',
    { placeholder: 'directory' },
  ),
  setting(
    'retentionDays',
    integer(0, 36_500),
    7,
    'Events older than this are removed with their deliveries, unless they are still owed to somebody. 0 keeps them for good.',
  ),
  setting(
    'deadRetentionDays',
    integer(0, 36_500),
    30,
    'How long a dead letter keeps its events, counted from its death. 0 keeps them for good.',
  ),
  setting(
    'auditRetentionDays',
    integer(0, 36_500),
    365,
    'Lines of the audit log older than this are removed. 0 keeps them for good.',
  ),
  setting(
    'retentionBytes',
    integer(0, 2 ** 50 - 1),
    0,
    'Beyond this size of the data the oldest events go before their age; never what is owed, nor dead letters. 0: no bound.',
  ),
  setting(
    'stripBodies',
    boolean,
    false,
    'Remove the body of an event once everybody it was owed to has received it. It can then not be shown, nor replayed to apps that subscribe later.',
  ),
  setting(
    'dedupeWindowHours',
    integer(0, 168),
    24,
    'A change that comes from upstream again within this time is not stored again. 0 switches that off.',
  ),
  setting(
    'diskLowBytes',
    integer(0, 2 ** 50 - 1),
    { dev: 0, start: 256 * 2 ** 20 },
    'With less room on the disk, new events get 503 while what was accepted is still delivered. 0: only when it is full.',
  ),
  setting(
    'ballastBytes',
    integer(0, 2 ** 40),
    { dev: 0, start: 64 * 2 ** 20 },
    'Size of a file in the data directory that is given up when the disk is full, so that there is room to settle and to prune. 0: none.',
  ),
  setting(
    'backupDirectory',
    text,
    null,
    'Where `wahook backup` writes; it refuses without. Best on another disk than the data.',
    { placeholder: 'directory' },
  ),
];

export function environmentName({ name }: Setting): string {
  return `WAHOOK_${name.toUpperCase()}`;
}

export function flagName({ name }: Setting): string {
  return `--${name.replaceAll('_', '-')}`;
}
