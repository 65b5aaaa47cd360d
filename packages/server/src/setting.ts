// One row of the table of settings: what a setting is, and how it is written down. The table is settings.ts.
import type { ConfigKey } from './config-shape.ts';
import type { Parse } from './setting-parsers.ts';

export interface Setting {
  key: ConfigKey;
  /** The name in wahook.config.json; flag and environment name derive from it. */
  name: string;
  parse: Parse;
  default: { dev: unknown; start: unknown };
  help: string;
  secret?: true;
  /** What stands for the value in the help, where the default does not tell. */
  placeholder?: string;
}

export function setting(
  key: ConfigKey,
  parse: Parse,
  fallback: unknown,
  help: string,
  more: Pick<Setting, 'secret' | 'placeholder'> = {},
): Setting {
  const perMode = isPerMode(fallback) ? fallback : { dev: fallback, start: fallback };
  return {
    key,
    name: key.replaceAll(/(?<=[a-z])(?=[A-Z0-9])/g, '_').toLowerCase(),
    parse,
    default: perMode,
    help,
    ...more,
  };
}

function isPerMode(value: unknown): value is { dev: unknown; start: unknown } {
  return typeof value === 'object' && value !== null && 'dev' in value && 'start' in value;
}
