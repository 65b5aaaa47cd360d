// What `wahook doctor` says to a person: a line a group while it runs, then every failure in full, then the score.
// Failures that read alike, as those of fields often do, are told once.
import { groups } from '../../doctor/check.ts';
import { frameworkNames } from '../../doctor/framework.ts';
import type { Report, Row } from '../../doctor/run.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import type { Paint } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { aligned } from '../terminal/table.ts';

export function scorecardLines(report: Report, { url, paint }: { url: string; paint: Paint }): string[] {
  const { rows, framework } = report;
  const failures = familiesOf(rows.filter(({ state }) => state === 'failed'));
  const built = framework ? `, which looks like ${frameworkNames[framework]}` : '';
  return [
    paint.strong(`Doctor for ${printable(url)}${built}`),
    '',
    ...groupLines(rows, paint),
    ...failures.flatMap((family) => ['', ...failureLines(family, paint)]),
    ...notSeenLines(rows, paint),
    ...remarkLines(rows, paint),
    '',
    ...verdictOf(report).map((line, no) => (no === 0 ? paint.strong(line) : line)),
    ...(report.rows.some(({ group }) => group === 'batch') ? [batchingLine(report)] : []),
  ];
}

/** While it runs: nothing for what passes, so that what fails is seen as it comes. */
export function progressLine(row: Row, paint: Paint): string | null {
  if (row.state !== 'failed') return null;
  return `${paint.bad('✗')} ${row.id}: ${printable(row.diagnosis, progressLengthMax)}`;
}

const progressLengthMax = 160;

function groupLines(rows: readonly Row[], paint: Paint): string[] {
  const cells = groups.flatMap((group) => {
    const own = rows.filter((row) => row.group === group);
    if (own.length === 0) return [];
    const passed = own.filter(({ state }) => state === 'passed').length;
    const failed = own.filter(({ state }) => state === 'failed').length;
    const skipped = own.length - passed - failed;
    const score = passed + failed === 0 ? '-' : `${passed} of ${passed + failed}`;
    return [{ group, score, failed, skipped }];
  });
  const lines = aligned(
    cells.map(({ group, score, skipped }) => [group, score, skipped > 0 ? `${skipped} not seen` : '']),
  );
  return lines.map((line, no) => {
    const cell = cells[no];
    if (cell?.score === '-') return `  - ${line}`;
    return cell?.failed ? `  ${paint.bad('✗')} ${line}` : `  ${paint.good('✓')} ${line}`;
  });
}

interface Family {
  first: Row;
  others: Row[];
}

/** Rows of one group with the same cure and the same answer make one family. */
function familiesOf(rows: readonly Row[]): Family[] {
  const families = new Map<string, Family>();
  for (const row of rows) {
    const key = row.group === 'fields' ? `${row.group} ${row.cure} ${withoutField(row)}` : row.id;
    const family = families.get(key);
    if (family) family.others.push(row);
    else families.set(key, { first: row, others: [] });
  }
  return [...families.values()];
}

function withoutField({ id, diagnosis }: Row): string {
  return diagnosis.replaceAll(id.replace('field-', '').replaceAll('-', '_'), '');
}

function failureLines({ first, others }: Family, paint: Paint): string[] {
  const ids = [first, ...others].map(({ id }) => id);
  const { difference } = first;
  return [
    paint.bad(`✗ ${ids.join(', ')}`),
    ...labelled(
      'sent',
      others.length === 0 ? first.sends : `a plain notification of each of ${ids.length} fields`,
    ),
    ...labelled('found', first.diagnosis),
    ...(difference ? [...labelled('body', difference.body), ...labelled('hashed', difference.hashed)] : []),
    ...labelled('why', first.why),
    ...(first.cure === '' ? [] : labelled('mend', first.cure)),
  ];
}

function labelled(name: string, text: string): string[] {
  return [`    ${name.padEnd(7)} ${printable(text)}`];
}

function notSeenLines(rows: readonly Row[], paint: Paint): string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, state, diagnosis } of rows) {
    if (state === 'skipped') byReason.set(diagnosis, [...(byReason.get(diagnosis) ?? []), id]);
  }
  if (byReason.size === 0) return [];
  const lines = [...byReason].map(([reason, ids]) => `    ${ids.join(', ')}: ${printable(reason)}`);
  return ['', paint.strong('Not seen, so neither passed nor failed:'), ...lines];
}

function remarkLines(rows: readonly Row[], paint: Paint): string[] {
  const remarked = rows.filter(({ state, diagnosis }) => state === 'passed' && diagnosis !== '');
  if (remarked.length === 0) return [];
  return ['', ...remarked.map(({ id, diagnosis }) => paint.faint(`  ${id}: ${printable(diagnosis)}`))];
}

function batchingLine({ batching }: Report): string {
  switch (batching) {
    case 'yes':
      return 'Batching: safe to switch on.';
    case 'no':
      return 'Batching: do not switch it on, it would lose notifications.';
    case 'unknown':
      return 'Batching: not known; run with --observe or --observe-log before switching it on.';
  }
}
