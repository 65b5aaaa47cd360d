// What a command is given of the outside world. Commands reach for nothing themselves, so a test can run any of
// them in its own process.
import type { Clock } from '../base/clock.ts';
import type { Output } from './terminal/output.ts';

export interface CliContext {
  output: Output;
  environment: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to, and where wahook.config.json is looked for. */
  directory: string;
  clock: Clock;
  /** Standard input; nothing is read from it where it is left out. */
  input?: AsyncIterable<Uint8Array>;
  /** Aborted when the process is asked to stop. */
  stop: AbortSignal;
}
