// `wahook trigger`: makes a notification of any field and variant happen, and says what came of it.
import type { Command } from 'commander';
import { demo } from '../../demo.ts';
import { CliError, exitCodes, usageError } from '../cli-error.ts';
import type { Accepted, ShownSample } from '../client/api-shapes.ts';
import { deliveryText } from '../client/delivery-text.ts';
import { addEditOptions, type EditOptions, editMembers } from '../client/edit-options.ts';
import { type Followed, follow } from '../client/follow.ts';
import { followRun } from '../client/follow-run.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { ShownBurst } from '../client/simulator-shapes.ts';
import { given, pathOf } from '../client/verb.ts';
import { warningLines } from '../client/warning-text.ts';
import type { CliContext } from '../context.ts';
import { burstLines, burstProgress, burstTable } from './burst-text.ts';

interface TriggerOptions extends ServerOptions, EditOptions {
  waba: string;
  phoneNumber?: string;
  count?: string;
  rate?: string;
  customers?: string;
  seed?: string;
  exact?: true;
  strict?: boolean;
  list?: true | string;
  runs?: true;
  stop?: string;
  wait: boolean;
  json?: true;
}

const followMs = 5_000;
const progressEveryMs = 1_000;

export function addTrigger(program: Command, context: CliContext): void {
  const command = program
    .command('trigger')
    .description('Send a notification of any field and variant')
    .argument('[sample]', 'field, or field.variant; a field alone means its plainest variant');
  addEditOptions(command)
    .option('--waba <id>', 'the WhatsApp Business Account it happens to', demo.waba.graphId)
    .option('--phone-number <id>', 'the phone number it happens to (default: the first of the account)')
    .option('--count <n>', 'make it happen so many times, each an event of its own')
    .option(
      '--rate <n>',
      'with --count: so many per second, as 50, 50/s, 30/m or 100/h (default: as fast as it goes)',
    )
    .option('--customers <n>', 'with --count: to so many customers (default: 100 at most)')
    .option('--seed <text>', 'draw the same ids and customers as another time with the same seed')
    .option('--exact', "keep the sample's own ids and times, the same every time")
    .option('--strict', 'refuse what does not fit the schema of its field, instead of a warning')
    .option('--no-strict', 'only warn, also where the setting schema_check is strict')
    .option('--list [filter]', 'list all fields and variants; with a filter, the ids that contain it')
    .option('--runs', 'list the runs that --count has started')
    .option('--stop <run>', 'stop a run')
    .option('--no-wait', 'do not wait for the deliveries, nor for the end of a run')
    .option('--json', 'print one line of JSON');
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook trigger messages.text --set text.body='héllo a@b.c /'
  $ wahook trigger messages.image_caption --set messages[0].timestamp:=1 --unset image.caption
  $ wahook trigger messages.text --count 1000 --rate 50/s --seed friday
  $ wahook trigger account_update.account_restriction
  $ wahook trigger messages.text --unset text.body --strict
  $ wahook trigger --list status_

Each time it is a new event: its message ids are drawn and its times are now, or a receiver that drops
duplicates would drop the second one.
The exit code is 0 when the event was accepted, whatever the app answered.`,
    )
    .action(async (sample: string | undefined, options: TriggerOptions) => {
      if (options.list !== undefined) return listSamples(options, context);
      if (options.runs) return listRuns(options, context);
      if (options.stop !== undefined) return stopRun(options.stop, options, context);
      if (sample === undefined)
        throw usageError('Name a field or field.variant; `wahook trigger --list` lists them.');
      return options.count === undefined
        ? trigger(sample, options, context)
        : burst(sample, options, context);
    });
}

function bodyOf(sample: string, options: TriggerOptions): Record<string, unknown> {
  const { waba, phoneNumber, seed, exact, strict } = options;
  return {
    sample,
    waba_id: waba,
    ...editMembers(options),
    ...given({ phone_number_id: phoneNumber, seed, exact, strict }),
  };
}

async function trigger(sample: string, options: TriggerOptions, context: CliContext): Promise<void> {
  if (options.rate !== undefined || options.customers !== undefined)
    throw usageError('--rate and --customers need a --count.');
  const { output, clock, stop } = context;
  const body = bodyOf(sample, options);
  await withServer(options, context, async (client) => {
    const accepted = await client.post<Accepted>('/api/v1/simulator', body);
    const followed = options.wait ? await follow(client, accepted, { withinMs: followMs, stop }) : null;
    if (options.json) {
      output.json({ ...accepted, ...(followed && { deliveries: followed.deliveries }) });
      return;
    }
    output.line(acceptedText(accepted));
    for (const line of warningLines(accepted)) output.error(line);
    if (!followed) return;
    for (const line of followedText(followed, accepted, clock.now())) output.line(line);
    if (followed.isSettled && followed.deliveries.length === 0)
      output.line(`Every condition, app by app: ${whyCommand(sample, options)}`);
  });
}

async function burst(sample: string, options: TriggerOptions, context: CliContext): Promise<void> {
  const { output, clock } = context;
  const body = {
    ...bodyOf(sample, options),
    ...burstMembers(options),
  };
  const show = (run: ShownBurst) => {
    if (options.json) {
      output.json(run);
      return;
    }
    for (const line of burstLines(run, clock.now())) output.line(line);
    for (const line of warningLines(run)) output.error(line);
  };
  await withServer(options, context, async (client) => {
    const started = await client.post<ShownBurst>('/api/v1/simulator', body);
    if (!options.wait) {
      show(started);
      return;
    }
    let toldAt = 0;
    const onLook = (run: ShownBurst) => {
      if (run.state !== 'running' || clock.now() - toldAt < progressEveryMs) return;
      toldAt = clock.now();
      output.error(burstProgress(run));
    };
    const following = { place: ['simulator', 'runs'], onLook, onCutShort: show };
    show(await followRun(client, started, following, { options, context }));
  });
}

async function listRuns(options: TriggerOptions, context: CliContext): Promise<void> {
  await withServer(options, context, async (client) => {
    const answer = await client.get<{ data: ShownBurst[] }>(pathOf('simulator', 'runs'));
    if (options.json) context.output.json(answer);
    else for (const line of burstTable(answer.data)) context.output.line(line);
  });
}

async function stopRun(id: string, options: TriggerOptions, context: CliContext): Promise<void> {
  await withServer(options, context, async (client) => {
    const run = await client.post<ShownBurst>(pathOf('simulator', 'runs', id, 'stop'), {});
    if (options.json) context.output.json(run);
    else for (const line of burstLines(run, context.clock.now())) context.output.line(line);
  });
}

/** Says all that is wrong with them at once. */
function burstMembers({ count, customers, rate }: TriggerOptions): Record<string, unknown> {
  const problems: string[] = [];
  const wholeNumber = (option: string, text: string) => {
    if (!/^\d{1,9}$/.test(text))
      problems.push(`${option} must be a whole number, not ${JSON.stringify(text)}.`);
    return Number(text);
  };
  const members = given({
    count: count === undefined ? undefined : wholeNumber('--count', count),
    customers: customers === undefined ? undefined : wholeNumber('--customers', customers),
    rate_per_second: rate === undefined ? undefined : readRate(rate, problems),
  });
  if (problems.length > 0) throw new CliError(problems, { exitCode: exitCodes.usage });
  return members;
}

/** Per second: `50`, `50/s`, `30/m`, `100/h`. */
function readRate(text: string, problems: string[]): number {
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,9})?)(?:\/([smh]))?$/.exec(text) ?? [];
  if (number === undefined)
    problems.push(`--rate must be like 50, 50/s, 30/m or 100/h, not ${JSON.stringify(text)}.`);
  return Number(number) / (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
}

function acceptedText({ first_seq, last_seq }: Accepted): string {
  return first_seq === last_seq
    ? `Accepted as event ${first_seq}.`
    : `Accepted as events ${first_seq} to ${last_seq}.`;
}

/** The sample begins with its field; samples of whole envelopes have none to ask about. */
function whyCommand(sample: string, { waba }: TriggerOptions): string {
  const field = sample.startsWith('_') ? 'FIELD' : (sample.split('.', 1)[0] ?? '');
  return `wahook why --waba ${waba} --field ${field}`;
}

function followedText({ deliveries, isSettled }: Followed, { first_seq }: Accepted, now: number): string[] {
  const lines = deliveries.flatMap((delivery) => deliveryText(delivery, now));
  if (!isSettled) lines.push(`Not all attempts have ended yet. Look again with: wahook events ${first_seq}`);
  if (lines.length > 0) return lines;
  return [
    'Nobody gets it: no app is subscribed to this account with this field. The event is stored all the same.',
    'Subscribe an app with POST /{waba-id}/subscribed_apps, and its fields with POST /{app-id}/subscriptions.',
  ];
}

async function listSamples(options: TriggerOptions, context: CliContext): Promise<void> {
  await withServer(options, context, async (client) => {
    const { data } = await client.get<{ data: ShownSample[] }>('/api/v1/samples');
    const filter = typeof options.list === 'string' ? options.list : null;
    const found = data.filter(({ id }) => filter === null || id.includes(filter));
    if (options.json) context.output.json({ data: found });
    // With a filter just the ids, one a line: for people who look for one, and for a shell that completes it.
    else
      for (const line of filter === null ? groupedSamples(found) : found.map(({ id }) => id))
        context.output.line(line);
  });
}

/** A field, then its variants, each as it is typed. */
function groupedSamples(samples: readonly ShownSample[]): string[] {
  const byField = new Map<string, string[]>();
  for (const { field, id } of samples) byField.set(field, [...(byField.get(field) ?? []), `  ${id}`]);
  return [...byField].flatMap(([field, ids]) => [field, ...ids]);
}
