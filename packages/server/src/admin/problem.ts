// Errors outside the Graph API as RFC 9457 problem details. One catalogue: `type` is a stable URN made of the
// code, `detail` names the cause and the cure.
import type { FastifyReply } from 'fastify';
import type { PublishWarning } from '../accept/publish.ts';
import { type RefusalCode, refusals } from '../accept/refusal.ts';

export interface Problem {
  code: ProblemCode;
  detail: string;
  /** Byte offset in the body, where the cause has a place. */
  at?: number;
  retryAfterSeconds?: number;
  /** One by one, where there are several; `detail` then holds them all. */
  problems?: readonly string[];
  /** What a body was warned of, in the shape of a 202. */
  warnings?: readonly PublishWarning[];
  more_warnings?: number;
}

/** Thrown by routes, so that a handler reads from top to bottom; mount turns it into the answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;
  constructor(of: Problem) {
    super(of.detail);
    this.problem = of;
  }
}

export function problem(code: ProblemCode, detail: string): ApiProblem {
  return new ApiProblem({ code, detail });
}

const ownProblems = {
  bad_request: { status: 400, when: 'a parameter or body that cannot be read' },
  bad_idempotency_key: {
    status: 400,
    when: 'an Idempotency-Key that is not 1 to 255 printable ASCII characters',
  },
  duplicate_header: { status: 400, when: 'Host or Authorization sent twice' },
  http_version: { status: 400, when: 'HTTP/0.9' },
  request_target: { status: 400, when: 'a request target that is not a path' },
  transfer_encoding: { status: 400, when: 'Transfer-Encoding in HTTP/1.0' },
  admin_key_required: { status: 401, when: 'no admin key, a wrong one, or a revoked one' },
  scope_missing: { status: 403, when: 'the admin key may not do this; the detail names the scope it lacks' },
  faults_not_allowed: {
    status: 403,
    when: 'faults for an app, on a server whose setting allow_faults is off',
  },
  simulator_off: { status: 403, when: 'the simulator, on a server whose setting `simulator` is false' },
  origin_not_allowed: { status: 403, when: 'a page of another site calls a development server' },
  not_found: { status: 404, when: 'a path with nothing behind it' },
  unknown_event: { status: 404, when: 'an event that does not exist' },
  unknown_delivery: { status: 404, when: 'a delivery that does not exist' },
  unknown_endpoint: { status: 404, when: 'an endpoint that does not exist' },
  unknown_replay: { status: 404, when: 'a replay that does not exist' },
  unknown_scenario: { status: 404, when: 'a scenario that does not exist' },
  unknown_run: { status: 404, when: 'a run of the simulator that does not exist, or ended long ago' },
  unknown_doctor_run: { status: 404, when: 'an examination that does not exist, or was long ago' },
  unknown_business: { status: 404, when: 'a business that does not exist' },
  unknown_app: { status: 404, when: 'an app that does not exist' },
  unknown_phone_number: { status: 404, when: 'a phone number that does not exist, or not on that account' },
  unknown_user: { status: 404, when: 'a user that does not exist' },
  unknown_token: { status: 404, when: 'a token that does not exist' },
  unknown_key: { status: 404, when: 'an admin key that does not exist' },
  unknown_permission: { status: 404, when: 'a permission that apps cannot ask for' },
  already_exists: { status: 409, when: 'an id, a token or a label that is in use' },
  review_step_refused: { status: 409, when: 'a step of App Review that cannot follow the present state' },
  callback_not_verified: {
    status: 409,
    when: 'a client certificate for an app whose callback has not answered the handshake',
  },
  not_applicable: { status: 409, when: 'a change that would mean nothing for this one; the detail says why' },
  nothing_to_replay: {
    status: 409,
    when: 'a replay of which nothing could be sent; the detail says why',
  },
  too_many_replays: { status: 409, when: 'as many replays as there may be are running' },
  doctor_busy: { status: 409, when: 'as many examinations as there may be are running, or one of this host' },
  method_not_allowed: { status: 405, when: 'a method that nothing here takes, such as TRACE' },
  target_too_long: { status: 414, when: 'an address of more than 8,192 characters' },
  content_encoding: { status: 415, when: 'a compressed body' },
  content_type: { status: 415, when: 'a Content-Type with control or non-ASCII characters' },
  host_not_allowed: { status: 421, when: 'a development server called by another name than localhost' },
  too_many_headers: { status: 431, when: 'more than 100 headers' },
  internal: { status: 500, when: 'a fault of wahook; its log says which' },
} as const satisfies Record<string, { status: number; when: string }>;

export type ProblemCode = RefusalCode | keyof typeof ownProblems;

export const problems: ReadonlyMap<ProblemCode, { status: number; when: string }> = new Map<
  ProblemCode,
  { status: number; when: string }
>([
  ...refusals,
  // Listed by the object's own keys, which are the codes.
  ...(Object.keys(ownProblems) as (keyof typeof ownProblems)[]).map(
    (code) => [code, ownProblems[code]] as const,
  ),
]);

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  431: 'Too many headers',
  500: 'Internal error',
  503: 'Unavailable',
};

export function sendProblem(reply: FastifyReply, of: Problem): FastifyReply {
  const { code, detail, at, retryAfterSeconds, problems: several, warnings, more_warnings: more } = of;
  const status = problems.get(code)?.status ?? 500;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:wahook:problem:${code}`,
        title: titles[status],
        status,
        code,
        detail,
        ...(at === undefined ? {} : { at }),
        ...(several && { problems: several }),
        ...(warnings && { warnings }),
        ...(more !== undefined && { more_warnings: more }),
      }),
    );
}
