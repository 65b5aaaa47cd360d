import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { type AdminBench, createActors, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
beforeAll(async () => {
  bench = await startAdmin();
});
afterAll(() => bench.stop());

it('shows every endpoint with its health', async () => {
  expect((await bench.get('/endpoints')).json).toEqual({ data: [] });
  const { app } = await createActors(bench);
  const known = await bench.store.apps.find(app);
  await bench.store.subscriptions.saveApp({
    appId: known?.id ?? 0,
    callbackUrl: 'https://lantern.example/webhook',
    verifyToken: 'lantern-verify',
    includeValues: true,
    active: true,
    verifiedAt: bench.clock.now(),
    fields: [{ name: 'messages', version: 'v25.0' }],
  });
  const data = await until(async () => {
    const shown = (await bench.get('/endpoints')).json.data;
    return shown.length > 0 && shown;
  });
  expect(data).toMatchObject([
    {
      app_id: app,
      level: 'app',
      waba_id: null,
      phone_number_id: null,
      callback_url: 'https://lantern.example/webhook',
      state: 'open',
      breaker: 'open',
      failing_since: '1970-01-01T00:00:01.000Z',
      failures: 12,
      last_success_at: null,
      last_failure: 'timeout',
      next_probe_at: '1970-01-01T00:00:09.000Z',
      window: 1,
      in_flight: 0,
    },
  ]);
});
