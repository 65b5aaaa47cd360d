// The directory that holds the data: made for its owner alone, checked before it is trusted, and held by one
// process at a time. Later files inherit nothing dangerous: SQLite gives -wal and -shm the mode of the database.
import { constants, type Stats } from 'node:fs';
import { access, chmod, lstat, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errorCode } from './error-code.ts';
import { type Found, findDatabase } from './lost-database.ts';
import { type Database, openDatabase, sqliteFailure } from './sqlite-driver.ts';
import { StoreError } from './store.ts';
import { syncDirectory } from './sync-directory.ts';

export interface DataDirectory {
  path: string;
  databaseFile: string;
  /** What lay in it before it was held. */
  found: Found;
  /** Lets another process have the directory. */
  release(): Promise<void>;
}

const othersMayWrite = 0o022;
const othersMayUse = 0o077;

export async function holdDataDirectory(directory: string): Promise<DataDirectory> {
  const path = resolve(directory);
  await ensureDirectory(path);
  const databaseFile = join(path, 'wahook.db');
  const lockFile = join(path, 'wahook.lock');
  const pidFile = join(path, 'wahook.pid');
  await ensurePrivateFile(lockFile);
  const lock = await lockOrRefuse({ path, lockFile, pidFile });
  try {
    const found = await findDatabase({ path, databaseFile, pidFile });
    await ensurePrivateFile(databaseFile);
    await syncDirectory(path);
    await syncDirectory(dirname(path));
    await rm(pidFile, { force: true });
    await writeFile(pidFile, `${process.pid}\n`, { mode: 0o600, flag: 'wx' });
    return {
      path,
      databaseFile,
      found,
      async release() {
        await rm(pidFile, { force: true });
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw asStoreError(error, path);
  }
}

async function ensureDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const found = await lstat(path);
    if (found.isSymbolicLink()) {
      throw unsafe(`${path} is a symbolic link.`, 'Name the directory it points to instead.');
    }
    refuseForeign(path, found);
    if ((found.mode & othersMayWrite) !== 0 && process.platform !== 'win32') {
      throw unsafe(`Other users may write to ${path}.`, `Run: chmod 700 ${path}`);
    }
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw asStoreError(error, path);
  }
}

/**
 * Makes the file with mode 0600, or tightens an existing one that is ours. An existing one is not opened: when
 * a process closes a handle on a file, it loses every POSIX lock it has on it, SQLite's included.
 */
async function ensurePrivateFile(path: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.chmod(0o600).finally(() => file.close());
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw asStoreError(error, path);
    await tightenFile(path);
  }
}

async function tightenFile(path: string): Promise<void> {
  try {
    const found = await lstat(path);
    if (!found.isFile()) throw unsafe(`${path} is not a regular file.`, 'Move it away.');
    refuseForeign(path, found);
    if ((found.mode & othersMayUse) !== 0) await chmod(path, 0o600);
  } catch (error) {
    throw asStoreError(error, path);
  }
}

function refuseForeign(path: string, found: Stats): void {
  const user = process.getuid?.();
  if (user !== undefined && found.uid !== user) {
    throw unsafe(`${path} belongs to another user.`, `Run: chown -R ${user} ${path}`);
  }
}

/**
 * An exclusive transaction on a file of its own. The lock is the operating system's, so it ends with the
 * process however that ends; no stale lock file needs clearing away.
 */
async function lockOrRefuse(files: { path: string; lockFile: string; pidFile: string }): Promise<Database> {
  const lock = openDatabase(files.lockFile, { readOnly: false, busyTimeoutMs: 0 });
  try {
    lock.exec('pragma journal_mode = memory'); // nothing is ever written
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (sqliteFailure(error) !== 'busy') {
      throw new StoreError('not_writable', `${files.lockFile} cannot be locked.`, { cause: error });
    }
    const holder = await readFile(files.pidFile, 'utf8').catch(() => '');
    const who = /^\d+\n$/.test(holder) ? `process ${holder.trim()}` : 'another process';
    throw new StoreError(
      'in_use',
      `${files.path} is in use by ${who}. Stop that one first, or name another data directory.`,
      { cause: error },
    );
  }
}

function unsafe(problem: string, cure: string): StoreError {
  return new StoreError('unsafe_permissions', `${problem} ${cure}`);
}

function asStoreError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  const code = errorCode(error) ?? 'unknown error';
  const message = `${path} cannot be written: ${reasons[code] ?? code}.`;
  return new StoreError(code === 'ENOSPC' ? 'full' : 'not_writable', message, { cause: error });
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EEXIST: 'something that is not a directory has this name',
  ENOTDIR: 'a part of the path is not a directory',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};
