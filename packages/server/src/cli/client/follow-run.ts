// Follows a run of the simulator to its end. Who interrupts it stops the run as well: what goes on in the server
// unseen was asked for with --no-wait.
import { CliError, exitCodes } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import type { ApiClient } from './api-client.ts';
import { pause } from './follow.ts';
import { type ServerOptions, withServer } from './server-options.ts';
import type { ShownRun } from './simulator-shapes.ts';
import { pathOf } from './verb.ts';

const lookEveryMs = 200;
/** For stopping the run, when the command itself was told to stop. */
const lastWordMs = 5_000;

export interface Following<R> {
  /** `['simulator', 'runs']` */
  place: readonly string[];
  onLook: (run: R) => void;
  /** The run as it was stopped, when it was interrupted, or as it failed. */
  onCutShort: (run: R) => void;
}

/** Answers the run as it ended by itself. */
export async function followRun<R extends ShownRun>(
  client: ApiClient,
  started: R,
  { place, onLook, onCutShort }: Following<R>,
  { options, context }: { options: ServerOptions; context: CliContext },
): Promise<R> {
  const { id } = started;
  let run = started;
  try {
    while (run.state === 'running') {
      await pause(lookEveryMs, context.stop);
      run = await client.get<R>(pathOf(...place, id));
      onLook(run);
    }
  } catch (error) {
    if (!context.stop.aborted) throw error;
    const lastWord = { ...context, stop: AbortSignal.timeout(lastWordMs) };
    await withServer(options, lastWord, async (other) =>
      onCutShort(await other.post<R>(pathOf(...place, id, 'stop'), {})),
    );
    throw new CliError([], { cause: error, exitCode: exitCodes.interrupted });
  }
  if (run.state === 'failed') {
    onCutShort(run);
    throw new CliError(`Run ${id} failed: ${run.problem}`);
  }
  return run;
}
