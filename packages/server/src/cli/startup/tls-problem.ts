// What stands in the way of the TLS port: asked for where it may not be, or its certificates cannot be kept.
import { CertificateFileError } from '../../certificates/certificate-files.ts';
import type { Config } from '../../config.ts';
import { CliError } from '../cli-error.ts';

export function tlsProblems({ mode, port, tlsPort }: Pick<Config, 'mode' | 'port' | 'tlsPort'>): string[] {
  if (tlsPort === null) return [];
  if (mode === 'start') {
    return [
      '--tls-port is for `wahook dev`: its certificate claims to be graph.facebook.com. For TLS put a proxy in front of `start` and leave --tls-port out.',
    ];
  }
  if (tlsPort !== port || port === 0) return [];
  return [
    `Port ${port} cannot speak HTTP and TLS at once. Choose another with --tls-port (0 picks a free one).`,
  ];
}

/** null: the error is about something else. */
export function certificateProblem(error: unknown): CliError | null {
  return error instanceof CertificateFileError ? new CliError(error.message, { cause: error }) : null;
}
