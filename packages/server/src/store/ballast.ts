// A file that holds room in reserve. When the disk is full it is given up, so that settling and pruning, which
// need a little room before they make some, go on. Its bytes are random: zeros may take no room at all.
import { randomFillSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { errorCode } from './error-code.ts';

export interface Ballast {
  readonly bytes: number;
  /** Whether the room is held. */
  readonly isHeld: boolean;
  /** Makes the file unless it is there; answers whether it is. Without room for it nothing is left behind. */
  hold(): Promise<boolean>;
  /** At once, since a commit may be waiting for it. Answers whether there was anything to give up. */
  giveUp(): boolean;
}

const chunkBytes = 1024 * 1024;

export async function openBallast(file: string, bytes: number): Promise<Ballast> {
  const found = await sizeOf(file);
  // Of another size: the setting was changed, or the last process ended while it was writing.
  if (found !== null && (found !== bytes || bytes === 0)) await rm(file, { force: true });
  let isHeld = bytes > 0 && found === bytes;

  return {
    bytes,
    get isHeld() {
      return isHeld;
    },
    async hold() {
      if (bytes === 0 || isHeld) return isHeld;
      try {
        await writeBallast(file, bytes);
        isHeld = true;
      } catch (error) {
        await rm(file, { force: true });
        if (errorCode(error) !== 'ENOSPC') throw error;
      }
      return isHeld;
    },
    giveUp() {
      if (!isHeld) return false;
      rmSync(file, { force: true });
      isHeld = false;
      return true;
    },
  };
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function writeBallast(file: string, bytes: number): Promise<void> {
  const handle: FileHandle = await open(file, 'wx', 0o600);
  try {
    const chunk = randomFillSync(Buffer.alloc(Math.min(chunkBytes, bytes)));
    for (let left = bytes; left > 0; left -= chunk.length) {
      await handle.write(left < chunk.length ? chunk.subarray(0, left) : chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
