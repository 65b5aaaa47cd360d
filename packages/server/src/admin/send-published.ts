// What the sender of an event is answered: what was accepted, or the refusal as a problem.
import type { FastifyReply } from 'fastify';
import type { Published } from '../accept/publish.ts';
import type { Refusal } from '../accept/refusal.ts';
import type { Warned } from '../accept/warnings.ts';
import { ApiProblem, type Problem, sendProblem } from './problem.ts';

export function sendPublished(
  reply: FastifyReply,
  published: Published,
  more: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  if (!published.ok)
    return sendProblem(reply, { ...problemOf(published.refusal), ...showWarnings(published) });
  if (published.repeated) reply.header('idempotent-replayed', 'true');
  return reply.code(202).send({
    accepted: published.accepted,
    duplicates: published.duplicates,
    first_seq: published.firstSeq,
    last_seq: published.lastSeq,
    ...showWarnings(published),
    ...more,
  });
}

export function showWarnings({
  warnings,
  moreWarnings,
}: Warned): Pick<Problem, 'warnings' | 'more_warnings'> {
  return {
    ...(warnings && { warnings }),
    ...(moreWarnings !== undefined && { more_warnings: moreWarnings }),
  };
}

export function refusalProblem(refusal: Refusal, warned: Warned = {}): ApiProblem {
  return new ApiProblem({ ...problemOf(refusal), ...showWarnings(warned) });
}

function problemOf({ code, message, at, retryAfterSeconds }: Refusal): Problem {
  return {
    code,
    detail: message,
    ...(at !== undefined && { at }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}
