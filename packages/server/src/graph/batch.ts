// Batches: up to fifty calls in one request. Each is a call of its own, authenticated, counted and answered inside
// the process, in the order given. Guarantees that a batch can do nothing that its parts could not do alone.
import type { Clock } from '../base/clock.ts';
import { type Credentials, findToken } from './caller.ts';
import { GraphError, graphError } from './graph-error.ts';
import { notImplemented } from './implemented.ts';
import type { CallParameters } from './parameters.ts';
import type { GraphReply } from './reply.ts';
import type { GraphRequest } from './request.ts';

const itemsMax = 50;
/** As long as the longest address that the HTTP server takes. */
const relativeUrlLengthMax = 8192;
/** Items not begun by then are answered null, as Meta answers those that took too long. */
const batchMs = 60_000;

interface BatchItem {
  method: string;
  path: string;
  query: URLSearchParams;
  /** As a form. */
  body: string;
}

export async function performBatch(
  call: Credentials,
  { perform, clock }: { perform: (request: GraphRequest) => Promise<GraphReply>; clock: Pick<Clock, 'now'> },
): Promise<readonly (object | null)[]> {
  const items = readItems(call.parameters);
  const withHeaders = call.parameters.flag('include_headers') ?? true;
  const shared = sharedCredentials(call);
  const endsAt = clock.now() + batchMs;
  const answers: (object | null)[] = [];
  for (const item of items) {
    const isLate = clock.now() > endsAt;
    answers.push(isLate ? null : showReply(await perform(requestOf(item, shared)), withHeaders));
  }
  return answers;
}

function readItems(parameters: CallParameters): BatchItem[] {
  const given = parameters.values('batch').at(-1);
  if (given === undefined) throw graphError('parameterMissing', { name: 'batch' });
  const items = typeof given === 'string' ? parseOrNull(given) : given;
  if (!Array.isArray(items)) throw invalid('Param batch must be an array');
  if (items.length === 0) throw invalid('Param batch must not be empty');
  if (items.length > itemsMax)
    throw invalid(`Too many requests in batch message. Maximum batch size is ${itemsMax}`);
  return items.map((item, at) => readItem(item, `batch[${at}]`));
}

function readItem(item: unknown, name: string): BatchItem {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw invalid(`Param ${name} must be an object`);
  const members = new Map<string, unknown>(Object.entries(item));
  // Ignored, these would make a batch that means something else.
  for (const unsupported of ['depends_on', 'attached_files']) {
    if (members.has(unsupported)) throw notImplemented(`${unsupported} in a batch`);
  }
  const url = textOf(members, 'relative_url', name) ?? '';
  if (url.length > relativeUrlLengthMax) {
    throw invalid(`Param ${name}[relative_url] must not be longer than ${relativeUrlLengthMax} characters`);
  }
  const [path = '', ...query] = url.split('?');
  return {
    method: (textOf(members, 'method', name) ?? 'GET').toUpperCase(),
    path: path.startsWith('/') ? path : `/${path}`,
    query: new URLSearchParams(query.join('?')),
    body: textOf(members, 'body', name) ?? '',
  };
}

function textOf(members: ReadonlyMap<string, unknown>, member: string, name: string): string | undefined {
  const value = members.get(member);
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(`Param ${name}[${member}] must be a string`);
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What items without an access token of their own are sent with. */
interface SharedCredentials {
  token: string;
  proof: Record<string, string>;
}

function sharedCredentials(call: Credentials): SharedCredentials | null {
  let token: string;
  try {
    token = findToken(call);
  } catch (error) {
    // Every item may bring its own; one that does not is refused for itself.
    if (error instanceof GraphError && error.kind.code === 104) return null;
    throw error;
  }
  const proof: Record<string, string> = {};
  for (const name of ['appsecret_proof', 'appsecret_time']) {
    const value = call.parameters.text(name);
    if (value !== undefined) proof[name] = value;
  }
  return { token, proof };
}

function requestOf({ method, path, query, body }: BatchItem, shared: SharedCredentials | null): GraphRequest {
  const hasOwn = query.has('access_token') || new URLSearchParams(body).has('access_token');
  const headers = new Map<string, string>();
  if (shared && !hasOwn) {
    // In the header and not in the query, so that links to a next page do not repeat it.
    headers.set('authorization', `Bearer ${shared.token}`);
    for (const [name, value] of Object.entries(shared.proof)) if (!query.has(name)) query.set(name, value);
  }
  const contentType = 'application/x-www-form-urlencoded';
  return { method, path, query, headers, contentType, body: new TextEncoder().encode(body) };
}

function showReply({ status, headers, body }: GraphReply, withHeaders: boolean): object {
  const shown = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return {
    code: status,
    ...(withHeaders && { headers: shown }),
    body: typeof body === 'string' ? body : new TextDecoder().decode(body),
  };
}

function invalid(detail: string): GraphError {
  return graphError('parameterInvalid', { detail });
}
