// What a scenario's texts come to in a run: variables as drawn or given, what earlier steps have sent, the time.
import { findMember } from '@wahook/receiver/protocol/edit';
import { toUnixSeconds } from '../../base/clock.ts';
import { createDraw } from '../draw.ts';
import type { Edit } from '../edits.ts';
import { freshId } from '../fresh-ids.ts';
import { prose } from '../freshen.ts';
import { placeIn } from '../set-path.ts';
import { type Part, parseText } from './references.ts';
import { type Json, type Scenario, type Step, stepTextMax } from './scenario.ts';

/** The state of one run that texts are read against. */
export interface Values {
  variables: Map<string, string>;
  /** The notifications of named steps. */
  sent: Map<string, Uint8Array>;
  nowMs: number;
}

export type Evaluated = { ok: true; edits: Edit[] } | { ok: false; message: string };

/** The scenario's own, drawn (each scenario draws others) or as they stand, and over them those that the run was given. */
export function variablesOf(
  { name: scenario, variables }: Scenario,
  seed: string,
  given: ReadonlyMap<string, string>,
): Map<string, string> {
  const drawn = [...variables].map(([name, variable]): [string, string] => {
    if (variable.kind === 'text') return [name, variable.text];
    return [name, freshId(variable.of, createDraw(seed, `${scenario} variable ${name}`))];
  });
  return new Map([...drawn, ...given]);
}

export function editsOf({ set, unset }: Step, state: Values): Evaluated {
  const edits: Edit[] = [];
  const values = { ...state, room: { characters: stepTextMax } };
  for (const [path, value] of set) {
    try {
      const read = readIn(value, values);
      edits.push(
        typeof read === 'string'
          ? { kind: 'set', path, text: read }
          : { kind: 'set_json', path, json: JSON.stringify(read) },
      );
    } catch (error) {
      if (error instanceof CannotBeRead)
        return { ok: false, message: `Cannot set ${path}: ${error.message}` };
      throw error;
    }
  }
  return { ok: true, edits: [...edits, ...unset.map((path): Edit => ({ kind: 'unset', path }))] };
}

/** With what a step's texts may still come to. */
type Reading = Values & { room: { characters: number } };

function readIn(value: Json, values: Reading): Json {
  if (typeof value === 'string') return textOf(value, values);
  if (typeof value !== 'object' || value === null) return value;
  // The check has refused deep nesting.
  if (isList(value)) return value.map((each) => readIn(each, values));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readIn(each, values)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

class CannotBeRead extends Error {}

function textOf(text: string, values: Reading): string {
  const parsed = parseText(text);
  // Checked when the scenario was read.
  if (!parsed.ok) throw new CannotBeRead(parsed.message);
  let read = '';
  for (const part of parsed.parts) {
    const more = partText(part, values);
    values.room.characters -= more.length;
    // Steps that each refer to the one before several times would grow without bound.
    if (values.room.characters < 0)
      throw new CannotBeRead(`the texts of a step come to more than ${stepTextMax} characters`);
    read += more;
  }
  return read;
}

function partText(part: Part, { variables, sent, nowMs }: Values): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'variable': {
      const value = variables.get(part.name);
      if (value === undefined) throw new CannotBeRead(`this account has no ${part.name}`);
      return value;
    }
    case 'time': {
      const at = nowMs + part.offsetMs;
      return part.form === 'now' ? String(toUnixSeconds(at)) : prose(at);
    }
    case 'step':
      return sentValue(sent.get(part.name), part.name, part.path);
  }
}

/** A string's content; of anything else its JSON. */
function sentValue(body: Uint8Array | undefined, name: string, path: readonly string[]): string {
  const range = body && findMember(body, placeIn(body, path));
  if (!range) throw new CannotBeRead(`the step ${name} has no ${path.join('.')}`);
  const json = new TextDecoder().decode(body.subarray(range.start, range.end));
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}
