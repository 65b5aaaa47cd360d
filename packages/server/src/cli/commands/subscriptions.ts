// `wahook subscriptions`: which apps get an account's events, or what an app is subscribed to.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import { addGraphOptions, type GraphOptions, graphPath, withGraph } from '../client/graph-options.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

interface SubscriptionsOptions extends GraphOptions {
  waba?: string;
  app?: string;
}

interface SubscribedApps {
  data: {
    whatsapp_business_api_data: { id: string; name?: string };
    override_callback_uri?: string;
  }[];
}

interface AppSubscriptions {
  data: {
    object: string;
    callback_url: string;
    active: boolean;
    /** Older answers have names alone. */
    fields?: (string | { name: string; version?: string })[];
  }[];
}

export function addSubscriptions(program: Command, context: CliContext): void {
  const command = program
    .command('subscriptions')
    .description('List the apps subscribed to an account, or the fields an app is subscribed to')
    .option('--waba <id>', 'the WhatsApp Business Account whose apps to list')
    .option('--app <id>', 'the app whose fields to list; wants its own token, APP_ID|APP_SECRET');
  addGraphOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook subscriptions --waba 300000000000001
  $ wahook subscriptions --app 200000000000001 --token '200000000000001|APP_SECRET'`,
    )
    .action((options: SubscriptionsOptions) => show(options, context));
}

async function show(options: SubscriptionsOptions, context: CliContext): Promise<void> {
  const { waba, app } = options;
  if ((waba === undefined) === (app === undefined)) throw usageError('Name either --waba or --app.');
  const { output } = context;
  await withGraph(options, context, async (ask) => {
    const path =
      waba === undefined ? graphPath(app ?? '', 'subscriptions') : graphPath(waba, 'subscribed_apps');
    const answer = await ask({ method: 'GET', path });
    if (options.json) {
      output.json(answer);
      return;
    }
    // The shapes are those that Graph documents for the two edges.
    const lines =
      waba === undefined ? appLines(answer as AppSubscriptions) : wabaLines(answer as SubscribedApps);
    for (const line of lines) output.line(line);
  });
}

function wabaLines({ data }: SubscribedApps): string[] {
  if (data.length === 0) return ['No app is subscribed. Subscribe one with: wahook subscribe --waba ID'];
  const rows = data.map(({ whatsapp_business_api_data: app, override_callback_uri }) => [
    app.id,
    app.name ?? '-',
    override_callback_uri ?? '-',
  ]);
  return table(['APP', 'NAME', 'OVERRIDE'], rows);
}

function appLines({ data }: AppSubscriptions): string[] {
  if (data.length === 0) return ['The app has no subscription. Make one with POST /{app-id}/subscriptions.'];
  return data.flatMap(({ object, callback_url, active, fields = [] }) =>
    table(
      ['OBJECT', 'CALLBACK', 'ACTIVE', 'FIELDS'],
      [[object, callback_url, active ? 'yes' : 'no', fields.map(fieldText).join(', ')]],
    ),
  );
}

function fieldText(field: string | { name: string; version?: string }): string {
  if (typeof field === 'string') return field;
  return field.version === undefined ? field.name : `${field.name} ${field.version}`;
}
