import { link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeDrafts, writeNewFile } from './new-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wahook-new-file-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('a new file', () => {
  it('is whole, private and alone', async () => {
    const file = join(directory, 'key');
    await writeNewFile(file, 'content\n');
    expect(await readFile(file, 'utf8')).toBe('content\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['key']);
  });

  it('never replaces another, also when two are made at once', async () => {
    const file = join(directory, 'key');
    const made = await Promise.allSettled(['one', 'two'].map((content) => writeNewFile(file, content)));
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const content = await readFile(file, 'utf8');
    await expect(writeNewFile(file, 'three')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(file, 'utf8')).toBe(content);
    expect(await readdir(directory)).toEqual(['key']);
  });

  it('leaves nothing where it cannot be made', async () => {
    await writeFile(join(directory, 'plain'), '');
    await expect(writeNewFile(join(directory, 'plain', 'key'), 'x')).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
    expect(await readdir(directory)).toEqual(['plain']);
  });

  it('loses the second name that a killed maker has left it, and nothing else does', async () => {
    const file = join(directory, 'key');
    await writeNewFile(file, 'content\n');
    await link(file, `${file}.0123456789ab`);
    await link(file, `${file}.mine`);
    await writeFile(`${file}.ba9876543210`, 'another');
    await removeDrafts(file);
    expect((await readdir(directory)).sort()).toEqual(['key', 'key.ba9876543210', 'key.mine']);
  });
});
