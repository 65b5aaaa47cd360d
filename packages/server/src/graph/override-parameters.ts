// The parameters of a callback override, for a WABA and for one of its phone numbers. Wire names end here.
// A value that is there but empty is never read as "not given": on a WABA it would silently divert notifications.
import { graphError } from './graph-error.ts';
import type { CallParameters } from './parameters.ts';
import { checkVerifyToken } from './subscription-parameters.ts';

export type OverrideChange = { kind: 'remove' } | { kind: 'set'; url: string; verifyToken: string };

/** Meta's limit for override URLs. */
export const overrideUrlLengthMax = 200;

/** A POST to subscribed_apps without parameters removes the override. */
export function readWabaOverride(parameters: CallParameters): OverrideChange {
  const url = parameters.text('override_callback_uri');
  const verifyToken = parameters.text('verify_token');
  if (url === undefined && verifyToken === undefined) return { kind: 'remove' };
  return complete(url, verifyToken);
}

/** `webhook_configuration`: an object, or its JSON as text. An empty URI removes the override. */
export function readNumberOverride(parameters: CallParameters): OverrideChange {
  const configuration = readConfiguration(parameters);
  const url = member(configuration, 'override_callback_uri');
  const verifyToken = member(configuration, 'verify_token');
  if (url === '') return { kind: 'remove' };
  return complete(url, verifyToken);
}

function complete(url: string | undefined, verifyToken: string | undefined): OverrideChange {
  if (!url) throw graphError('parameterMissing', { name: 'override_callback_uri' });
  if (!verifyToken) throw graphError('parameterMissing', { name: 'verify_token' });
  checkVerifyToken(verifyToken);
  return { kind: 'set', url, verifyToken };
}

function readConfiguration(parameters: CallParameters): Map<string, unknown> {
  const prefix = 'webhook_configuration';
  const given = parameters.values(prefix).at(-1);
  if (given !== undefined) return asObject(typeof given === 'string' ? parseOrNull(given) : given);
  // PHP's way to write an object into a form.
  const members = ['override_callback_uri', 'verify_token'].map(
    (name) => [name, parameters.values(`${prefix}[${name}]`).at(-1)] as const,
  );
  if (members.every(([, value]) => value === undefined))
    throw graphError('parameterMissing', { name: prefix });
  return new Map(members);
}

function asObject(value: unknown): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw graphError('parameterInvalid', { detail: 'Param webhook_configuration must be an object' });
  }
  return new Map(Object.entries(value));
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function member(configuration: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = configuration.get(name);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && !/\p{Surrogate}/u.test(value)) return value;
  throw graphError('parameterInvalid', { detail: `Param webhook_configuration[${name}] must be a string` });
}
