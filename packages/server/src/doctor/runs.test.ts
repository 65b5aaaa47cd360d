import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { deadUrl } from '../cli/test-support/endpoint.ts';
import { until } from '../test/support/until.ts';
import { createDoctorRuns, type DoctorRuns, perMinuteMax, type RunOrder } from './runs.ts';
import { secret, startEndpoint, verifyToken } from './test-receivers/endpoint.ts';

const order = (url: string, more: Partial<RunOrder> = {}): RunOrder => ({
  url,
  secret,
  verifyToken,
  only: ['handshake'],
  skip: [],
  observeUrl: null,
  ...more,
});

function runsFor(mode: 'dev' | 'start' = 'dev', publicUrl = 'http://127.0.0.1:1'): DoctorRuns {
  let ids = 0;
  const policy = { mode, allow: [], ports: [443] };
  return createDoctorRuns({
    network: { policy },
    clock: systemClock,
    newId: () => `run${++ids}`,
    urlRules: () => ({ policy, publicUrl }),
    onBug: (error) => {
      throw error;
    },
  });
}

describe('examinations on request', () => {
  it('are seen while they run and when they have ended, and never show the secret', async () => {
    const runs = runsFor();
    const { url } = await startEndpoint();
    expect(runs.start(order(`${url}?key=hidden`))).toEqual({ ok: true, id: 'run1' });
    expect(runs.show('run1')).toMatchObject({ state: 'running', checks_total: 6, checks: [] });
    await until(() => JSON.stringify(runs.show('run1')).includes('"state":"done"'));
    const shown = runs.show('run1');
    expect(shown).toMatchObject({ url, passed: 6, failed: 0, checks_done: 6, verdict: '6 of 6 pass.' });
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${secret}|${verifyToken}|hidden`));
    expect(runs.list()).toMatchObject([{ id: 'run1', state: 'done', passed: 6 }]);
    expect(runs.show('run2')).toBeNull();
  });

  it('are one of a host at a time, a few at once, and a few a minute', async () => {
    const runs = runsFor();
    const silent = async () => {
      const server = createServer(() => {});
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const { port } = server.address() as AddressInfo;
      return { url: `http://127.0.0.1:${port}/`, release: () => server.closeAllConnections() };
    };
    const [first, second] = await Promise.all([silent(), silent()]);
    const { url } = await startEndpoint();
    expect(runs.start(order(first.url))).toMatchObject({ ok: true });
    expect(runs.start(order(`${first.url}other`))).toMatchObject({
      code: 'doctor_busy',
      detail: expect.stringMatching(/is running/),
    });
    expect(runs.start(order(second.url))).toMatchObject({ ok: true });
    expect(runs.start(order(url))).toMatchObject({
      code: 'doctor_busy',
      detail: expect.stringMatching(/2 examinations/),
    });
    const stopped = runs.stop();
    const isOver = () => !JSON.stringify(runs.list()).includes('running');
    await until(() => {
      first.release();
      second.release();
      return isOver();
    });
    await stopped;
    expect(runs.show('run1')).toMatchObject({ state: 'failed', problem: 'The server was stopped.' });

    for (let no = 2; no < perMinuteMax; no++) {
      expect(runs.start(order(url))).toMatchObject({ ok: true });
      await until(isOver);
    }
    expect(runs.start(order(url))).toMatchObject({
      code: 'doctor_busy',
      detail: expect.stringMatching(/a minute/),
    });
  });

  it('say why an endpoint cannot be reached', async () => {
    const runs = runsFor();
    runs.start(order(`${await deadUrl()}/webhook`));
    await until(() => JSON.stringify(runs.list()).includes('failed'));
    expect(runs.show('run1')).toMatchObject({ problem: expect.stringContaining('Nothing listens') });
  });

  it.each([
    ['http://127.0.0.1/webhook', 'start', '"url"'],
    ['https://10.0.0.1/webhook', 'start', '"url"'],
    ['https://169.254.169.254/latest', 'dev', '"url"'],
    ['https://user:pw@example.com/', 'start', '"url"'],
    ['http://127.0.0.1:1/api', 'dev', '"url"'],
  ] as const)('refuse %s in %s', (url, mode, words) => {
    expect(runsFor(mode).start(order(url))).toMatchObject({
      code: 'bad_request',
      detail: expect.stringContaining(words),
    });
  });

  it.each([
    [{ secret: 'undefined' }, '"secret"'],
    [{ only: ['nothing'] }, 'no check or group nothing'],
    [{ observeUrl: 'file:///etc/passwd' }, '"observe_url"'],
  ])('refuse %j', (more, words) => {
    expect(runsFor().start(order('http://127.0.0.1:9000/', more))).toMatchObject({
      code: 'bad_request',
      detail: expect.stringContaining(words),
    });
  });
});
