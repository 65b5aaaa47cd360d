import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../../test/support/platform.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(() => platform.stop());

const read = async () => (await platform.call('GET', '/api/v1/store', { token: demo.adminKey })).json;

describe('GET /api/v1/store', () => {
  it('says that commits wait for the disk, and counts those that acknowledged events', async () => {
    expect(await read()).toEqual({
      engine: 'sqlite',
      settings: { journal_mode: 'wal', synchronous: 'FULL' },
      synchronous: true,
      accepting_commits: 0,
    });
    for (const value of [{ n: 1 }, { n: 2 }]) {
      await platform.publish({ waba_id: demo.waba.graphId, field: 'account_update', value });
    }
    expect(await read()).toMatchObject({ accepting_commits: 2 });
  });
});
