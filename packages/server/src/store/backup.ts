// Copies the database to a new file while it is in use. The copy is of one moment, readable by its owner alone,
// and has its name only when it is complete and on the disk.
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './error-code.ts';
import { copyDatabase } from './sqlite-driver.ts';
import { StoreError } from './store.ts';
import { syncDirectory } from './sync-directory.ts';

export async function backUp(databaseFile: string, file: string): Promise<{ bytes: number }> {
  const partial = `${file}.partial`;
  await refuseExisting(file);
  await createPrivate(partial);
  try {
    await copyDatabase(databaseFile, partial);
    await sync(partial);
    await rename(partial, file);
    await syncDirectory(dirname(file));
    return { bytes: (await stat(file)).size };
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function refuseExisting(file: string): Promise<void> {
  const exists = await stat(file).then(
    () => true,
    () => false,
  );
  if (exists) throw new StoreError('conflict', `${file} exists already. Choose another name.`);
}

/** One backup of a name at a time; a link that somebody has laid there is not followed. */
async function createPrivate(file: string): Promise<void> {
  try {
    const made = await open(file, 'wx', 0o600);
    await made.chmod(0o600).finally(() => made.close());
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      throw new StoreError('conflict', `${file} exists: a backup is being made, or was cut off. Remove it.`);
    }
    const reason = errorCode(error) ?? 'unknown error';
    throw new StoreError('not_writable', `${file} cannot be made (${reason}).`, { cause: error });
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}
