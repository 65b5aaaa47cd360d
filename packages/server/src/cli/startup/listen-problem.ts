// Why the server cannot listen where it was told to: before it tries (a choice that would expose it), and after.
import { createServer } from 'node:net';
import type { Config } from '../../config.ts';
import { CliError } from '../cli-error.ts';

type Place = Pick<Config, 'host' | 'port' | 'tlsPort'>;

/** Keys and messages would cross the network in clear. TLS is another program's task for now. */
export function exposureProblems(
  { host }: Pick<Config, 'host'>,
  { insecureHttp }: { insecureHttp: boolean },
): string[] {
  if (isLoopbackHost(host) || insecureHttp) return [];
  return [
    `Listening on ${host} without TLS would send keys and messages in clear. Listen on 127.0.0.1 behind a proxy that speaks TLS, or accept the risk with --insecure-http.`,
  ];
}

/** Tries the ports and lets them go again, so that a busy port is reported beside the other problems. */
export async function portProblems(place: Place): Promise<string[]> {
  const { port, tlsPort } = place;
  const ports = tlsPort === null || tlsPort === port ? [port] : [port, tlsPort];
  const problems = await Promise.all(ports.map((each) => tryPort(place, each)));
  return [...new Set(problems.flat())];
}

function tryPort(place: Place, port: number): Promise<readonly string[]> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', (error) => resolve(listenProblem(error, place)?.problems ?? []));
    probe.listen({ host: place.host, port, exclusive: true }, () => probe.close(() => resolve([])));
  });
}

/** null: the error is about something else. */
export function listenProblem(error: unknown, place: Place): CliError | null {
  const { host, tlsPort } = place;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const isTls = tlsPort !== null && error instanceof Error && 'port' in error && error.port === tlsPort;
  const [port, flag] = isTls ? [tlsPort, '--tls-port'] : [place.port, '--port'];
  const problem = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the program that has it, or choose another with ${flag} (0 picks a free one).`,
    EACCES: `This user may not listen on port ${port}. Choose one above 1023 with ${flag}.`,
    EADDRNOTAVAIL: `${host} is no address of this machine. Name one of its own with --host.`,
    ENOTFOUND: `The host name ${host} leads nowhere. Name an address of this machine with --host.`,
  }[String(code)];
  return problem === undefined ? null : new CliError(problem, { cause: error });
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
