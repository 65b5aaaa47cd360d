// The options of the tasks that run for long: `npm run bench`, `chaos` and `fuzz`. Guarantees that a slip of the
// finger is answered with one line and the usage, and `--help` with the usage.
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Ends the process with 0 after `--help`, and with 2 where an option is none of these. */
export function taskOptions<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  if (process.argv.slice(2).some((each) => each === '--help' || each === '-h')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    // Node's advice about positional arguments is left out: no task of ours takes one that begins with a dash.
    const reason = error instanceof Error ? error.message.replace(/\. To specify .*$/s, '') : String(error);
    return refuse(`${reason}\n${usage}`);
  }
}

/** `text` as a whole number of at least `least`; `otherwise` where the option was not given. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  { least = 0, otherwise }: { least?: number; otherwise: number },
): number {
  if (text === undefined) return otherwise;
  if (/^[0-9]{1,10}$/.test(text) && Number(text) >= least) return Number(text);
  return refuse(`--${name} takes a whole number of at least ${least}, and not ${JSON.stringify(text)}`);
}

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(2);
}
