import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createNotifications } from './notifications.ts';
import { observeLog } from './observation.ts';

it('takes a notification that is logged as it came for none of its items handled', async () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'wahook-observation-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'app.log');
  writeFileSync(file, 'started\n');
  const observation = await observeLog(file, 1);
  const make = createNotifications({ runId: 'TEST', now: () => 1 });
  const [a, b] = [make.marker(), make.marker()];
  const batch = make.body([make.entry(make.messages(make.text(a), make.text(b)))]);
  const one = make.body([make.entry(make.messages(make.text(b)))]);
  appendFileSync(file, `${Buffer.from(batch)}\n${Buffer.from(one)}\nitems ${a}, ${b}\n`);
  expect(await observation.counts([a, b])).toEqual([0, 0]);
  appendFileSync(file, `handled ${a}, marked ${a} as read\n`);
  expect(await observation.counts([a, b])).toEqual([1, 0]);
});
