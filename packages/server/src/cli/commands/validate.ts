// `wahook validate`: one saved body, or one value, against the schemas of its fields. Says what publishing it would
// be refused for or warned of, with line and column. Needs no server.
import type { Command } from 'commander';
import type { Refusal } from '../../accept/refusal.ts';
import { type Validated, validateBody, validateValue } from '../../accept/validation.ts';
import { CliError, exitCodes } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';
import { readBody } from './body-file.ts';
import { type Position, positionOf } from './position.ts';

interface ValidateOptions {
  field?: string;
  json?: true;
}

interface ShownFound {
  code: string;
  detail: string;
  path: string | null;
  position: Position | null;
}

export function addValidate(program: Command, context: CliContext): void {
  program
    .command('validate')
    .description('Check a saved notification, or a value, against the schemas of its fields')
    .argument('<file>', 'a body that could be published, or one change of it; - for standard input')
    .option('--field <name>', 'the file holds a bare value, of this field')
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ wahook validate body.json
  $ jq .entry[0].changes[0] body.json | wahook validate -
  $ jq .entry[0].changes[0].value body.json | wahook validate - --field messages

Values and members that are not listed are shown, and are no problem: others may come.
The exit code is 0 when a strict publish would take it, else 1. Nothing is sent anywhere.`,
    )
    .action((file: string, options: ValidateOptions) => validate(file, options, context));
}

async function validate(file: string, { field, json }: ValidateOptions, context: CliContext): Promise<void> {
  const { output } = context;
  const body = await readBody(file, context);
  const validated = field === undefined ? validateBody(body) : validateValue(body, field);
  const found = foundIn(validated, body);
  const fits = validated.ok && validated.fits;
  if (json) output.json({ fits, found: found.map(asValue), more: moreOf(validated) });
  else {
    const name = file === '-' ? 'standard input' : file;
    for (const each of found) output.line(asLine(each, name));
    for (const line of summary(validated, name)) output.line(line);
    if (!fits) for (const line of hint(validated, field === undefined, body)) output.line(line);
  }
  if (!fits) throw new CliError([], { exitCode: exitCodes.failed });
}

function foundIn(validated: Validated, body: Uint8Array): ShownFound[] {
  if (!validated.ok) return [shownRefusal(validated.refusal, body)];
  // In the order of the file, which is how it is read.
  const warnings = (validated.warned.warnings ?? []).toSorted((a, b) => a.at - b.at);
  return warnings.map((warning) => ({
    code: warning.code,
    detail: warning.message,
    path: 'path' in warning ? warning.path : null,
    position: positionOf(body, warning.at),
  }));
}

function shownRefusal({ code, message, at }: Refusal, body: Uint8Array): ShownFound {
  return { code, detail: message, path: null, position: at === undefined ? null : positionOf(body, at) };
}

function moreOf(validated: Validated): number {
  return validated.ok ? (validated.warned.moreWarnings ?? 0) : 0;
}

function asValue({ position, ...found }: ShownFound): object {
  return { ...found, ...(position ?? { at: null, line: null, column: null }) };
}

/** `body.json:3:17: …`, as compilers write it, so that editors and terminals lead there. */
function asLine({ detail, path, position }: ShownFound, name: string): string {
  const place = position === null ? name : `${name}:${position.line}:${position.column}`;
  return printable(`${place}: ${detail}${path ? ` (${path})` : ''}`, 2000);
}

function summary(validated: Validated, name: string): string[] {
  if (!validated.ok) return [];
  const { fits, fields, warned } = validated;
  const more = moreOf(validated);
  const shown = warned.warnings?.length ?? 0;
  const rest = more > 0 ? [`and ${more} more.`] : [];
  if (!fits) return [...rest, printable(`${name} does not fit: ${shown + more} found.`)];
  const values = fields.length === 1 ? `a value of ${fields[0]}` : `${fields.length} values`;
  const remark = shown > 0 ? ' What is not listed is no problem.' : '';
  return [...rest, printable(`${name} fits: ${values}.${remark}`)];
}

/** A bare value was taken for a body, or a body for a value. */
function hint(validated: Validated, isWhole: boolean, body: Uint8Array): string[] {
  if (isWhole) {
    const isBare = !validated.ok && validated.refusal.code === 'unknown_member';
    return isBare ? ['Is it a bare value? Then name its field, such as --field messages.'] : [];
  }
  return validateBody(body).ok ? ['It is a whole body. Leave out --field.'] : [];
}
