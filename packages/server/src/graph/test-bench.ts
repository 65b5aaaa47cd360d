// A Graph API on a real store in a directory of its own, with two businesses that are strangers to each other.
// Only the handshake is played by the test: it has suites of its own with real callbacks.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Clock, systemClock } from '../base/clock.ts';
import { checkCallbackUrl } from '../delivery/callback-url.ts';
import { masterKey } from '../store/master-key.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { layEmptyDatabase } from '../store/test/empty-database.ts';
import { type Permission, permissions } from '../store/vocabulary.ts';
import type { CallbackVerdict, VerifyCallback } from './callback-verdict.ts';
import { createGraph, type Graph, type GraphDeps, type GraphNotice, type GraphReply } from './graph.ts';
import type { LimitSettings } from './limits.ts';

export interface Tenant {
  appId: string;
  secret: string;
  wabaId: string;
  /** `APP_ID|APP_SECRET` */
  appToken: string;
  /** Of a system user, with both scopes. */
  token: string;
}

export const lantern = tenant(1, 'lantern-secret-0123456789abcdef0', 'EAAlanterntoken000000000000000000001');
export const harbour = tenant(2, 'harbour-secret-0123456789abcdef0', 'EAAharbourtoken000000000000000000002');
/** Lantern's app has more tokens, each with something wrong. */
export const lanternTokens = {
  messagingOnly: 'EAAmessagingonly000000000000000000001',
  expired: 'EAAexpired000000000000000000000000001',
};

/** Saturday, 21 November 2026, 12:00:00 UTC */
export const startOfTime = Date.UTC(2026, 10, 21, 12);

function tenant(no: number, secret: string, token: string): Tenant {
  const appId = `20000000000000${no}`;
  return { appId, secret, wabaId: `30000000000000${no}`, appToken: `${appId}|${secret}`, token };
}

export interface Call {
  query?: string;
  /** Sent as form. */
  form?: string;
  /** Sent as JSON body. */
  json?: unknown;
  body?: Uint8Array;
  contentType?: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  json: unknown;
}

