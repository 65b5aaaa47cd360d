import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataDirectory, holdDataDirectory } from './data-directory.ts';

const isRoot = process.getuid?.() === 0;

let parent: string;
let held: DataDirectory[];
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'wahook-directory-'));
  held = [];
});
afterEach(async () => {
  for (const directory of held) await directory.release();
  await rm(parent, { recursive: true });
});

async function hold(path: string): Promise<DataDirectory> {
  const directory = await holdDataDirectory(path);
  held.push(directory);
  return directory;
}

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('the data directory', () => {
  it('is made for its owner alone, with its parents', async () => {
    const path = join(parent, 'a', 'b');
    await hold(path);
    expect(await modeOf(path)).toBe(0o700);
    expect((await readdir(path)).sort()).toEqual(['wahook.db', 'wahook.lock', 'wahook.pid']);
    for (const name of await readdir(path)) expect(await modeOf(join(path, name))).toBe(0o600);
    expect(await readFile(join(path, 'wahook.pid'), 'utf8')).toBe(`${process.pid}\n`);
  });

  it('is held once, and free again when released', async () => {
    const path = join(parent, 'data');
    const first = await holdDataDirectory(path);
    await expect(holdDataDirectory(path)).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await first.release();
    await hold(path);
  });

  it('tightens files that a copy has left readable', async () => {
    const path = join(parent, 'data');
    await mkdir(path, { mode: 0o755 });
    await writeFile(join(path, 'wahook.db'), '', { mode: 0o644 });
    await writeFile(join(path, 'wahook.pid'), 'stale', { mode: 0o644 });
    await hold(path);
    for (const name of await readdir(path)) expect(await modeOf(join(path, name))).toBe(0o600);
  });

  it.each([0o770, 0o702])('is refused when others may write to it (mode %o), with the cure', async (mode) => {
    const path = join(parent, 'data');
    await mkdir(path);
    await chmod(path, mode);
    await expect(holdDataDirectory(path)).rejects.toMatchObject({
      code: 'unsafe_permissions',
      message: expect.stringContaining(`chmod 700 ${path}`),
    });
  });

  it('is refused when it is a symbolic link, as its database is', async () => {
    const target = join(parent, 'target');
    await mkdir(target, { mode: 0o700 });
    const link = join(parent, 'link');
    await symlink(target, link);
    await expect(holdDataDirectory(link)).rejects.toMatchObject({ code: 'unsafe_permissions' });
    await symlink(join(parent, 'elsewhere.db'), join(target, 'wahook.db'));
    await expect(holdDataDirectory(target)).rejects.toMatchObject({ code: 'unsafe_permissions' });
  });

  it('is refused when something else has its name', async () => {
    const path = join(parent, 'data');
    await writeFile(path, '');
    await expect(holdDataDirectory(path)).rejects.toMatchObject({ code: 'not_writable' });
    await expect(holdDataDirectory(join(path, 'below'))).rejects.toMatchObject({ code: 'not_writable' });
  });

  // Only root may give a directory away.
  it.skipIf(!isRoot)('is refused when it belongs to somebody else', async () => {
    const path = join(parent, 'data');
    await mkdir(path, { mode: 0o700 });
    await chown(path, 65_534, 65_534);
    await expect(holdDataDirectory(path)).rejects.toMatchObject({
      code: 'unsafe_permissions',
      message: expect.stringContaining('chown'),
    });
  });

  // Modes do not bind root.
  it.skipIf(isRoot)('is refused when it cannot be written', async () => {
    const path = join(parent, 'data');
    await mkdir(path, { mode: 0o500 });
    await expect(holdDataDirectory(path)).rejects.toMatchObject({ code: 'not_writable' });
  });
});
