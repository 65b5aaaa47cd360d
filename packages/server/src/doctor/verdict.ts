// The score in sentences: how many pass, what failing would cost, and what to mend first. And as values, for scripts.
import type { Harm } from './check.ts';
import type { Report, Row } from './run.ts';

const costs: Record<Harm, (count: string) => string> = {
  blocks: (count) => `${count} keep the callback URL from being confirmed`,
  loses: (count) => `${count} would lose notifications`,
  forged: (count) => `${count} let strangers in`,
  repeats: (count) => `${count} would handle or fetch things more than once`,
  slow: (count) => `${count} would make it late`,
  untidy: (count) => `${count} are untidy`,
};

/** Worst first. */
const harms: readonly Harm[] = ['forged', 'blocks', 'loses', 'repeats', 'slow', 'untidy'];

export function verdictOf({ rows, passed, failed, skipped }: Report): string[] {
  const notSeen = skipped > 0 ? ` ${skipped} could not be seen or were not run.` : '';
  const score = `${passed} of ${passed + failed} pass.${notSeen}`;
  if (failed === 0) return [score];
  const bad = rows.filter(({ state }) => state === 'failed');
  const counts = harms.flatMap((harm) => {
    const count = bad.filter((row) => row.harm === harm).length;
    return count === 0 ? [] : [costs[harm](String(count))];
  });
  return [score, `${counts.join('; ')}.`, `Mend ${firstOf(bad)?.id ?? ''} first.`];
}

/** What hides the others comes first: whether anything gets in, then what harms most. */
function firstOf(bad: readonly Row[]): Row | undefined {
  const plain = bad.find(({ id }) => id === 'signature-plain');
  return plain ?? harms.map((harm) => bad.find((row) => row.harm === harm)).find((row) => row !== undefined);
}

/** `ok` is null for what could not be seen: neither passed nor failed. */
export function reportValues(report: Report): object {
  const { rows, passed, failed, skipped, framework, batching, complete, durationMs } = report;
  return {
    passed,
    failed,
    skipped,
    verdict: verdictOf(report).join(' '),
    framework,
    batching,
    complete,
    duration_ms: Math.round(durationMs),
    checks: rows.map(rowValues),
  };
}

export function rowValues(row: Row): object {
  const ok = row.state === 'skipped' ? null : row.state === 'passed';
  return {
    id: row.id,
    ok,
    diagnosis: row.diagnosis,
    group: row.group,
    sends: row.sends,
    expects: row.expects,
    why: row.why,
    cure: row.cure,
    ...(row.difference && { difference: row.difference }),
    duration_ms: Math.round(row.durationMs),
  };
}