export interface Bench {
  /** Another one after a restart. */
  store: Store;
  graph: Graph;
  /** The time, for a test to move. */
  time: { now: number };
  /** The verdict that the next handshakes get. */
  verdict: CallbackVerdict;
  /** Runs while a handshake is under way. */
  duringHandshake: () => Promise<void>;
  handshakes: { url: string; verifyToken: string }[];
  notices: GraphNotice[];
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Closes the store and opens it again, as a restart of the server does. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** So wide that only tests about limits meet them. */
export const wideLimits: LimitSettings = {
  bucCalls: 1_000_000,
  bucCallsActive: 1_000_000,
  appCalls: 1_000_000,
  secretGuesses: 1_000_000,
  windowMs: 3_600_000,
  slotMs: 10_000,
  timeBudgetMs: 600_000,
  throttleStatus: 400,
};

export const publicUrl = 'https://graph.example';

export interface BenchOptions extends Partial<Pick<GraphDeps, 'verifyCallback' | 'rules' | 'startWatch'>> {
  limits?: Partial<LimitSettings>;
  publicUrl?: () => string;
  /** More people than the two businesses. */
  seedMore?: (store: Store) => Promise<void>;
}

export async function openBench(options: BenchOptions = {}): Promise<Bench> {
  const parent = await mkdtemp(path.join(tmpdir(), 'wahook-graph-'));
  const time = { now: startOfTime };
  const clock: Clock = { ...systemClock, now: () => time.now };
  const key = masterKey(randomBytes(32));
  const openStore = () => openSqliteStore({ directory: path.join(parent, 'data'), clock, masterKey: key });
  const openGraph = (store: Store) =>
    createGraph({
      store,
      clock,
      random: randomBytes,
      verifyCallback: options.verifyCallback ?? playedHandshake,
      extraFields: ['brand_new_field'],
      limits: { ...wideLimits, ...options.limits },
      rules: options.rules ?? 'current',
      publicUrl: options.publicUrl ?? (() => publicUrl),
      ...(options.startWatch && { startWatch: options.startWatch }),
      onNotice: (notice) => bench.notices.push(notice),
    });
  await mkdir(path.join(parent, 'data'), { mode: 0o700 });
  await layEmptyDatabase(path.join(parent, 'data'));
  const store = await openStore();
  await seed(store);
  await options.seedMore?.(store);
  const bench: Bench = {
    store,
    graph: openGraph(store),
    time,
    verdict: { ok: true },
    duringHandshake: () => Promise.resolve(),
    handshakes: [],
    notices: [],
    call: async (method, target, call = {}) => read(await bench.graph.handle(request(method, target, call))),
    async restart() {
      await bench.store.close();
      bench.store = await openStore();
      bench.graph = openGraph(bench.store);
    },
    async close() {
      await bench.store.close();
      await rm(parent, { recursive: true });
    },
  };

  /** The URL is judged for real; only the callback's answer is played. */
  async function playedHandshake(request: Parameters<VerifyCallback>[0]): Promise<CallbackVerdict> {
    const { url, verifyToken, parameter, lengthMax } = request;
    const policy = { mode: 'start', allow: [], ports: [443, 8443] } as const;
    const checked = checkCallbackUrl(url, { policy, lengthMax: lengthMax ?? 2048 });
    if (!checked.ok) {
      return { ok: false, code: 100, message: `(#100) ${parameter ?? 'callback_url'}: ${checked.message}` };
    }
    bench.handshakes.push({ url, verifyToken });
    await bench.duringHandshake();
    return bench.verdict;
  }

  return bench;
}

/** Takes back whatever calls have set up, so that tests may share a bench: opening one takes long. */
export async function removeSubscriptions({ subscriptions, apps, wabas }: Store): Promise<void> {
  for (const { id: wabaId } of await wabas.list()) {
    for (const { appId, phoneNumberId } of await subscriptions.overrides(wabaId)) {
      await subscriptions.removeOverride({ appId, wabaId, phoneNumberId });
    }
    for (const { appId } of await subscriptions.listByWaba(wabaId)) {
      await subscriptions.removeWaba({ appId, wabaId });
    }
  }
  for (const { id } of await apps.list()) {
    if (await subscriptions.app(id)) await subscriptions.removeApp(id);
  }
}

async function seed(store: Store): Promise<void> {
  const scopes = permissions;
  for (const [no, { appId, secret, wabaId, token }] of [lantern, harbour].entries()) {
    const name = ['Lantern', 'Harbour'][no] ?? '';
    const business = await store.businesses.create({ graphId: `10000000000000${no + 1}`, name });
    const owner = { businessId: business.id };
    const app = await store.apps.create({
      ...owner,
      graphId: appId,
      name: `${name} Desk`,
      mode: 'live',
      secret,
    });
    await store.wabas.create({ ...owner, graphId: wabaId, name: `${name} Books` });
    for (const permission of permissions) {
      const review = { state: 'approved', access: 'standard' } as const;
      await store.apps.saveReview({ appId: app.id, permission, review, at: startOfTime });
    }
    const user = await store.users.create({
      ...owner,
      graphId: `50000000000000${no + 1}`,
      name: `${name} System User`,
      kind: 'system_user',
      role: 'admin',
    });
    const issued = {
      appId: app.id,
      userId: user.id,
      kind: 'system_user',
      createdAt: startOfTime,
    } as const;
    await store.tokens.create({ ...issued, token, scopes, expiresAt: null });
    if (no > 0) continue;
    const { messagingOnly, expired } = lanternTokens;
    await store.tokens.create({
      ...issued,
      token: messagingOnly,
      scopes: ['whatsapp_business_messaging'] satisfies Permission[],
      expiresAt: null,
    });
    await store.tokens.create({ ...issued, token: expired, scopes, expiresAt: startOfTime - 3_600_000 });
  }
}

function request(method: string, target: string, call: Call) {
  const headers = new Map(Object.entries(call.headers ?? {}));
  if (call.token !== undefined) headers.set('authorization', `Bearer ${call.token}`);
  const { body, contentType } = bodyOf(call);
  return { method, path: target, query: new URLSearchParams(call.query), headers, contentType, body };
}

function bodyOf({ json, form, body, contentType }: Call): {
  body: Uint8Array;
  contentType: string | undefined;
} {
  if (json !== undefined) {
    return { body: Buffer.from(JSON.stringify(json)), contentType: contentType ?? 'application/json' };
  }
  if (form !== undefined) {
    return { body: Buffer.from(form), contentType: contentType ?? 'application/x-www-form-urlencoded' };
  }
  return { body: body ?? new Uint8Array(), contentType };
}

function read({ status, headers, body }: GraphReply): Answer {
  const json: unknown = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString());
  return { status, headers, json };
}
