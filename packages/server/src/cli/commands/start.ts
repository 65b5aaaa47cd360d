// `wahook start`: the gateway. Its options; run-start.ts has the rest.
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { addSettingFlags, configFrom, flagValues } from '../startup/setting-flags.ts';

interface StartOptions {
  insecureHttp?: true;
  json?: true;
}

export function addStart(program: Command, context: CliContext): void {
  const command = program
    .command('start')
    .description('Start the gateway')
    .option('--insecure-http', 'listen beyond loopback although keys and messages cross the network in clear')
    .option('--json', 'print {"url"} on stdout when ready');
  addSettingFlags(command, 'start')
    .addHelpText(
      'after',
      `
Example:
  $ wahook start --data /var/lib/wahook --master-key-file /etc/wahook/master.key

Settings may also stand in wahook.config.json or in the environment; \`wahook config --mode start\` shows what counts.`,
    )
    .action(async (options: StartOptions) => {
      const { config } = configFrom(flagValues({ ...options }), { mode: 'start', context });
      // Loaded here, so that other commands start without the server's weight.
      const { runStart } = await import('../startup/run-start.ts');
      await runStart({
        config,
        context,
        insecureHttp: options.insecureHttp === true,
        asJson: options.json === true,
      });
    });
}
