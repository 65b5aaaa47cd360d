// The page about faults names all there are, with their parameters and defaults.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faultNames, faultOf } from './catalogue.ts';

it('has a row on the page for each fault, with every parameter and its default', () => {
  const page = readFileSync(new URL('../../../../../docs/faults.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  for (const name of faultNames) {
    const row = rows.find((line) => line.startsWith(`| \`${name}\` |`)) ?? `no row for ${name}`;
    for (const [parameter, of] of Object.entries(faultOf(name).parameters)) {
      if (parameter === 'probability' && of.default === 1) continue;
      expect(row).toContain(`\`${parameter}\` (${of.default})`);
    }
  }
});

it('keeps every default within its bounds', () => {
  for (const { min, max, default: value } of faultNames.flatMap((name) =>
    Object.values(faultOf(name).parameters),
  )) {
    expect(value).toBeGreaterThanOrEqual(min);
    expect(value).toBeLessThanOrEqual(max);
  }
});
