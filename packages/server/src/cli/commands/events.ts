// `wahook events`: what was accepted, newest first, or one event in full with what came of it.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { ApiClient } from '../client/api-client.ts';
import { appLabel, type EventInFull, type Page, type ShownEvent } from '../client/api-shapes.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';
import { aligned, table } from '../terminal/table.ts';

interface EventsOptions extends ServerOptions {
  waba?: string;
  field?: string;
  phoneNumber?: string;
  before?: string;
  limit: string;
  json?: true;
}

const changeLengthMax = 4_000;

export function addEvents(program: Command, context: CliContext): void {
  const command = program
    .command('events')
    .description('Show accepted events, newest first, or one of them in full')
    .argument('[seq]', 'number of one event')
    .option('--waba <id>', 'only those of this WhatsApp Business Account')
    .option('--field <field>', 'only those of this field')
    .option('--phone-number <id>', 'only those of this phone number')
    .option('--before <seq>', 'only those older than this one: the next page')
    .option('--limit <n>', 'at most so many', '20')
    .option('--json', "print the server's answer as one line of JSON");
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook events --field messages --limit 5
  $ wahook events 12`,
    )
    .action((seq: string | undefined, options: EventsOptions) =>
      withServer(options, context, (client) =>
        seq === undefined
          ? listEvents(client, options, context)
          : showEvent(client, { seq, options, context }),
      ),
    );
}

async function listEvents(client: ApiClient, options: EventsOptions, { output }: CliContext): Promise<void> {
  const page = await client.get<Page<ShownEvent>>('/api/v1/events', {
    waba_id: options.waba,
    field: options.field,
    phone_number_id: options.phoneNumber,
    before: options.before,
    limit: options.limit,
  });
  if (options.json) {
    output.json(page);
    return;
  }
  const rows = page.data.map((event) => [
    String(event.seq),
    event.accepted_at,
    event.field,
    event.waba_id ?? '-',
    event.phone_number_id ?? '-',
    event.origin,
    String(event.bytes),
  ]);
  const heading = ['SEQ', 'ACCEPTED', 'FIELD', 'WABA', 'PHONE NUMBER', 'ORIGIN', 'BYTES'];
  if (rows.length === 0) output.line('No events. Make one with: wahook trigger messages.text');
  for (const line of table(heading, rows)) output.line(line);
  if (page.paging) output.line(`More: --before ${page.paging.before}`);
}

async function showEvent(
  client: ApiClient,
  { seq, options, context }: { seq: string; options: EventsOptions; context: CliContext },
): Promise<void> {
  if (!/^\d{1,15}$/.test(seq))
    throw usageError(`An event has a number, such as 12, not ${JSON.stringify(seq)}.`);
  const { output } = context;
  const event = await client.get<EventInFull>(`/api/v1/events/${seq}`);
  if (options.json) {
    output.json(event);
    return;
  }
  for (const line of eventLines(event)) output.line(line);
}

function eventLines(event: EventInFull): string[] {
  const facts = [
    ['event', String(event.seq)],
    ['field', event.field],
    ['account', event.waba_id ?? '-'],
    ['phone number', event.phone_number_id ?? '-'],
    ['origin', event.origin],
    ['accepted', event.accepted_at],
    ['bytes', String(event.bytes)],
    ['change', event.change === null ? 'removed after delivery' : printable(event.change, changeLengthMax)],
  ];
  const haveFaults = event.deliveries.some(({ faults }) => faults.length > 0);
  const heading = ['DELIVERY', 'STATE', 'REASON', 'APP', 'ATTEMPTS', ...(haveFaults ? ['FAULTS'] : [])];
  const deliveries = event.deliveries.map((delivery) => [
    delivery.id,
    delivery.state,
    delivery.reason,
    appLabel(delivery),
    String(delivery.attempts),
    ...(haveFaults ? [delivery.faults.join(', ') || '-'] : []),
  ]);
  return [
    ...aligned(facts),
    '',
    ...(deliveries.length > 0
      ? table(heading, deliveries)
      : [
          'No delivery: no app wanted it when it came, or its first attempt has not ended yet.',
          ...(event.waba_id === null
            ? []
            : [`Who would get it now: wahook why --waba ${event.waba_id} --field ${event.field}`]),
        ]),
  ];
}
