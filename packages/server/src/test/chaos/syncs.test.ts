import { describe, expect, it } from 'vitest';
import { readSyncs, withoutSync } from './syncs.ts';

const trace = `
70 1000.000100 fsync(19</data/wahook.db-wal>) = 0 <0.000500>
71 1000.001000 fdatasync(20</data/wahook.db> <unfinished ...>
70 1000.002000 fsync(19</data/wahook.db-wal>) = -1 EIO (Input/output error) <0.000100>
71 1000.005000 <... fdatasync resumed>) = 0 <0.004000>
70 1000.006000 fsync(19</data/wahook.db-wal> <unfinished ...>
69 +++ killed by SIGKILL +++
`;

describe('the syncs of a trace', () => {
  it('are those that returned with success, also when a thread came in between', () => {
    const rounded = readSyncs(trace).map(({ file, ...times }) => ({
      file,
      startedMs: Number(times.startedMs.toFixed(1)),
      endedMs: Number(times.endedMs.toFixed(1)),
    }));
    expect(rounded).toEqual([
      { file: '/data/wahook.db-wal', startedMs: 1_000_000.1, endedMs: 1_000_000.6 },
      { file: '/data/wahook.db', startedMs: 1_000_001, endedMs: 1_000_005 },
    ]);
  });
});

describe('an acknowledgement', () => {
  const sync = { file: '/data/wahook.db-wal', startedMs: 100, endedMs: 110 };
  it.each([
    ['with a sync of the log in between', { sentMs: 90, answeredMs: 120 }, sync, 0],
    ['before the sync had ended', { sentMs: 90, answeredMs: 105 }, sync, 1],
    ['for a request that came after the sync had begun', { sentMs: 105, answeredMs: 120 }, sync, 1],
    ['with a sync of another file', { sentMs: 90, answeredMs: 120 }, { ...sync, file: '/data/wahook.db' }, 1],
  ])('%s', (_name, acknowledgement, done, count) => {
    expect(withoutSync([acknowledgement], [done])).toHaveLength(count);
  });
});
