import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminBench, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wahook-backups-'));
  bench = await startAdmin({ backupDirectory: directory });
});
afterEach(async () => {
  await bench.stop();
  await rm(directory, { recursive: true });
});

describe('POST /backup', () => {
  it('writes the named file into the directory of backups, for its owner alone, and notes it', async () => {
    const { status, json } = await bench.post('/backup', { file: 'monday.db' });
    expect(status).toBe(201);
    const found = await stat(join(directory, 'monday.db'));
    expect(json).toEqual({ file: join(directory, 'monday.db'), bytes: found.size });
    expect(found.mode & 0o777).toBe(0o600);
    expect(await bench.audit()).toMatchObject([{ action: 'backup.made', subject: 'monday.db' }]);
  });

  it('never overwrites', async () => {
    await bench.post('/backup', { file: 'monday.db' });
    expect(await bench.post('/backup', { file: 'monday.db' })).toMatchObject({ status: 409 });
    expect(await readdir(directory)).toEqual(['monday.db']);
  });

  it.each([
    '',
    '.',
    '..',
    '../escaped.db',
    '/tmp/escaped.db',
    'a/b.db',
    'a\\b.db',
    '.hidden',
    'a\u0000b',
    'x'.repeat(101),
  ])('refuses %j: it is no plain file name', async (file) => {
    expect(await bench.post('/backup', { file })).toMatchObject({ status: 400 });
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('POST /backup without a directory for it', () => {
  it('is refused with the setting to make', async () => {
    const bare = await startAdmin();
    const { status, json } = await bare.post('/backup', { file: 'monday.db' });
    expect(status).toBe(409);
    expect(json.detail).toContain('backup_directory');
    await bare.stop();
  });
});
