// What clearing up after a build leaves in place, whatever lies around: interrupted builds, several at one moment,
// bundles whose clock was ahead.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { removeOldBundles } from '../../../../../scripts/old-bundles.mjs';

const hourSeconds = 3_600;
const nowSeconds = 1_700_000_000;

/** Answers what is left, sorted. Each folder is so many hours old. */
function leftOf(agesHours: Record<string, number>, built: string): string[] {
  const bundles = mkdtempSync(path.join(tmpdir(), 'wahook-bundles-'));
  onTestFinished(() => rmSync(bundles, { recursive: true }));
  for (const [name, hours] of Object.entries(agesHours)) {
    const folder = path.join(bundles, name);
    mkdirSync(folder);
    utimesSync(folder, nowSeconds - hours * hourSeconds, nowSeconds - hours * hourSeconds);
  }
  removeOldBundles(bundles, built, nowSeconds * 1000);
  return readdirSync(bundles).sort();
}

it('keeps the newest three', () => {
  expect(leftOf({ aa: 0, bb: 4, cc: 3, dd: 1 }, 'aa')).toEqual(['aa', 'cc', 'dd']);
});

it('keeps the one that was just built, however much newer the others say they are', () => {
  expect(leftOf({ aa: 0, bb: -1, cc: -2, dd: -3, ee: -4 }, 'aa')).toEqual(['aa', 'dd', 'ee']);
});

it('leaves other builds that are under way alone, and does not count them', () => {
  const folders = { aa: 0, 'aa.10': 0, 'aa.11': 0, 'aa.12': 0.5, bb: 1, cc: 2 };
  expect(leftOf(folders, 'aa')).toEqual(['aa', 'aa.10', 'aa.11', 'aa.12', 'bb', 'cc']);
});

it('takes away what a build that was ended left long ago', () => {
  expect(leftOf({ aa: 0, 'aa.10': 2, 'bb.9': 30 }, 'aa')).toEqual(['aa']);
});
