// What every command that talks to a running server has in common: the options that name the server, and the
// client for as long as the command needs it.
import type { Command } from 'commander';
import { demo } from '../../demo.ts';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';
import type { ApiClient } from './api-client.ts';

export const defaultUrl = 'http://127.0.0.1:4000';

/** As typed; what is missing comes from the environment or is the local default. */
export interface ServerOptions {
  url?: string;
  adminKey?: string;
}

export function addServerOptions(command: Command): Command {
  return command
    .option('--url <url>', `the server [WAHOOK_URL] (default: ${defaultUrl})`)
    .option(
      '--admin-key <key>',
      "the server's admin key [WAHOOK_ADMIN_KEY] (default on loopback: the key of `wahook dev`)",
    );
}

export async function withServer(
  options: ServerOptions,
  context: CliContext,
  use: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const server = namedServer(options, context);
  // Loaded here, so that `--help` does not pay for an HTTP client.
  const { createApiClient } = await import('./api-client.ts');
  const client = createApiClient({ ...server, stop: context.stop });
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

export function namedServer(
  options: ServerOptions,
  { environment }: Pick<CliContext, 'environment'>,
): { url: string; adminKey: string } {
  const url = readUrl('--url', options.url ?? (environment.WAHOOK_URL || defaultUrl));
  const given = options.adminKey ?? environment.WAHOOK_ADMIN_KEY;
  if (given) return { url, adminKey: given };
  if (isLoopback(url)) return { url, adminKey: demo.adminKey };
  throw usageError(`${url} wants an admin key. Name it with --admin-key or WAHOOK_ADMIN_KEY.`);
}

/** Scheme, host and port; a path, if the server stands behind one. */
export function readUrl(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url && url.username + url.password + url.search + url.hash === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw usageError(`${option} must be like ${defaultUrl}, not ${JSON.stringify(printable(text, 200))}.`);
  }
  return url.href.replace(/\/+$/, '');
}

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
