// The parameters of /{app-id}/subscriptions, read and judged before anything is done: object, callback, fields.
// Wire names end here.
import { fieldNames } from '@wahook/receiver/protocol/fields';
import { quote } from '@wahook/receiver/protocol/quote';
import { graphError } from './graph-error.ts';
import type { CallParameters } from './parameters.ts';

/** The one object that has webhooks here. */
export const webhookObject = 'whatsapp_business_account';

/** What a POST asks for; undefined: leave it as it is. */
export interface SubscriptionChange {
  callbackUrl: string | undefined;
  verifyToken: string | undefined;
  includeValues: boolean | undefined;
  fields: readonly string[] | undefined;
}

/** Meta names no limit. The token travels in a query, and servers in front of receivers stop at 8 kB. */
const verifyTokenLengthMax = 2048;

/** Meta's OpenAPI description has the singular, so generated clients send it. No event carries it. */
const fieldAliases = new Map([['group_participant_update', 'group_participants_update']]);

export function readChange(parameters: CallParameters, extraFields: readonly string[]): SubscriptionChange {
  requireObject(parameters);
  const change = {
    callbackUrl: parameters.text('callback_url'),
    verifyToken: parameters.text('verify_token'),
    includeValues: parameters.flag('include_values'),
    fields: readFields(parameters, extraFields),
  };
  if (change.callbackUrl === '') throw graphError('parameterMissing', { name: 'callback_url' });
  if (change.verifyToken === '') throw graphError('parameterMissing', { name: 'verify_token' });
  if (change.verifyToken !== undefined) checkVerifyToken(change.verifyToken);
  return change;
}

export function checkVerifyToken(verifyToken: string): void {
  if (verifyToken.length <= verifyTokenLengthMax) return;
  const detail = `Param verify_token must not be longer than ${verifyTokenLengthMax} characters`;
  throw graphError('parameterInvalid', { detail });
}

/** What a DELETE removes: these fields, or everything. */
export function readRemoval(
  parameters: CallParameters,
  extraFields: readonly string[],
): readonly string[] | 'all' {
  if (parameters.values('object').length > 0) requireObject(parameters);
  const fields = readFields(parameters, extraFields);
  if (fields === undefined) return 'all';
  // Whoever sends an empty list has computed one, and does not mean everything.
  if (fields.length === 0) {
    const detail = 'Param fields is empty; leave it out to remove the whole subscription';
    throw graphError('parameterInvalid', { detail });
  }
  return fields;
}

function requireObject(parameters: CallParameters): void {
  const object = parameters.text('object');
  if (object === undefined) throw graphError('parameterMissing', { name: 'object' });
  if (object !== webhookObject) throw notOneOf('object', [webhookObject], object);
}

/** The named fields, or undefined when the parameter is absent. `extraFields` are accepted beside the catalogue. */
function readFields(
  parameters: CallParameters,
  extraFields: readonly string[],
): readonly string[] | undefined {
  const names = parameters.list('fields')?.map((name) => fieldAliases.get(name) ?? name);
  if (names === undefined) return undefined;
  const known = new Set([...fieldNames, ...extraFields]);
  for (const [at, name] of names.entries()) {
    if (!known.has(name)) throw notOneOf(`fields[${at}]`, [...known], name);
  }
  return [...new Set(names)];
}

function notOneOf(name: string, choices: readonly string[], given: string) {
  const detail = `Param ${name} must be one of {${choices.join(', ')}} - got "${quote(given)}".`;
  return graphError('parameterInvalid', { detail });
}
