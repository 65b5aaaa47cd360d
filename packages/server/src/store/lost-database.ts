// What no look into the database itself can tell: that it is not the one that was here. SQLite makes a new one in
// an empty file without a word, and an older state of one looks as sound as the newest. So the directory keeps a
// mark of having held a database, and what lay in it is looked at before anything is opened.
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';
import type { OnNotice } from './notice.ts';
import { StoreError } from './store.ts';
import { syncDirectory } from './sync-directory.ts';

/** How the directory was found. */
export interface Found {
  /** Bytes; null: no such file. */
  database: number | null;
  /** Likewise; null also where it is none. */
  log: number | null;
  /** It has held a database. */
  isMarked: boolean;
  /** The last process did not release it. */
  wasHeld: boolean;
}

const logMagics = [0x377f0682, 0x377f0683];
const markName = 'wahook.made';
const markText =
  'This directory holds a wahook database. Without this file an empty one would be made in its place.\n';

export async function findDatabase(directory: {
  path: string;
  databaseFile: string;
  pidFile: string;
}): Promise<Found> {
  const { path, databaseFile, pidFile } = directory;
  const found: Found = {
    database: await sizeOf(databaseFile),
    log: await logSizeOf(`${databaseFile}-wal`),
    isMarked: (await sizeOf(join(path, markName))) !== null,
    wasHeld: (await sizeOf(pidFile)) !== null,
  };
  if (found.isMarked && found.database === null) throw lost(databaseFile, 'is missing');
  // Beside a log it may be a young database, of which nothing stands in the file yet.
  if (found.isMarked && !found.database && !found.log) throw lost(databaseFile, 'is empty');
  return found;
}

/** Opened, it has nothing in it, and no migration has run yet. */
export function refuseEmpty(found: Found, databaseFile: string): void {
  if (found.isMarked) throw lost(databaseFile, 'is empty');
}

function lost(databaseFile: string, how: string): StoreError {
  return new StoreError(
    'corrupt',
    `${databaseFile} ${how}, but this directory has held a database. Bring it back, or restore a backup. ` +
      `To begin with nothing all the same, remove ${markName} beside it.`,
  );
}

/** From now on an empty directory is one that has lost something. */
export async function markMade(path: string): Promise<void> {
  try {
    const file = await open(join(path, markName), 'wx', 0o600);
    try {
      await file.writeFile(markText);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncDirectory(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** A file that lost its end, as a copy that was cut off. Asked when the log is empty, so that the file is all there is. */
export function refuseCutOff(found: Found, wanted: { pages: number; pageBytes: number }): void {
  if (!found.database || found.log) return;
  const bytes = wanted.pages * wanted.pageBytes;
  if (found.database >= bytes) return;
  throw new StoreError(
    'corrupt',
    `The database is cut off: ${found.database} of ${bytes} bytes are there. Restore a backup.`,
  );
}

/** After a process that did not end by itself there is a log; without it the newest commits are gone. */
export function noticeLostLog(found: Found, wasClosed: boolean, onNotice: OnNotice): void {
  const isLost =
    found.wasHeld && (found.database ?? 0) > 0 && !(found.log ?? 0) && !(found.log === 0 && wasClosed);
  if (!isLost) return;
  onNotice({
    kind: 'log_missing',
    message:
      'The last run was not closed, and the log of its newest commits (wahook.db-wal) is gone. What was ' +
      'acknowledged shortly before may be missing. Restore the file if you have it; a backup is of one piece.',
  });
}

/** Bytes of a log that SQLite would read; https://sqlite.org/fileformat2.html#walformat */
async function logSizeOf(path: string): Promise<number | null> {
  const size = await sizeOf(path);
  if (!size) return size;
  const file = await open(path, 'r');
  const magic = Buffer.alloc(4);
  await file.read(magic, 0, 4, 0).finally(() => file.close());
  return logMagics.includes(magic.readUInt32BE()) ? size : null;
}

function sizeOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    },
  );
}
