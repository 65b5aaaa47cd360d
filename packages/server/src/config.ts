// Finds the value of every setting: default < wahook.config.json < environment < flag. The result is one frozen
// object, or every problem at once.
import path from 'node:path';
import { configFileName, readConfigFile } from './config-file.ts';
import type { Config, ConfigKey, Mode } from './config-shape.ts';
import { environmentName, flagName, type Setting, settings } from './settings.ts';

export type { Config, Mode } from './config-shape.ts';

export type Source = 'default' | 'file' | 'environment' | 'flag';
export type Sources = Readonly<Record<ConfigKey, Source>>;

export interface ConfigInput {
  mode: Mode;
  /** By key, as typed. */
  flags: Readonly<Partial<Record<ConfigKey, string>>>;
  environment: Readonly<Record<string, string | undefined>>;
  /** Where wahook.config.json is looked for, and what relative paths are relative to. */
  directory: string;
}

export type ConfigResult =
  | { ok: true; config: Config; sources: Sources }
  /** Every problem at once, each naming the setting to change. */
  | { ok: false; problems: string[] };

export function readConfig(input: ConfigInput): ConfigResult {
  const problems: string[] = [];
  const file = readConfigFile(input.directory, {
    known: new Set(settings.map((each) => each.name)),
    problems,
  });
  const values: Record<string, unknown> = { mode: input.mode };
  const sources: Record<string, Source> = {};

  for (const each of settings) {
    const [source, given] = pick(each, input, file);
    sources[each.key] = source;
    values[each.key] = each.default[input.mode];
    if (given === undefined) continue;
    const parsed = each.parse(given);
    if (parsed.ok) values[each.key] = parsed.value;
    else
      problems.push(
        `${placeName(each, source)} must be ${parsed.wants}, not ${JSON.stringify(each.secret ? '…' : given)}`,
      );
  }
  for (const key of [
    'data',
    'masterKeyFile',
    'egressCaFile',
    'clientCertificateFile',
    'clientKeyFile',
    'backupDirectory',
  ]) {
    const value = values[key];
    if (typeof value === 'string') values[key] = path.resolve(input.directory, value);
  }
  if (problems.length > 0) return { ok: false, problems };
  // The table above names every key of Config once, with a parser for its type; a test compares the two.
  return { ok: true, config: Object.freeze(values) as unknown as Config, sources: sources as Sources };
}

function pick(each: Setting, input: ConfigInput, file: Map<string, string>): [Source, string | undefined] {
  const flag = input.flags[each.key];
  if (flag !== undefined) return ['flag', flag];
  const environment = input.environment[environmentName(each)];
  if (environment !== undefined) return ['environment', environment];
  const inFile = file.get(each.name);
  return inFile === undefined ? ['default', undefined] : ['file', inFile];
}

function placeName(each: Setting, source: Source): string {
  if (source === 'flag') return flagName(each);
  return source === 'environment' ? environmentName(each) : `"${each.name}" in ${configFileName}`;
}
