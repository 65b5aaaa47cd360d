// `wahook dead-letters`: what was given up and has not been replayed, in groups.
import type { Command } from 'commander';
import type { ShownDeadLetters } from '../client/replay-shapes.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

interface DeadLettersOptions extends ServerOptions {
  app?: string;
  json?: true;
}

export function addDeadLetters(program: Command, context: CliContext): void {
  const command = program
    .command('dead-letters')
    .description('Show what was given up, by endpoint, account, field and reason')
    .option('--app <id>', 'only those of this app')
    .option('--json', "print the server's answer as one line of JSON");
  addServerOptions(command)
    .addHelpText('after', '\nExample:\n  $ wahook dead-letters --app 200000000000001')
    .action((options: DeadLettersOptions) => showDeadLetters(options, context));
}

async function showDeadLetters(options: DeadLettersOptions, context: CliContext): Promise<void> {
  const { output } = context;
  await withServer(options, context, async (client) => {
    const letters = await client.get<ShownDeadLetters>('/api/v1/dead-letters', { app_id: options.app });
    if (options.json) output.json(letters);
    else for (const line of deadLetterLines(letters)) output.line(line);
  });
}

function deadLetterLines({ data, complete }: ShownDeadLetters): string[] {
  const [first] = data;
  if (!first) return ['No dead letters. A delivery comes here when it was given up.'];
  const rows = data.map((group) => [
    group.app_name ?? 'an app that is gone',
    String(group.endpoint_id),
    group.waba_id ?? '-',
    group.field,
    group.reason,
    String(group.deliveries),
    String(group.events),
    group.oldest_at,
    group.newest_at,
  ]);
  const heading = [
    'APP',
    'ENDPOINT',
    'ACCOUNT',
    'FIELD',
    'REASON',
    'DELIVERIES',
    'EVENTS',
    'OLDEST',
    'NEWEST',
  ];
  return [
    ...table(heading, rows),
    ...(complete ? [] : ['There are more than are counted here.']),
    `Nothing is lost: mend the endpoint, then count and send them with`,
    `  wahook replay start --app ${first.app_id ?? 'APP'} --endpoint ${first.endpoint_id}`,
  ];
}
