import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMasterKey, loadMasterKey, masterKey } from './master-key.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wahook-key-'));
  path = join(directory, 'master.key');
});
afterEach(() => rm(directory, { recursive: true }));

describe('a master key file', () => {
  it('is made for its owner alone and loads again', async () => {
    const created = await createMasterKey(path);
    const loaded = await loadMasterKey(path);
    expect(loaded.id).toBe(created.id);
    expect(Buffer.from(loaded.key)).toEqual(Buffer.from(created.key));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toMatch(/^wahook-master-key-1:[A-Za-z0-9+/]{43}=\n$/);
  });

  it('is never replaced, nor written through a link', async () => {
    await createMasterKey(path);
    await expect(createMasterKey(path)).rejects.toMatchObject({ code: 'conflict' });
    const link = join(directory, 'link.key');
    await symlink(join(directory, 'elsewhere.key'), link);
    await expect(createMasterKey(link)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused when others can read it or the group can write it', async () => {
    await createMasterKey(path);
    for (const mode of [0o604, 0o620, 0o602]) {
      await chmod(path, mode);
      await expect(loadMasterKey(path)).rejects.toMatchObject({
        code: 'unsafe_permissions',
        message: expect.stringContaining(`chmod 600 ${path}`),
      });
    }
    await chmod(path, 0o440);
    await expect(loadMasterKey(path)).resolves.toBeDefined();
  });

  it('is refused when it is missing or cannot be made', async () => {
    await expect(loadMasterKey(path)).rejects.toMatchObject({ code: 'missing' });
    await expect(createMasterKey(join(path, 'below'))).rejects.toMatchObject({ code: 'not_writable' });
  });

  const good = `wahook-master-key-1:${Buffer.alloc(32, 1).toString('base64')}`;
  it.each([
    '',
    'sesame',
    good.slice(0, -4),
    `${good.slice(0, 30)}!${good.slice(31)}`,
    `${good}AAAA`,
    'x'.repeat(500),
  ])('is refused when it holds something else (case %#)', async (content) => {
    await writeFile(path, content, { mode: 0o600 });
    await expect(loadMasterKey(path)).rejects.toMatchObject({ code: 'wrong_key' });
  });

  it('has an id that depends on the key', () => {
    expect(masterKey(new Uint8Array(32)).id).not.toBe(masterKey(new Uint8Array(32).fill(1)).id);
    expect(() => masterKey(new Uint8Array(31))).toThrow(RangeError);
  });
});
