// From a configuration to a server that listens, for `dev` and `start` alike. Whatever stands in the way is
// collected and reported together: who has to mend three things should not have to start three times.
import { access, constants, readdir } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import type { AttemptReport } from '../../delivery/attempt.ts';
import type { Log } from '../../observe/log.ts';
import { type Addresses, createServer, type Server } from '../../server.ts';
import { CliError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { clientCertificateProblems } from './client-certificate-problem.ts';
import { listenProblem, portProblems } from './listen-problem.ts';
import type { Opened } from './open-store.ts';
import { storeProblem } from './store-problem.ts';
import { certificateProblem } from './tls-problem.ts';

export interface ServeInput {
  config: Config;
  context: CliContext;
  log: Log;
  /** Found before anything was opened. With any, nothing is opened. */
  problems: readonly string[];
  openStore: () => Promise<Opened>;
  onAttempt?: (report: AttemptReport) => void;
}

export interface Served extends Addresses {
  server: Server;
  /** Settles when the database thread is gone. */
  lost: Promise<unknown>;
}

export async function serve(input: ServeInput): Promise<Served> {
  const { config, context, log, openStore, onAttempt } = input;
  const problems = [...input.problems, ...(await fileProblems(config))];
  const opened = problems.length > 0 ? null : await openStore().catch((error) => note(problems, error));
  if (!opened) throw new CliError([...problems, ...(await portProblems(config))]);

  const server = await createServer({
    config,
    store: opened.store,
    clock: context.clock,
    log,
    adminKeyHash: opened.adminKeyHash,
    newStorePort: opened.newPort,
    storeMetrics: opened.metrics,
    ...(onAttempt && { onAttempt }),
  }).catch(async (error: unknown) => {
    await opened.store.close();
    throw certificateProblem(error) ?? error;
  });
  try {
    return { server, lost: opened.lost, ...(await server.start()) };
  } catch (error) {
    await server.stop();
    throw listenProblem(error, config) ?? error;
  }
}

/** Resolves when the process is told to stop; rejects when the database thread is gone. */
export async function untilStopped(stop: AbortSignal, lost: Promise<unknown>): Promise<void> {
  if (stop.aborted) return;
  const told = new Promise<void>((resolve) =>
    stop.addEventListener('abort', () => resolve(), { once: true }),
  );
  const gone = lost.then((cause) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError([`The database thread ended: ${why}. Nothing acknowledged is lost; start again.`]);
  });
  await Promise.race([told, gone]);
}

function note(problems: string[], error: unknown): null {
  problems.push(...storeProblem(error).problems);
  return null;
}

async function fileProblems(config: Config): Promise<string[]> {
  return [
    ...(await caProblems(config)),
    ...(await clientCertificateProblems(config)),
    ...(await scenarioProblems(config)),
  ];
}

async function caProblems({ egressCaFile }: Config): Promise<string[]> {
  if (egressCaFile === null) return [];
  return access(egressCaFile, constants.R_OK).then(
    () => [],
    () => [`The file ${egressCaFile} cannot be read. Correct --egress-ca-file or leave it out.`],
  );
}

async function scenarioProblems({ scenarioDirectory }: Config): Promise<string[]> {
  if (scenarioDirectory === null) return [];
  return readdir(scenarioDirectory).then(
    () => [],
    () => [`The folder ${scenarioDirectory} cannot be read. Correct --scenario-directory or leave it out.`],
  );
}
