// What publishing a body would say of it, without a server: refused, warned of, or nothing. Also of a bare change,
// and of a bare value, whose field has to be named.
import { findMember } from '@wahook/receiver/protocol/edit';
import { findField } from '@wahook/receiver/protocol/fields';
import { JsonCursor } from '@wahook/receiver/protocol/json-cursor';
import { JsonError } from '@wahook/receiver/protocol/json-error';
import { eventNames } from '@wahook/receiver/protocol/read-events';
import { cutPublished } from '@wahook/receiver/protocol/slices';
import { nothingToPublish, unknownField } from './publish.ts';
import type { Refusal } from './refusal.ts';
import { findPlaces } from './schema/places.ts';
import { createSchemaCheck } from './schema/schema-check.ts';
import { placesOfValues } from './schema/value-places.ts';
import type { ValuePlace } from './schema/walk.ts';
import { type Warned, warningsOf } from './warnings.ts';

export type Validated =
  | { ok: false; refusal: Refusal }
  /** `fits`: a strict publish would take it. */
  | { ok: true; fits: boolean; fields: readonly string[]; warned: Warned };

export function validateBody(body: Uint8Array): Validated {
  const cut = cutPublished(body);
  const bare = !cut.ok && cut.code === 'not_an_event' ? fieldOfBareChange(body) : null;
  if (bare !== null) return validateAt(body, { field: bare, path: ['value'] });
  if (!cut.ok) return { ok: false, refusal: { code: cut.code, message: cut.message, at: cut.at } };
  const values = placesOfValues(body, cut);
  if (values.length === 0) return { ok: false, refusal: nothingToPublish };
  const unknown = values.find(({ field }) => !findField(field));
  if (unknown) {
    const [place] = findPlaces(body, [[...unknown.path.slice(0, -1), 'field']]);
    return { ok: false, refusal: { ...unknownField(unknown.field), ...(place && { at: place.start }) } };
  }
  const { warned, refuses } = warningsOf(body, cut, createSchemaCheck());
  return { ok: true, fits: !refuses, fields: values.map(({ field }) => field), warned };
}

export function validateValue(body: Uint8Array, field: string): Validated {
  if (!findField(field)) return { ok: false, refusal: unknownField(field) };
  const fault = faultOfJson(body);
  if (fault) return { ok: false, refusal: fault };
  return validateAt(body, { field, path: [] });
}

/** One of `changes`, as it is often saved: it names its field, and no account. The body is valid JSON. */
function fieldOfBareChange(body: Uint8Array): string | null {
  const { field, value, ...others } = Object.fromEntries(
    eventNames.map((name) => [name, findMember(body, [name])]),
  );
  if (!field || !value || Object.values(others).some((place) => place !== null)) return null;
  const name: unknown = JSON.parse(new TextDecoder().decode(body.subarray(field.start, field.end)));
  return typeof name === 'string' ? name : null;
}

function validateAt(body: Uint8Array, place: ValuePlace): Validated {
  const { field } = place;
  if (!findField(field)) {
    const [at] = findPlaces(body, [['field']]);
    return { ok: false, refusal: { ...unknownField(field), ...(at && { at: at.start }) } };
  }
  const { warnings, more, hasProblems } = createSchemaCheck()(body, [place]);
  const warned = { ...(warnings.length > 0 && { warnings }), ...(more > 0 && { moreWarnings: more }) };
  return { ok: true, fits: !hasProblems, fields: [field], warned };
}

function faultOfJson(body: Uint8Array): Refusal | null {
  const cursor = new JsonCursor(body);
  if (cursor.isBlankToEnd()) return { code: 'empty', message: 'there is nothing in it; give a value', at: 0 };
  try {
    cursor.skip();
    cursor.finish();
    return null;
  } catch (error) {
    if (error instanceof JsonError) return { code: error.code, message: error.message, at: error.at };
    throw error;
  }
}
