// Makes a file that is private, whole and on the disk, or does not exist: written under another name first, since a
// process that is killed in the middle would otherwise leave a file that only looks like one. Never replaces a file.
import { randomBytes } from 'node:crypto';
import { link, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './error-code.ts';
import { syncDirectory } from './sync-directory.ts';

/** Rejects with the code EEXIST when there is a file of this name. */
export async function writeNewFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomBytes(draftBytes).toString('hex')}`;
  try {
    await writeDraft(draft, content);
    await link(draft, path).catch(async (error) => {
      if (!linkless.has(errorCode(error) ?? '')) throw error;
      await writeDraft(path, content);
    });
  } finally {
    await rm(draft, { force: true });
  }
  await syncDirectory(dirname(path));
}

const draftBytes = 6;
const draftSuffix = new RegExp(`^\\.[0-9a-f]{${draftBytes * 2}}$`);

/** Removes the other name that a file still has when its maker was killed before it could tidy up. */
export async function removeDrafts(path: string): Promise<void> {
  const made = await stat(path);
  const name = basename(path);
  for (const other of await readdir(dirname(path))) {
    if (!other.startsWith(name) || !draftSuffix.test(other.slice(name.length))) continue;
    const draft = join(dirname(path), other);
    const { ino, dev } = await stat(draft);
    if (ino === made.ino && dev === made.dev) await rm(draft, { force: true });
  }
}

/** Some file systems have no hard links, and renaming would replace. There the file is written in place. */
const linkless = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

async function writeDraft(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
