// `wahook endpoints`: where notifications go, and which of these places are in trouble.
import type { Command } from 'commander';
import type { ShownEndpoint } from '../client/api-shapes.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

interface EndpointsOptions extends ServerOptions {
  json?: true;
}

export function addEndpoints(program: Command, context: CliContext): void {
  const { output } = context;
  const command = program
    .command('endpoints')
    .description('Show where notifications go, and how each endpoint is doing')
    .option('--json', "print the server's answer as one line of JSON");
  addServerOptions(command)
    .addHelpText(
      'after',
      `
An endpoint whose breaker is open keeps failing and gets probes only, until one succeeds.

Examples:
  $ wahook endpoints
  $ wahook endpoints --json`,
    )
    .action((options: EndpointsOptions) =>
      withServer(options, context, async (client) => {
        const answer = await client.get<{ data: ShownEndpoint[] }>('/api/v1/endpoints', {});
        if (options.json) output.json(answer);
        else for (const line of lines(answer.data)) output.line(line);
      }),
    );
}

function lines(endpoints: readonly ShownEndpoint[]): string[] {
  if (endpoints.length === 0)
    return ['No endpoints. An app gets one with its subscription: wahook subscribe'];
  const heading = [
    'APP',
    'LEVEL',
    'OF',
    'CALLBACK',
    'BREAKER',
    'FAILING SINCE',
    'LAST FAILURE',
    'LAST SUCCESS',
  ];
  const rows = endpoints.map((endpoint) => [
    endpoint.app_name,
    endpoint.level,
    endpoint.phone_number_id ?? endpoint.waba_id ?? '-',
    endpoint.callback_url,
    endpoint.breaker,
    endpoint.failing_since ?? '-',
    endpoint.last_failure ?? '-',
    endpoint.last_success_at ?? '-',
  ]);
  return table(heading, rows);
}
