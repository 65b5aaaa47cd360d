// The audit log: every change, who made it, with old and new where they may be shown.
import type { FastifyInstance } from 'fastify';
import type { AdminDeps } from '../deps.ts';
import { optional, readQuery, text, wholeNumber, withDefault } from '../members.ts';
import { needs, page, queryOf } from '../request.ts';
import { isoTime } from '../show.ts';

export function mountAudit(api: FastifyInstance, { store }: AdminDeps): void {
  api.get('/audit', needs('read'), async (request) => {
    const { subject, before, limit } = readQuery(queryOf(request), {
      subject: optional(text(64)),
      before: optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
      limit: withDefault(wholeNumber(1, 1000), 50),
    });
    const entries = await store.audit.list({
      limit,
      ...(subject !== null && { subject }),
      ...(before !== null && { beforeId: before }),
    });
    const shown = entries.map(({ at, ...entry }) => ({ ...entry, at: isoTime(at) }));
    return page(shown, entries.at(-1)?.id, limit);
  });
}
