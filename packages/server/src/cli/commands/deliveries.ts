// `wahook deliveries`: what was sent to whom and how it ended, or one delivery with every attempt.
import { type Command, Option } from 'commander';
import { usageError } from '../cli-error.ts';
import type { ApiClient } from '../client/api-client.ts';
import { appLabel, type DeliveryInFull, type Page, type ShownDelivery } from '../client/api-shapes.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';
import { aligned, table } from '../terminal/table.ts';
import { timeGiven } from '../terminal/time-text.ts';

interface DeliveriesOptions extends ServerOptions {
  app?: string;
  state?: string;
  event?: string;
  waba?: string;
  field?: string;
  reason?: string;
  since?: string;
  until?: string;
  replay?: string;
  before?: string;
  limit: string;
  json?: true;
}

export function addDeliveries(program: Command, context: CliContext): void {
  const command = program
    .command('deliveries')
    .description('Show deliveries, newest first, or one of them with every attempt')
    .argument('[id]', 'id of one delivery, such as 1-12')
    .option('--app <id>', 'only those to this app')
    .addOption(
      new Option('--state <state>', 'only those in this state').choices([
        'delivered',
        'retrying',
        'dead',
        'cancelled',
      ]),
    )
    .option('--event <seq>', 'only those that carry this event')
    .option('--waba <id>', 'only those of this WhatsApp Business Account')
    .option('--field <field>', 'only those of this field')
    .option('--reason <reason>', 'only those that ended so, such as http_503')
    .option('--since <time>', 'only events accepted since, such as 2026-12-31T00:00:00Z or 2h')
    .option('--until <time>', 'only events accepted before')
    .option('--replay <id>', 'only those of this replay')
    .option('--before <seq>', 'only those whose first event is older than this one: the next page')
    .option('--limit <n>', 'at most so many', '20')
    .option('--json', "print the server's answer as one line of JSON");
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook deliveries --state retrying
  $ wahook deliveries 1-12`,
    )
    .action((id: string | undefined, options: DeliveriesOptions) =>
      withServer(options, context, (client) =>
        id === undefined
          ? listDeliveries(client, options, context)
          : showDelivery(client, { id, options, context }),
      ),
    );
}

async function listDeliveries(
  client: ApiClient,
  options: DeliveriesOptions,
  { output, clock }: CliContext,
): Promise<void> {
  const page = await client.get<Page<ShownDelivery>>('/api/v1/deliveries', {
    app_id: options.app,
    state: options.state,
    event: options.event,
    waba_id: options.waba,
    field: options.field,
    reason: options.reason,
    since: timeGiven(options.since, clock.now()),
    until: timeGiven(options.until, clock.now()),
    replay_id: options.replay,
    before: options.before,
    limit: options.limit,
  });
  if (options.json) {
    output.json(page);
    return;
  }
  // Elsewhere than in tests of apps there are none.
  const haveFaults = page.data.some(({ faults }) => faults.length > 0);
  const rows = page.data.map((delivery) => [
    delivery.id,
    delivery.replayed_by === null ? delivery.state : `${delivery.state}, replayed`,
    delivery.reason,
    appLabel(delivery),
    String(delivery.events),
    String(delivery.attempts),
    String(delivery.attempts_left),
    delivery.last_attempt_at ?? '-',
    delivery.next_attempt_at ?? '-',
    delivery.state === 'retrying' ? delivery.give_up_at : '-',
    ...(haveFaults ? [delivery.faults.join(', ') || '-'] : []),
  ]);
  const heading = [
    'DELIVERY',
    'STATE',
    'REASON',
    'APP',
    'EVENTS',
    'ATTEMPTS',
    'LEFT',
    'LAST ATTEMPT',
    'NEXT ATTEMPT',
    'GIVES UP',
    ...(haveFaults ? ['FAULTS'] : []),
  ];
  if (rows.length === 0)
    output.line('No deliveries. An event that no app subscribed to has none: wahook events');
  for (const line of table(heading, rows)) output.line(line);
  if (page.paging) output.line(`More: --before ${page.paging.before}`);
}

async function showDelivery(
  client: ApiClient,
  { id, options, context }: { id: string; options: DeliveriesOptions; context: CliContext },
): Promise<void> {
  if (!/^\d{1,15}-\d{1,15}$/.test(id)) {
    throw usageError(`A delivery has an id such as 1-12, not ${JSON.stringify(id)}.`);
  }
  const { output } = context;
  const delivery = await client.get<DeliveryInFull>(`/api/v1/deliveries/${id}`);
  if (options.json) {
    output.json(delivery);
    return;
  }
  for (const line of deliveryLines(delivery)) output.line(line);
}

function splitText({ id, split_from }: DeliveryInFull): string {
  return split_from === id
    ? 'it held more events at first; the others go by themselves now'
    : `from ${split_from}, with which its events were tried at first`;
}

function deliveryLines(delivery: DeliveryInFull): string[] {
  const facts = [
    ['delivery', delivery.id],
    ['app', appLabel(delivery)],
    ['callback', delivery.callback_url ?? '-'],
    ['events', delivery.seqs.slice(0, 20).join(', ') + (delivery.seqs.length > 20 ? ', …' : '')],
    ...(delivery.split_from === null ? [] : [['split', splitText(delivery)]]),
    ['state', `${delivery.state} (${delivery.reason})`],
    ...(delivery.replay_id === null ? [] : [['replay', String(delivery.replay_id)]]),
    ...(delivery.replayed_by === null ? [] : [['replayed by', String(delivery.replayed_by)]]),
    ['accepted', delivery.accepted_at],
    ...(delivery.next_attempt_at === null
      ? []
      : [
          ['next attempt', delivery.next_attempt_at],
          ['attempts left', String(delivery.attempts_left)],
        ]),
    ['gives up', delivery.give_up_at],
  ];
  const haveFaults = delivery.faults.length > 0;
  const attempts = delivery.attempt_list.map((attempt) => [
    String(attempt.no),
    attempt.started_at,
    `${attempt.duration_ms} ms`,
    attempt.status === null ? '-' : String(attempt.status),
    attempt.reason,
    printable(attempt.response_excerpt ?? '', 80),
    ...(haveFaults ? [attempt.faults.join(', ') || '-'] : []),
  ]);
  const heading = ['NO', 'STARTED', 'TOOK', 'STATUS', 'REASON', 'ANSWER', ...(haveFaults ? ['FAULTS'] : [])];
  return [...aligned(facts), '', ...table(heading, attempts)];
}
