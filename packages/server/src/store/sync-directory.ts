// Makes the name of a new file survive a power cut: syncing the file alone keeps its content, not its entry in
// the directory.
import { open } from 'node:fs/promises';
import { errorCode } from './error-code.ts';

/** Skips a directory that may be written but not read, which cannot be opened; a parent may be like that. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open directories, and needs no such thing.
  if (process.platform === 'win32') return;
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch (error) {
    if (errorCode(error) !== 'EACCES') throw error;
  }
}
