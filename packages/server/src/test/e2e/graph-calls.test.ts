// The Graph API through the port: settings reach the limits, a restart forgets none of them, batches are posted to
// the root, links lead back to this server.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
afterEach(() => platform.stop());

const waba = `/v25.0/${demo.waba.graphId}`;
const read = () => platform.call('GET', waba, { token: demo.accessToken });

it('refuses the call after the last of the hour, also after a restart', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-limits-'));
  const config = { graphCallsPerHourActive: '10', throttleStatus: '429' };
  platform = await startPlatform({ directory, config });
  for (let n = 1; n <= 10; n++) {
    const answer = await read();
    expect(answer.status).toBe(200);
    expect(answer.headers['x-business-use-case-usage']).toContain(`"call_count":${10 * n},`);
  }
  await platform.stop();
  platform = await startPlatform({ directory, config });
  const refused = await read();
  expect([refused.status, refused.json.error.code]).toEqual([429, 80008]);
  await rm(directory, { recursive: true });
});

it('answers batches at the root, with links to the address it listens on', async () => {
  platform = await startPlatform();
  const batch = [{ method: 'GET', relative_url: `${demo.waba.graphId}/phone_numbers?limit=1` }];
  const body = JSON.stringify({ batch });
  for (const root of ['/', '/v25.0', '/v25.0/']) {
    const answer = await platform.call('POST', root, { token: demo.accessToken, body });
    expect(answer.json).toMatchObject([
      { code: 200, body: expect.stringContaining(demo.phoneNumber.graphId) },
    ]);
  }
  await platform.store.phoneNumbers.create({
    graphId: '400000000000009',
    displayPhoneNumber: '12025550129',
    wabaId: (await platform.store.wabas.find(demo.waba.graphId))?.id ?? 0,
  });
  const page = await platform.call('GET', `${waba}/phone_numbers?limit=1&access_token=${demo.accessToken}`);
  const next: string = page.json.paging.next;
  expect(next.startsWith(`${platform.url}${waba}/phone_numbers?`)).toBe(true);
  const following = await platform.call('GET', next.slice(platform.url.length));
  expect(following.json.data).toMatchObject([{ id: '400000000000009' }]);
});

it('refuses an override that leads back to this server', async () => {
  platform = await startPlatform();
  const post = (body?: object) =>
    platform.call('POST', `${waba}/subscribed_apps`, {
      token: demo.accessToken,
      ...(body && { body: JSON.stringify(body) }),
    });
  await post();
  const answer = await post({ override_callback_uri: `${platform.url}/v25.0/me`, verify_token: 'x' });
  expect(answer.json.error.message).toMatch(
    /^\(#100\) override_callback_uri: The URL leads back to this server/,
  );
});
