// `wahook trigger`: makes a notification of any field and variant happen, and says what came of it.
import type { Command } from 'commander';
import { demo } from '../../demo.ts';
import { usageError } from '../cli-error.ts';
import type { Accepted, ShownSample } from '../client/api-shapes.ts';
import { deliveryText } from '../client/delivery-text.ts';
import { type Followed, follow } from '../client/follow.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { CliContext } from '../context.ts';

interface TriggerOptions extends ServerOptions {
  set?: string[];
  waba: string;
  phoneNumber?: string;
  list?: true;
  wait: boolean;
  json?: true;
}

const followMs = 5_000;

export function addTrigger(program: Command, context: CliContext): void {
  const command = program
    .command('trigger')
    .description('Send a notification of any field and variant')
    .argument('[sample]', 'field, or field.variant; a field alone means its plainest variant')
    .option('--set <path=value>', 'change the value, repeatable; the path starts at the value', collect)
    .option('--waba <id>', 'the WhatsApp Business Account it happens to', demo.waba.graphId)
    .option('--phone-number <id>', 'the phone number it happens to (default: the first of the account)')
    .option('--list', 'list all fields and variants')
    .option('--no-wait', 'do not wait for the deliveries')
    .option('--json', 'print one line of JSON');
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook trigger messages.text --set text.body='héllo a@b.c /'
  $ wahook trigger account_update.account_restriction
  $ wahook trigger --list

The exit code is 0 when the event was accepted, whatever the app answered.`,
    )
    .action((sample: string | undefined, options: TriggerOptions) =>
      options.list ? listSamples(options, context) : trigger(sample, options, context),
    );
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

async function trigger(
  sample: string | undefined,
  options: TriggerOptions,
  context: CliContext,
): Promise<void> {
  if (sample === undefined)
    throw usageError('Name a field or field.variant; `wahook trigger --list` lists them.');
  const { output, clock, stop } = context;
  const set = Object.fromEntries((options.set ?? []).map(readSet));
  await withServer(options, context, async (client) => {
    const accepted = await client.post<Accepted>('/api/v1/simulator', {
      sample,
      waba_id: options.waba,
      set,
      ...(options.phoneNumber !== undefined && { phone_number_id: options.phoneNumber }),
    });
    const followed = options.wait ? await follow(client, accepted, { withinMs: followMs, stop }) : null;
    if (options.json) {
      output.json({ ...accepted, ...(followed && { deliveries: followed.deliveries }) });
      return;
    }
    output.line(acceptedText(accepted));
    if (!followed) return;
    for (const line of followedText(followed, accepted, clock.now())) output.line(line);
    if (followed.isSettled && followed.deliveries.length === 0)
      output.line(`Every condition, app by app: ${whyCommand(sample, options)}`);
  });
}

/** `text.body=50 % = half`: the first equals sign parts the two. */
function readSet(text: string): [path: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw usageError(`--set wants path=value, such as text.body=hello, not ${JSON.stringify(text)}.`);
  return [text.slice(0, at), text.slice(at + 1)];
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
    const answer = await client.get<{ data: ShownSample[] }>('/api/v1/samples');
    if (options.json) context.output.json(answer);
    else for (const line of groupedSamples(answer.data)) context.output.line(line);
  });
}

/** A field, then its variants, each as it is typed. */
function groupedSamples(samples: readonly ShownSample[]): string[] {
  const byField = new Map<string, string[]>();
  for (const { field, id } of samples) byField.set(field, [...(byField.get(field) ?? []), `  ${id}`]);
  return [...byField].flatMap(([field, ids]) => [field, ...ids]);
}
