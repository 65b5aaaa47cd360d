// Which WABAs a token's scopes are narrowed to, as JSON in one column: a short list that is only ever read and
// written whole.

import type { GranularTarget } from '../nouns.ts';
import { text } from '../rows.ts';
import type { Row } from '../sqlite-driver.ts';

export function granularTargetsText(targets: readonly GranularTarget[]): string {
  return JSON.stringify(targets.map(({ scope, targetIds }) => ({ scope, targetIds })));
}

export function toGranularTargets(row: Row): GranularTarget[] {
  const parsed: unknown = JSON.parse(text(row, 'granular_targets'));
  if (!Array.isArray(parsed) || !parsed.every(isGranularTarget)) {
    throw new Error(
      'Column granular_targets should hold a list of scopes with the ids they are narrowed to.',
    );
  }
  return parsed;
}

function isGranularTarget(value: unknown): value is GranularTarget {
  return (
    typeof value === 'object' &&
    value !== null &&
    'scope' in value &&
    typeof value.scope === 'string' &&
    'targetIds' in value &&
    Array.isArray(value.targetIds) &&
    value.targetIds.every((id) => typeof id === 'string')
  );
}
