// `wahook config`: every setting, its value and where it came from. Also the dry run of `dev` and `start`: it
// takes the same flags, reads the same file and environment, and complains about the same things.
import { type Command, Option } from 'commander';
import type { Mode } from '../../config.ts';
import { environmentName, flagName, type Setting, settings } from '../../settings.ts';
import type { CliContext } from '../context.ts';
import { addSettingFlags, configFrom, flagValues, valueText } from '../startup/setting-flags.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';

export function addConfig(program: Command, context: CliContext): void {
  const command = program
    .command('config')
    .description('Show every setting, its value and where it came from')
    .addOption(new Option('--mode <mode>', 'whose defaults').choices(['dev', 'start']).default('dev'))
    .option('--json', 'print one line of JSON');
  addSettingFlags(command, 'dev')
    .addHelpText(
      'after',
      `
Example:
  $ WAHOOK_PORT=4100 wahook config --mode start`,
    )
    .action((options: { mode: Mode; json?: true }) => showConfig(options, context));
}

function showConfig(options: { mode: Mode; json?: true }, context: CliContext): void {
  const { config, sources } = configFrom(flagValues({ ...options }), { mode: options.mode, context });
  const { output } = context;
  if (options.json) {
    const shown = settings.map((each) => [
      each.name,
      { value: masked(each, config[each.key]), source: sources[each.key] },
    ]);
    output.json(Object.fromEntries(shown));
    return;
  }
  const rows = settings.map((each) => [
    each.name,
    printable(valueText(masked(each, config[each.key])), 100),
    sources[each.key],
    flagName(each),
    environmentName(each),
  ]);
  for (const line of table(['SETTING', 'VALUE', 'FROM', 'FLAG', 'ENVIRONMENT'], rows)) output.line(line);
}

function masked(each: Setting, value: unknown): unknown {
  return each.secret && value !== null ? '********' : value;
}
