// The report as JUnit XML, for CI. Whatever an endpoint answered comes out as text that no parser trips over:
// markup escaped, and characters that XML 1.0 cannot hold replaced.
import type { Report, Row } from './run.ts';

/** Everything outside the Char production of XML 1.0, lone surrogates too. */
const unholdable = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // As they are, an attribute would lose them.
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

export function escapeXml(text: string): string {
  return text.replaceAll(unholdable, '\ufffd').replaceAll(/[&<>"'\n\r\t]/g, (each) => entities[each] ?? each);
}

export function junitXml(report: Report, url: string): string {
  const { rows, failed, skipped, durationMs } = report;
  const suite = attributes({
    name: `wahook doctor ${withoutQuery(url)}`,
    tests: rows.length,
    failures: failed,
    errors: 0,
    skipped,
    time: seconds(durationMs),
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${suite}>`,
    ...rows.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(row: Row): string {
  const head = `    <testcase${attributes({ classname: `doctor.${row.group}`, name: row.id, time: seconds(row.durationMs) })}`;
  switch (row.state) {
    case 'passed':
      return `${head}/>`;
    case 'skipped':
      return `${head}><skipped${attributes({ message: row.diagnosis })}/></testcase>`;
    case 'failed': {
      const text = [
        `sent: ${row.sends}`,
        `expected: ${row.expects}`,
        `found: ${row.diagnosis}`,
        `why: ${row.why}`,
        ...(row.cure === '' ? [] : [`mend: ${row.cure}`]),
      ].join('\n');
      return `${head}><failure${attributes({ message: row.diagnosis, type: row.harm })}>${escapeXml(text)}</failure></testcase>`;
    }
  }
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

/** A query may hold a key of the app's own. */
function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
