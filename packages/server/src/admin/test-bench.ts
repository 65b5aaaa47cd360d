// /api/v1 on a real port with a real store and routing, for the tests of its routes. Publishing is recorded, not
// done: it has tests of its own.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import type { QueueHealth } from '../delivery/gate/gates.ts';
import type { ClientCertificateSettings } from '../delivery/outgoing/client-identity.ts';
import { retryProfiles } from '../delivery/retry/retry.ts';
import { createListener } from '../http/listener.ts';
import { createLog } from '../observe/log.ts';
import { createRouting } from '../routing/routing.ts';
import { openSamples } from '../simulator/samples.ts';
import { openScenarios } from '../simulator/scenario/library.ts';
import { createSimulator } from '../simulator/simulator.ts';
import type { AuditEntry } from '../store/nouns.ts';
import type { Store } from '../store/store.ts';
import { openTestStore } from '../store/test/open-store.ts';
import type { TestClock } from '../test/support/test-clock.ts';
import { hashAdminKey } from './admin-key.ts';
import type { Doctor } from './deps.ts';
import { mountAdmin } from './routes.ts';

export const rootKey = 'the-root-key-of-these-tests';

/** The first queue that a test makes belongs to an endpoint in trouble. */
const failingQueue: QueueHealth = {
  queueId: 1,
  isPaused: false,
  breaker: 'open',
  failingSince: 1_000,
  failures: 12,
  lastSuccessAt: null,
  lastFailureAt: 2_000,
  lastFailure: 'timeout',
  nextProbeAt: 9_000,
  window: 1,
  inFlight: 0,
};

/** Examinations have tests of their own. */
const noDoctor: Doctor = {
  start: () => ({ ok: false, code: 'doctor_busy', detail: 'There is no doctor in this test.' }),
  show: () => null,
  list: () => [],
};

export interface Answer {
  status: number;
  // Answers are read by tests that know their shape.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  json: any;
  text: string;
}

export interface AdminBench {
  store: Store;
  clock: TestClock;
  get(path: string, key?: string | null): Promise<Answer>;
  post(path: string, body?: unknown, key?: string | null): Promise<Answer>;
  remove(path: string, key?: string | null): Promise<Answer>;
  /** Bytes as they are, for bodies that are no JSON. */
  postRaw(path: string, body: string | Uint8Array): Promise<Answer>;
  /** Newest first. */
  audit(): Promise<AuditEntry[]>;
  stop(): Promise<void>;
}

export async function startAdmin({
  clientCertificate = { name: 'client.webhooks.lantern.example', files: null },
  backupDirectory = null,
  doctor = noDoctor,
}: {
  clientCertificate?: ClientCertificateSettings;
  backupDirectory?: string | null;
  doctor?: Doctor;
} = {}): Promise<AdminBench> {
  const opened = await openTestStore();
  const { store, clock } = opened;
  const routing = await createRouting(store, { rules: 'current', developmentApps: 'test' });
  const published = {
    ok: true,
    accepted: 1,
    duplicates: 0,
    firstSeq: 1,
    lastSeq: 1,
    repeated: false,
  } as const;
  const check = () => ({ ok: true, changes: [] }) as const;
  const publish = async () => published;
  const samples = await openSamples();
  const library = openScenarios(samples, null);
  const random = (bytes: number) => randomBytes(bytes);
  const listener = createListener({
    log: createLog('silent'),
    graph: {
      owns: () => false,
      handle: async () => ({ status: 404, headers: {}, body: '' }),
      tooLarge: () => ({ status: 413, headers: {}, body: '' }),
    },
    mountAdmin: (app) =>
      mountAdmin(app, {
        store,
        routing,
        clock,
        retryProfile: retryProfiles.meta,
        metrics: async () => '# no numbers here\n',
        endpointHealth: async () => [failingQueue],
        wakeReplays: () => {},
        replayPerSecond: 50,
        publish,
        simulator: createSimulator({ store, routing, samples, library, check, publish, clock, random }),
        samples,
        library,
        random,
        publicSecrets: ['a-secret-that-everybody-may-read'],
        extraFields: [],
        allowFaults: true,
        clientCertificate,
        doctor,
        backupDirectory,
        adminKeyHash: hashAdminKey(rootKey),
      }),
    isReady: () => true,
    hostsAllowed: null,
    tls: null,
  });
  await listener.listen({ host: '127.0.0.1', port: 0 });
  // A TCP server's address is an AddressInfo.
  const { port } = listener.server.address() as AddressInfo;

  async function send(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { body, key = rootKey }: { body?: string | Uint8Array; key?: string | null | undefined },
  ): Promise<Answer> {
    const response = await request(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    });
    const text = await response.body.text();
    return { status: response.statusCode, text, json: text === '' ? null : JSON.parse(text) };
  }

  return {
    store,
    clock,
    get: (path, key) => send('GET', path, { key }),
    post: (path, body, key) =>
      send('POST', path, { key, ...(body !== undefined && { body: JSON.stringify(body) }) }),
    remove: (path, key) => send('DELETE', path, { key }),
    postRaw: (path, body) => send('POST', path, { body }),
    audit: () => store.audit.list({ limit: 100 }),
    async stop() {
      await listener.close();
      routing.stop();
      await opened.dispose();
    },
  };
}

/** A business with an app, an account with a number, and a system user, all through the API. */
export async function createActors(bench: AdminBench) {
  const create = async (path: string, body: object): Promise<string> => {
    const answer = await bench.post(path, body);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.json.id;
  };
  const business = await create('/businesses', { name: 'Lantern Books' });
  const stranger = await create('/businesses', { name: 'Harbour Tea' });
  const app = await create('/apps', { name: 'Lantern Desk', business_id: business, mode: 'live' });
  const waba = await create('/wabas', { name: 'Lantern Books', business_id: business });
  const number = await create(`/wabas/${waba}/phone_numbers`, { display_phone_number: '12025550123' });
  const user = await create('/users', { name: 'Service', business_id: business, role: 'admin' });
  return { business, stranger, app, waba, number, user };
}
