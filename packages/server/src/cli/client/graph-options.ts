// What the commands that make Graph calls have in common: against which server, with which token, and how a
// refusal is told. The same commands work against wahook and against Meta.
import type { Command } from 'commander';
import { demo } from '../../demo.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';
import type { GraphCall } from './api-client.ts';
import { defaultUrl, isLoopback, readUrl } from './server-options.ts';

export interface GraphOptions {
  graphUrl?: string;
  token?: string;
  json?: true;
}

export type AskGraph = (call: Omit<GraphCall, 'token'>) => Promise<unknown>;

/** The version in the paths of Meta's documentation; any other would do. */
const version = 'v25.0';

export function addGraphOptions(command: Command): Command {
  return command
    .option(
      '--graph-url <url>',
      `the Graph API: wahook, or https://graph.facebook.com [WAHOOK_URL] (default: ${defaultUrl})`,
    )
    .option(
      '--token <token>',
      'access token of the app [WAHOOK_TOKEN] (default on loopback: the token of `wahook dev`)',
    )
    .option('--json', "print the server's answer as one line of JSON");
}

/** `ask` answers what Graph answers; a refusal is thrown with Graph's own words. */
export async function withGraph(
  options: GraphOptions,
  context: CliContext,
  use: (ask: AskGraph) => Promise<void>,
): Promise<void> {
  const { environment, stop } = context;
  const url = readUrl('--graph-url', options.graphUrl ?? (environment.WAHOOK_URL || defaultUrl));
  const token = options.token ?? (environment.WAHOOK_TOKEN || (isLoopback(url) ? demo.accessToken : null));
  if (token === null) throw usageError(`${url} wants an access token. Name it with --token or WAHOOK_TOKEN.`);
  // Loaded here, so that `--help` does not pay for an HTTP client.
  const { createApiClient } = await import('./api-client.ts');
  // Graph calls carry the token; no admin key goes along.
  const client = createApiClient({ url, adminKey: '', stop });
  try {
    await use(async (call) => {
      const answer = await client.graph({ ...call, token });
      if (answer.ok) return answer.answer;
      throw new CliError(`Graph refused with code ${answer.code}: ${printable(answer.message, 2000)}`);
    });
  } finally {
    await client.close();
  }
}

/** `/v25.0/<id>/<edge>` */
export function graphPath(id: string, edge?: string): string {
  if (!/^\d{1,32}$/.test(id)) throw usageError(`An id is text of digits, not ${JSON.stringify(id)}.`);
  return edge === undefined ? `/${version}/${id}` : `/${version}/${id}/${edge}`;
}
