// Reads what is asked of the simulator: a sample, whom it happens to, what is changed about it, and how often.
import { findMember } from '@wahook/receiver/protocol/edit';
import { countMax, customersMax, ratePerSecondMax, ratePerSecondMin } from '../simulator/burst.ts';
import { type Edit, editsMax } from '../simulator/edits.ts';
import { parseSampleId, type Samples, sampleMeant } from '../simulator/samples.ts';
import type { BurstRequest, TriggerRequest } from '../simulator/simulator.ts';
import { flag, integer, optional, type Reader, readBody, withDefault } from './members.ts';
import { problem } from './problem.ts';

export type AskedEvent = { kind: 'once'; request: TriggerRequest } | { kind: 'burst'; request: BurstRequest };

/** Unless said otherwise, the copies of a burst happen to so many customers at most. */
const customersDefault = 100;

export function readAskedEvent(body: Uint8Array, samples: Samples): AskedEvent {
  const asked = readBody(body, {
    sample: { read: textOrNull, wants: 'a text such as "messages.text"' },
    ...targetShape,
    set: withDefault(edits, {}),
    unset: withDefault(paths, []),
    seed: optional(seedReader),
    exact: withDefault(flag, false),
    strict: optional(flag),
    count: optional(integer(1, countMax)),
    rate_per_second: optional(rate),
    customers: optional(integer(1, customersMax)),
  });
  const sample = parseSampleId(asked.sample, samples);
  if (!sample) {
    throw problem(
      'unknown_sample',
      `There is no sample of field ${JSON.stringify(asked.sample.slice(0, 100))}.${sampleMeant(asked.sample, samples)} GET /api/v1/samples lists them all.`,
    );
  }
  const { count, exact: isExact } = asked;
  const request = {
    sample,
    wabaId: asked.waba_id,
    phoneNumberId: asked.phone_number_id,
    edits: editsOf(body, asked),
    seed: asked.seed,
    isExact,
    strict: asked.strict,
  };
  if (isExact && (asked.seed !== null || asked.customers !== null))
    throw problem('bad_request', '"exact" leaves nothing to draw: leave out "seed" and "customers".');
  if (count === null) {
    if (asked.rate_per_second === null && asked.customers === null) return { kind: 'once', request };
    throw problem('bad_request', '"rate_per_second" and "customers" need a "count".');
  }
  const customers = asked.customers ?? Math.min(count, customersDefault);
  return { kind: 'burst', request: { ...request, count, ratePerSecond: asked.rate_per_second, customers } };
}

/** Whom it happens to, in every request of the simulator. */
export const targetShape = {
  waba_id: {
    read: textOrNull,
    wants: 'the id of a WhatsApp Business Account, as text',
  },
  phone_number_id: optional({ read: textOrNull, wants: 'the id of a phone number, as text' }),
};

function textOrNull(value: unknown): { value: string } | null {
  return typeof value === 'string' ? { value } : null;
}

export const seedReader: Reader<string> = {
  read: (value) => (typeof value === 'string' && value.length >= 1 && value.length <= 100 ? { value } : null),
  wants: 'a text of 1 to 100 characters',
};

const rate: Reader<number> = {
  read: (value) =>
    typeof value === 'number' && value >= ratePerSecondMin && value <= ratePerSecondMax ? { value } : null,
  wants: `a number from ${ratePerSecondMin} to ${ratePerSecondMax}`,
};

const edits: Reader<object> = {
  read: (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length <= editsMax
      ? { value }
      : null,
  wants: `an object of at most ${editsMax} paths, each with its new value`,
};

const paths: Reader<string[]> = {
  read: (value) =>
    Array.isArray(value) && value.length <= editsMax && value.every((each) => typeof each === 'string')
      ? { value }
      : null,
  wants: `a list of at most ${editsMax} paths`,
};

/** A value that is no text is put in as it is written, so that a big number stays what it was. */
function editsOf(body: Uint8Array, { set, unset }: { set: object; unset: readonly string[] }): Edit[] {
  const sets = Object.entries(set).map(([path, value]): Edit => {
    if (typeof value === 'string') return { kind: 'set', path, text: value };
    const place = findMember(body, ['set', path]);
    const json = place ? new TextDecoder().decode(body.subarray(place.start, place.end)) : 'null';
    return { kind: 'set_json', path, json };
  });
  return [...sets, ...unset.map((path): Edit => ({ kind: 'unset', path }))];
}
