// Why the server cannot listen where it was told to: before it tries (a choice that would expose it), and after.
import { createServer } from 'node:net';
import type { Config } from '../config.ts';
import { CliError } from './cli-error.ts';

type Place = Pick<Config, 'host' | 'port'>;

/** Keys and messages would cross the network in clear. TLS is another program's task for now. */
export function exposureProblems({ host }: Place, { insecureHttp }: { insecureHttp: boolean }): string[] {
  if (isLoopbackHost(host) || insecureHttp) return [];
  return [
    `Listening on ${host} without TLS would send keys and messages in clear. Listen on 127.0.0.1 behind a proxy that speaks TLS, or accept the risk with --insecure-http.`,
  ];
}

/** Tries the port and lets it go again, so that a busy port is reported beside the other problems. */
export async function portProblems(place: Place): Promise<string[]> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', (error) => resolve(listenProblem(error, place)?.problems.slice() ?? []));
    probe.listen({ host: place.host, port: place.port, exclusive: true }, () =>
      probe.close(() => resolve([])),
    );
  });
}

/** null: the error is about something else. */
export function listenProblem(error: unknown, { host, port }: Place): CliError | null {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const problem = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the program that has it, or choose another with --port (0 picks a free one).`,
    EACCES: `This user may not listen on port ${port}. Choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Name one of its own with --host.`,
    ENOTFOUND: `The host name ${host} leads nowhere. Name an address of this machine with --host.`,
  }[String(code)];
  return problem === undefined ? null : new CliError(problem, { cause: error });
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
