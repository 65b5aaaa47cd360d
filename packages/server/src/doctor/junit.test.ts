import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml, junitXml } from './junit.ts';
import type { Report, Row } from './run.ts';
import { reportValues, verdictOf } from './verdict.ts';

const row = (more: Partial<Row>): Row => ({
  id: 'a',
  group: 'http',
  harm: 'loses',
  sends: 'x',
  expects: 'y',
  why: 'z',
  source: 's',
  state: 'passed',
  diagnosis: '',
  cure: '',
  difference: null,
  durationMs: 12,
  ...more,
});

const reportOf = (rows: Row[]): Report => ({
  rows,
  passed: rows.filter(({ state }) => state === 'passed').length,
  failed: rows.filter(({ state }) => state === 'failed').length,
  skipped: rows.filter(({ state }) => state === 'skipped').length,
  framework: null,
  batching: 'unknown',
  complete: true,
  durationMs: 1_500,
});

const rows = [
  row({}),
  row({ id: 'b', state: 'failed', diagnosis: 'got <pre>"&\u0000', cure: 'mend it' }),
  row({ id: 'c', state: 'skipped', diagnosis: 'not seen' }),
];

describe('JUnit XML', () => {
  it('has a case a check, and counts', () => {
    const xml = junitXml(reportOf(rows), 'http://localhost:1/webhook?key=hidden');
    expect(xml).toContain(
      '<testsuite name="wahook doctor http://localhost:1/webhook" tests="3" failures="1" errors="0" skipped="1" time="1.500">',
    );
    expect(xml).toContain('<testcase classname="doctor.http" name="a" time="0.012"/>');
    expect(xml).toContain('message="got &lt;pre&gt;&quot;&amp;\ufffd" type="loses"');
    expect(xml).toContain('<skipped message="not seen"/>');
    expect(xml).not.toContain('hidden');
  });

  it('holds nothing that XML cannot, whatever an endpoint answers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        // The characters that XML 1.0 allows, and no markup but entities.
        expect(escapeXml(text)).toMatch(
          /^([\x20-\x25\x28-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|&(amp|lt|gt|quot|apos|#10|#13|#9);)*$/u,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('the report', () => {
  it('says in sentences what failing costs and where to begin', () => {
    expect(verdictOf(reportOf(rows))).toEqual([
      '1 of 2 pass. 1 could not be seen or were not run.',
      '1 would lose notifications.',
      'Mend b first.',
    ]);
    expect(verdictOf(reportOf([row({})]))).toEqual(['1 of 1 pass.']);
  });

  it('calls what was not seen neither ok nor not ok', () => {
    expect(reportValues(reportOf(rows))).toMatchObject({
      passed: 1,
      failed: 1,
      checks: [
        { id: 'a', ok: true, diagnosis: '' },
        { id: 'b', ok: false, cure: 'mend it' },
        { id: 'c', ok: null, diagnosis: 'not seen' },
      ],
    });
  });
});
