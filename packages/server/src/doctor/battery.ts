// All checks in the order they are run, and the choice of some of them. Their facts are docs/doctor.md.
import type { Check, Group } from './check.ts';
import { batchChecks } from './checks/batch.ts';
import { certificateChecks } from './checks/certificate.ts';
import { contentChecks } from './checks/content.ts';
import { fieldChecks } from './checks/fields.ts';
import { forgeryChecks } from './checks/forgeries.ts';
import { handshakeChecks } from './checks/handshake.ts';
import { httpChecks } from './checks/http.ts';
import { lifeChecks } from './checks/life.ts';
import { loadChecks } from './checks/load.ts';
import { signatureChecks } from './checks/signature.ts';

export const battery: readonly Check[] = [
  ...handshakeChecks,
  ...signatureChecks,
  ...forgeryChecks,
  ...fieldChecks,
  ...contentChecks,
  ...batchChecks,
  ...lifeChecks,
  ...httpChecks,
  ...loadChecks,
  ...certificateChecks,
];

export interface Choice {
  /** Ids or groups; empty means all. */
  only: readonly string[];
  skip: readonly string[];
}

/** In the order of the battery; the words that name nothing stand in `unknown`. */
export function chooseChecks({ only, skip }: Choice): { checks: Check[]; unknown: string[] } {
  const names = new Set<string>(
    battery.flatMap(({ id, group }: { id: string; group: Group }) => [id, group]),
  );
  const unknown = [...only, ...skip].filter((word) => !names.has(word));
  const named = (words: readonly string[], { id, group }: Check) =>
    words.includes(id) || words.includes(group);
  const checks = battery.filter((check) => (only.length === 0 || named(only, check)) && !named(skip, check));
  return { checks, unknown };
}
