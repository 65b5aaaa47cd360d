// Looks how much room the disk has, and says when new events must be refused: before it is full, so that what was
// acknowledged can still be settled. Ends the refusal by itself when there is room again.
import { statfs } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import type { Ballast } from './ballast.ts';
import type { OnNotice } from './notice.ts';

export interface DiskWatch {
  /** Too little room for new events. */
  readonly isLow: boolean;
  /** Looks now, and from here on by itself. */
  start(): Promise<void>;
  /** A commit found no room. */
  noteFull(): void;
  /** Ends looking; resolves when no look is under way. */
  stop(): Promise<void>;
}

export interface DiskWatchParts {
  ballast: Ballast;
  /** Below this many free bytes new events are refused; 0: never. */
  lowBytes: number;
  freeBytes(): Promise<number>;
  clock: Clock;
  onNotice: OnNotice;
}

/** A disk that fills by 200 MB/s fills by less than the default bound between two looks. */
const lookEveryMs = 1_000;
/** Room has to grow this far beyond the bound before events are taken again, so that it does not flicker. */
const recoveryFactor = 1.1;

export function createDiskWatch(parts: DiskWatchParts): DiskWatch {
  const { ballast, lowBytes, clock, onNotice } = parts;
  // Without a bound, what the ballast has set free is not yet room: settling and pruning may be using it.
  const enoughBytes = Math.max(lowBytes, ballast.bytes) * recoveryFactor;
  let isLow = false;
  let isStopped = false;
  let cancelTimer: (() => void) | null = null;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    try {
      const free = await parts.freeBytes();
      const hasRoom = free >= (isLow ? enoughBytes : lowBytes);
      if (!ballast.isHeld && hasRoom && free >= enoughBytes + ballast.bytes) await ballast.hold();
      // To begin with the ballast may be missing: that alone refuses nothing. Once given up, it has to be back.
      setLow(!hasRoom || (isLow && !ballast.isHeld && ballast.bytes > 0), free);
    } catch (cause) {
      onNotice({ kind: 'storage_error', message: 'The room on the disk could not be looked after.', cause });
    }
  }

  function setLow(low: boolean, free: number): void {
    if (low === isLow) return;
    isLow = low;
    const room = `${Math.floor(free / 2 ** 20)} MiB free`;
    if (low)
      onNotice({ kind: 'disk_low', message: `The disk is nearly full (${room}): new events are refused.` });
    else onNotice({ kind: 'disk_enough', message: `The disk has room again (${room}): events are taken.` });
  }

  function lookSoon(): Promise<void> {
    looking ??= look().finally(() => {
      looking = null;
      if (!isStopped) cancelTimer = clock.after(lookEveryMs, lookSoon);
    });
    return looking;
  }

  return {
    get isLow() {
      return isLow;
    },
    start: () => (lowBytes === 0 && ballast.bytes === 0 ? Promise.resolve() : lookSoon()),
    noteFull() {
      if (!ballast.giveUp()) return;
      onNotice({
        kind: 'ballast_given_up',
        message: 'The disk is full: the room held in reserve is used now.',
      });
      isLow = true;
    },
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await looking;
    },
  };
}

/** What this process may still write on the disk of a path. */
export async function freeBytesOf(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
