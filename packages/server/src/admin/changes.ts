// What every successful change has in common: a line in the audit log, and routing that has read it before the
// answer goes out, so that a caller who sees "done" finds it in effect.
import type { FastifyRequest } from 'fastify';
import type { AuditEntry } from '../store/nouns.ts';
import type { AdminDeps } from './deps.ts';

export interface Change {
  /** Noun and verb: `app.created`. */
  action: string;
  /** Graph id, or what stands for one. */
  subject: string;
  /** Old and new where they may be shown; never a secret. */
  details: AuditEntry['details'];
}

export async function noteChange(
  { store, routing, clock }: Pick<AdminDeps, 'store' | 'routing' | 'clock'>,
  request: FastifyRequest,
  change: Change,
): Promise<void> {
  const actor = request.caller?.actor ?? 'key:unknown';
  await store.audit.record({ at: clock.now(), actor, ...change });
  await routing.refresh();
}

type Shown = string | number | boolean | null;

/** `mode` and `mode_before` for each member whose value has changed. */
export function differences<T extends Readonly<Record<string, Shown>>>(
  before: T,
  after: T,
): AuditEntry['details'] {
  const details: Record<string, Shown> = {};
  for (const [name, value] of Object.entries(after)) {
    const old = before[name] ?? null;
    if (old === value) continue;
    details[`${name}_before`] = old;
    details[name] = value;
  }
  return details;
}
