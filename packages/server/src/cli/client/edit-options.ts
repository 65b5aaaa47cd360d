// `--set` and `--unset` of the commands that make samples happen, and what the API wants of them.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';

export interface EditOptions {
  set?: string[];
  unset?: string[];
}

export function addEditOptions(command: Command): Command {
  return command
    .option('--set <path=value>', 'change the value, repeatable; path:=json puts JSON in as it is', collect)
    .option('--unset <path>', 'take a member out, repeatable', collect);
}

export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

export function editMembers({ set = [], unset = [] }: EditOptions): { set: object; unset?: string[] } {
  return { set: Object.fromEntries(set.map(readSet)), ...(unset.length > 0 && { unset }) };
}

/** `text.body=50 % = half`: the first equals sign parts the two. */
function readSet(text: string): [path: string, value: unknown] {
  const { name, value } = readPair('--set', text, 'path=value, such as text.body=hello');
  if (!name.endsWith(':') || name === ':') return [name, value];
  return [name.slice(0, -1), readJson(text, value)];
}

export function readPair(option: string, text: string, wants: string): { name: string; value: string } {
  const at = text.indexOf('=');
  if (at < 1) throw usageError(`${option} wants ${wants}, not ${JSON.stringify(text)}.`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}

function readJson(whole: string, json: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw usageError(`--set ${JSON.stringify(whole)}: what follows := is not JSON.`);
  }
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw usageError(`--set ${JSON.stringify(whole)}: the number would be rounded. Write path=value.`);
  return value;
}
