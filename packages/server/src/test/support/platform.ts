// A whole wahook in this process: a real SQLite directory, a real port, the demo data. The caller stops it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fields } from '@wahook/receiver/protocol/fields';
import { request } from 'undici';
import { hashAdminKey } from '../../admin/admin-key.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { type Config, type Mode, readConfig } from '../../config.ts';
import type { AttemptReport } from '../../delivery/attempt.ts';
import { demo, seedDemo } from '../../demo.ts';
import { createLog } from '../../observe/log.ts';
import { type Addresses, createServer, type ServerDeps } from '../../server.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { layEmptyDatabase } from '../../store/test/empty-database.ts';
import { openStoreThread, type StoreThread } from '../../store/thread/open.ts';

export interface TestPlatform {
  url: string;
  /** With `config: { tlsPort: '0' }`. */
  tls: Addresses['tls'];
  store: Store;
  directory: string;
  attempts: AttemptReport[];
  /** A call of the Graph API or of /api/v1; the answer's JSON where it is JSON. */
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options?: CallOptions): Promise<Answer>;
  publish(body: unknown): Promise<Answer>;
  /** Sets the demo app's callback, with every field, and subscribes it to the demo WABA. */
  subscribeDemo(callbackUrl: string, fieldNames?: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export interface CallOptions {
  token?: string;
  body?: string | Uint8Array;
  contentType?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // Answers are read by tests that know their shape.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  json: any;
}

export interface PlatformOptions {
  directory?: string;
  clock?: Clock;
  config?: Partial<Record<Exclude<keyof Config, 'mode'>, string>>;
  mode?: Mode;
  faults?: { pagesMax: number };
  /** Instead of the real name servers and network. */
  network?: ServerDeps['network'];
  seed?: (store: Store) => Promise<void>;
  /** Store and delivery in threads of their own, as `wahook start` has them; the clock is then the system's. */
  hasThreads?: boolean;
}

export const testMasterKey = { id: 'test', key: new Uint8Array(32).fill(7) };

export async function startPlatform(options: PlatformOptions = {}): Promise<TestPlatform> {
  const directory = options.directory ?? (await newDirectory());
  const clock = options.clock ?? systemClock;
  const config = readConfig({
    mode: options.mode ?? 'dev',
    flags: { port: '0', data: directory, logLevel: 'silent', ...options.config },
    environment: {},
    directory,
  });
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const opened = options.hasThreads ? await openInThread(directory, config.config) : null;
  const store =
    opened?.store ??
    (await openSqliteStore({
      directory,
      clock,
      masterKey: testMasterKey,
      ...(options.faults && { faults: options.faults }),
    }));
  await seedDemo(store, clock);
  await options.seed?.(store);
  const attempts: AttemptReport[] = [];
  const server = await createServer({
    config: config.config,
    store,
    clock,
    log: createLog('silent'),
    adminKeyHash: hashAdminKey(demo.adminKey),
    ...(opened && { newStorePort: opened.newPort, storeMetrics: opened.metrics }),
    ...(options.network && { network: options.network }),
    onAttempt: (report) => attempts.push(report),
  });
  const { url, tls } = await server.start();

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    target: string,
    call: CallOptions = {},
  ): Promise<Answer> {
    const response = await request(`${url}${target}`, {
      method,
      headers: {
        ...(call.token !== undefined && { authorization: `Bearer ${call.token}` }),
        ...(call.body !== undefined && { 'content-type': call.contentType ?? 'application/json' }),
        ...call.headers,
      },
      ...(call.body !== undefined && { body: call.body }),
    });
    const text = await response.body.text();
    return { status: response.statusCode, headers: response.headers, text, json: parseOrNull(text) };
  }

  return {
    url,
    tls,
    store,
    directory,
    attempts,
    call,
    publish: (body) => call('POST', '/api/v1/events', { token: demo.adminKey, body: JSON.stringify(body) }),
    async subscribeDemo(callbackUrl, fieldNames = fields.map((field) => field.name)) {
      const { graphId, secret, verifyToken } = demo.app;
      const saved = await call('POST', `/v25.0/${graphId}/subscriptions`, {
        token: `${graphId}|${secret}`,
        body: JSON.stringify({
          object: 'whatsapp_business_account',
          callback_url: callbackUrl,
          verify_token: verifyToken,
          fields: fieldNames.join(','),
        }),
      });
      const subscribed = await call('POST', `/v25.0/${demo.waba.graphId}/subscribed_apps`, {
        token: demo.accessToken,
      });
      if (saved.status !== 200 || subscribed.status !== 200)
        throw new Error(`${saved.text} ${subscribed.text}`);
    },
    async stop() {
      await server.stop();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-test-'));
  await layEmptyDatabase(directory);
  return directory;
}

function openInThread(directory: string, config: Config): Promise<StoreThread> {
  return openStoreThread({
    directory,
    masterKey: testMasterKey,
    waitingRequestsMax: config.waitingRequestsMax,
    waitingBytesMax: config.waitingBytesMax,
    onNotice: () => {},
    onLost: () => {},
  });
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
