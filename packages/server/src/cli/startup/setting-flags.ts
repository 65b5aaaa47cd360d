// The table of settings as command-line flags: one option per setting, all in a help group of their own, and the
// way back from what commander parsed to what readConfig reads.
import { type Command, Option } from 'commander';
import { type Config, type ConfigInput, type Mode, readConfig, type Sources } from '../../config.ts';
import { environmentName, flagName, type Setting, settings } from '../../settings.ts';
import { CliError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';

export type FlagValues = ConfigInput['flags'];

/** Defaults are named in the help only: what is not given must be seen as not given. */
export function addSettingFlags(command: Command, mode: Mode): Command {
  for (const each of settings) {
    const fallback = valueText(each.default[mode]);
    const sources = `[${environmentName(each)}]${fallback === '-' ? '' : ` (default: ${fallback})`}`;
    const option = new Option(`${flagName(each)} <${placeholder(each)}>`, `${each.help} ${sources}`);
    command.addOption(option.helpGroup('Settings:'));
  }
  return command;
}

/** What was given for settings, by key. */
export function flagValues(options: Readonly<Record<string, unknown>>): FlagValues {
  const given: Record<string, string> = {};
  for (const each of settings) {
    const value = options[new Option(flagName(each)).attributeName()];
    if (typeof value === 'string') given[each.key] = value;
  }
  return given;
}

export function configFrom(
  flags: FlagValues,
  { mode, context }: { mode: Mode; context: CliContext },
): { config: Config; sources: Sources } {
  const { environment, directory } = context;
  const read = readConfig({ mode, flags, environment, directory });
  if (!read.ok) throw new CliError(read.problems.map((problem) => `${problem}.`));
  return read;
}

/** A value of a setting in front of people. Null is a dash; so is an empty list. */
export function valueText(value: unknown): string {
  if (value === null) return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(',');
  return String(value);
}

function placeholder(each: Setting): string {
  const fallback = each.default.dev;
  if (each.placeholder !== undefined) return each.placeholder;
  if (typeof fallback === 'number') return 'number';
  if (typeof fallback === 'boolean') return 'true|false';
  return Array.isArray(fallback) ? 'a,b,…' : 'text';
}
