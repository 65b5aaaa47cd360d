// `wahook endpoints`: where notifications go, which of these places are in trouble, and what each may be sent.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { ShownEndpoint } from '../client/api-shapes.ts';
import { addGroup, addVerb, factLines, given, pathOf } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

interface LimitOptions {
  rate?: string;
  window?: string;
}

export function addEndpoints(program: Command, context: CliContext): void {
  const group = addGroup(
    program,
    'endpoints',
    'Show where notifications go and how each endpoint is doing, limit it, switch it off and on',
    'limit',
  );
  addVerb<object, { data: ShownEndpoint[] }>(group, context, {
    usage: 'list',
    description:
      'List all endpoints. One whose breaker is open keeps failing and gets probes only, until one succeeds',
    examples: ['wahook endpoints', 'wahook endpoints --json'],
    isDefault: true,
    ask: (client) => client.get('/api/v1/endpoints', {}),
    show: ({ data }) => lines(data),
  });
  addVerb<LimitOptions, ShownEndpoint>(group, context, {
    usage: 'limit <endpoint>',
    description:
      'Set what one endpoint may be sent; takes effect at once. `default` goes back to the settings',
    options: [
      ['--rate <n>', 'requests per second at most; 0 for no limit'],
      ['--window <n>', 'requests in flight at most; the setting delivery_window stays the upper bound'],
    ],
    examples: ['wahook endpoints limit 1 --rate 20', 'wahook endpoints limit 1 --rate default'],
    ask(client, { rate, window }, [id]) {
      const change = given({
        rate_per_second: limitOf('--rate', rate),
        window_max: limitOf('--window', window),
      });
      if (Object.keys(change).length === 0) throw usageError('Say what to limit, for example --rate 20.');
      return client.post(pathOf('endpoints', id), change);
    },
    show: inFull,
  });
  addSwitch(group, context, {
    usage: 'deactivate <endpoint>',
    description: 'Send one endpoint nothing more; what it is owed waits until it is active again',
    active: false,
  });
  addSwitch(group, context, {
    usage: 'activate <endpoint>',
    description: 'Let notifications go to a deactivated endpoint again',
    active: true,
  });
}

function addSwitch(
  group: Command,
  context: CliContext,
  { usage, description, active }: { usage: string; description: string; active: boolean },
): void {
  addVerb<object, ShownEndpoint>(group, context, {
    usage,
    description,
    examples: [`wahook endpoints ${usage.replace('<endpoint>', '1')}`],
    ask: (client, _options, [id]) => client.post(pathOf('endpoints', id), { active }),
    show: inFull,
  });
}

/** null: as the settings say. */
function limitOf(name: string, text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'default') return null;
  if (!/^\d{1,9}$/.test(text))
    throw usageError(`${name} must be a whole number or default, not ${JSON.stringify(text)}.`);
  return Number(text);
}

function lines(endpoints: readonly ShownEndpoint[]): string[] {
  if (endpoints.length === 0)
    return ['No endpoints. An app gets one with its subscription: wahook subscribe'];
  const heading = [
    'ENDPOINT',
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
    String(endpoint.id),
    endpoint.app_name,
    endpoint.level,
    endpoint.phone_number_id ?? endpoint.waba_id ?? '-',
    endpoint.callback_url,
    endpoint.active ? endpoint.breaker : 'deactivated',
    endpoint.failing_since ?? '-',
    endpoint.last_failure ?? '-',
    endpoint.last_success_at ?? '-',
  ]);
  return table(heading, rows);
}

function inFull(endpoint: ShownEndpoint): string[] {
  const { rate_per_second: rate, window_max: window } = endpoint;
  return factLines({
    endpoint: endpoint.id,
    app: endpoint.app_name,
    callback: endpoint.callback_url,
    active: endpoint.active ? 'yes' : `no, since ${endpoint.deactivated_at}`,
    'requests per second': rate === 0 ? 'no limit' : (rate ?? 'default'),
    'requests in flight': window ?? 'default',
  });
}
