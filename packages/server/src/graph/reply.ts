// What the Graph API answers, and the headers that every answer carries. The trace id ties an answer to the
// operator's log. No Access-Control-Allow-Origin, although Meta sends one: a page in the browser of a developer
// must not be able to drive a local server whose demo tokens are public.
import { type GraphError, renderGraphError } from './graph-error.ts';

export interface GraphReply {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string;
}

/** What is known of a call however it ends. */
export interface ReplyContext {
  /** 23 characters, the first an A, as in Meta's errors. */
  traceId: string;
  version: string;
  /** How much of the caller's budget is used. */
  usage: Record<string, string>;
  /** Indented for people. */
  pretty: boolean;
}

export function newTraceId(random: (bytes: number) => Uint8Array): string {
  return `A${Buffer.from(random(17)).toString('base64url').slice(0, 22)}`;
}

export function replySuccess(value: object, context: ReplyContext): GraphReply {
  return {
    status: 200,
    headers: { ...commonHeaders(context), 'cache-control': 'private, no-cache, no-store, must-revalidate' },
    body: write(value, context),
  };
}

export function replyError(error: GraphError, context: ReplyContext): GraphReply {
  const { status, challenge } = error.kind;
  const headers: Record<string, string> = { ...commonHeaders(context), 'cache-control': 'no-store' };
  if (challenge) {
    headers['www-authenticate'] = `OAuth "Facebook Platform" "${challenge}" "${error.message}"`;
  }
  return { status, headers, body: write(renderGraphError(error, context.traceId), context) };
}

function write(value: object, { pretty }: ReplyContext): string {
  return JSON.stringify(value, null, pretty ? 2 : 0);
}

function commonHeaders({ traceId, version, usage }: ReplyContext): Record<string, string> {
  return {
    'content-type': 'application/json; charset=UTF-8',
    'facebook-api-version': version,
    'x-fb-request-id': traceId,
    'x-fb-trace-id': traceId.slice(-11),
    pragma: 'no-cache',
    expires: 'Sat, 01 Jan 2000 00:00:00 GMT',
    // Tokens may stand in the query of these addresses.
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...usage,
  };
}
