// The four forms in which AWS hands an HTTP request to a function: API Gateway's REST APIs (v1), its HTTP APIs
// (v2), function URLs (v2 too) and load balancers. Pure: event in, request out; what is in none of these forms
// is null.
import { notificationBytesMax } from '../protocol/limits.ts';
import type { BodyRead } from './exchange.ts';

type Strings = Readonly<Record<string, string | undefined>> | null | undefined;
type StringLists = Readonly<Record<string, readonly string[] | undefined>> | null | undefined;

/** All members are optional, because one event has those of one form. */
export type LambdaEvent = {
  version?: string;
  httpMethod?: string;
  headers?: Strings;
  multiValueHeaders?: StringLists;
  queryStringParameters?: Strings;
  multiValueQueryStringParameters?: StringLists;
  rawQueryString?: string;
  /** `unknown`, because middleware that parses bodies leaves its result here. */
  body?: unknown;
  isBase64Encoded?: boolean;
  requestContext?: {
    http?: { method?: string };
    elb?: unknown;
    identity?: { clientCert?: unknown } | null;
    authentication?: { clientCert?: unknown } | null;
  };
};

export type LambdaForm = 'rest' | 'http' | 'load_balancer';

export function formOf(event: LambdaEvent): LambdaForm | null {
  if (typeof event !== 'object' || event === null) return null;
  if (typeof event.requestContext?.http?.method === 'string') return 'http';
  if (typeof event.httpMethod !== 'string') return null;
  return event.requestContext?.elb === undefined ? 'rest' : 'load_balancer';
}

export function methodOf(event: LambdaEvent): string {
  return event.requestContext?.http?.method ?? event.httpMethod ?? '';
}

/** The lines of a header: names come in any case, in a map of single values, of lists, or in both. */
export function headerLines(event: LambdaEvent, name: string): string[] {
  const lists = linesIn(event.multiValueHeaders, name);
  return lists.length > 0 ? lists : linesIn(event.headers, name);
}

function linesIn(headers: Strings | StringLists, name: string): string[] {
  return Object.entries(headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? [])
    .map(String);
}

export function queryOfEvent(event: LambdaEvent, form: LambdaForm): URLSearchParams {
  if (form === 'http') return new URLSearchParams(event.rawQueryString ?? '');
  const pairs = Object.entries(
    event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {},
  ).flatMap(([key, value]) => [value ?? []].flat().map((one): [string, string] => [key, String(one)]));
  // A load balancer passes names and values as they were written, REST APIs decode them.
  return form === 'load_balancer'
    ? new URLSearchParams(pairs.map(([key, value]) => `${key}=${value}`).join('&'))
    : new URLSearchParams(pairs);
}

/** The bytes that came: base64 of them, or the text that AWS made of them, which is UTF-8. */
export function bodyOf({ body, isBase64Encoded }: LambdaEvent): BodyRead {
  if (body === null || body === undefined) return { kind: 'whole', body: new Uint8Array() };
  if (typeof body !== 'string') return { kind: 'consumed' };
  // Before decoding, because the bound is there to save memory; four characters of base64 are three bytes.
  const bytesAtLeast = isBase64Encoded ? Math.floor(body.length / 4) * 3 - 2 : body.length;
  if (bytesAtLeast > notificationBytesMax) return { kind: 'too_large' };
  return { kind: 'whole', body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
}

/** What API Gateway says about the certificate of a client; it shows up here only after it was verified. */
export function certificateOf({ requestContext }: LambdaEvent): unknown {
  return requestContext?.identity?.clientCert ?? requestContext?.authentication?.clientCert;
}
