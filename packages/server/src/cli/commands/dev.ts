// `wahook dev`: Meta's side on this machine. Its options; run-dev.ts has the rest.
import type { Command } from 'commander';
import { demo } from '../../demo.ts';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import type { Callback } from '../stand-in/run-dev.ts';
import { addSettingFlags, configFrom, flagValues } from '../startup/setting-flags.ts';
import { printable } from '../terminal/printable.ts';

interface DevOptions {
  forwardTo?: string;
  receiver: boolean;
  insecureHttp?: true;
  json?: true;
}

export function addDev(program: Command, context: CliContext): void {
  const command = program
    .command('dev')
    .description("Start Meta's side on this machine, with demo data and an example receiver")
    .option('--forward-to <url>', 'send notifications to your own endpoint instead of the example receiver')
    .option('--no-receiver', 'subscribe nothing')
    .option('--insecure-http', 'listen beyond loopback although the demo keys are public')
    .option('--json', 'print the demo values as one line of JSON on stdout when ready, and nothing else');
  addSettingFlags(command, 'dev')
    .addHelpText(
      'after',
      `
Examples:
  $ wahook dev
  $ wahook dev --forward-to http://localhost:3000/webhook
  $ wahook dev --json --port 0

Your endpoint gets the verify token ${demo.app.verifyToken} and checks signatures with the app secret
${demo.app.secret}. Both are public, like all demo values.
The log goes to stderr; without --json and unless --log-level is set it holds errors only.`,
    )
    .action(async (options: DevOptions) => {
      const callback = callbackOf(options);
      const { config, sources } = configFrom(flagValues({ ...options }), { mode: 'dev', context });
      // Loaded here, so that other commands start without the server's weight.
      const { runDev } = await import('../stand-in/run-dev.ts');
      await runDev({
        config,
        context,
        callback,
        asJson: options.json === true,
        insecureHttp: options.insecureHttp === true,
        isLogLevelChosen: sources.logLevel !== 'default',
      });
    });
}

function callbackOf({ forwardTo, receiver }: DevOptions): Callback {
  if (forwardTo === undefined) return { kind: receiver ? 'example' : 'none' };
  if (!receiver) throw usageError('Give either --forward-to or --no-receiver, not both.');
  if (!URL.canParse(forwardTo) || !/^https?:$/.test(new URL(forwardTo).protocol)) {
    const given = JSON.stringify(printable(forwardTo, 200));
    throw usageError(`--forward-to must be a URL such as http://localhost:3000/webhook, not ${given}.`);
  }
  return { kind: 'own', url: forwardTo };
}
