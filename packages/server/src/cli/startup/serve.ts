// From a configuration to a server that listens, for `dev` and `start` alike. Whatever stands in the way is
// collected and reported together: who has to mend three things should not have to start three times.
import { access, constants } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import type { AttemptReport } from '../../delivery/attempt.ts';
import type { Log } from '../../observe/log.ts';
import { type Addresses, createServer, type Server } from '../../server.ts';
import type { Store } from '../../store/store.ts';
import { CliError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { listenProblem, portProblems } from './listen-problem.ts';
import { storeProblem } from './store-problem.ts';
import { certificateProblem } from './tls-problem.ts';

export interface ServeInput {
  config: Config;
  context: CliContext;
  log: Log;
  /** Found before anything was opened. With any, nothing is opened. */
  problems: readonly string[];
  openStore: () => Promise<{ store: Store; adminKeyHash: Uint8Array }>;
  onAttempt?: (report: AttemptReport) => void;
}

export async function serve(input: ServeInput): Promise<{ server: Server } & Addresses> {
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
    ...(onAttempt && { onAttempt }),
  }).catch(async (error: unknown) => {
    await opened.store.close();
    throw certificateProblem(error) ?? error;
  });
  try {
    return { server, ...(await server.start()) };
  } catch (error) {
    await server.stop();
    throw listenProblem(error, config) ?? error;
  }
}

/** Resolves when the process is told to stop. */
export async function untilStopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
}

function note(problems: string[], error: unknown): null {
  problems.push(...storeProblem(error).problems);
  return null;
}

async function fileProblems({ egressCaFile }: Config): Promise<string[]> {
  if (egressCaFile === null) return [];
  return access(egressCaFile, constants.R_OK).then(
    () => [],
    () => [`The file ${egressCaFile} cannot be read. Correct --egress-ca-file or leave it out.`],
  );
}
