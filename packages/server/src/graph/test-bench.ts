// A Graph API on a real store in a directory of its own, with two businesses that are strangers to each other.
// Only the handshake is played by the test: it has suites of its own with real callbacks.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { managementScope, messagingScope } from '../access/access.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { masterKey } from '../store/master-key.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { CallbackVerdict, VerifyCallback } from './callback-verdict.ts';
import { createGraph, type Graph, type GraphNotice, type GraphReply } from './graph.ts';

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
  store: Store;
  graph: Graph;
  /** The verdict that the next handshakes get. */
  verdict: CallbackVerdict;
  /** Runs while a handshake is under way. */
  duringHandshake: () => Promise<void>;
  handshakes: { url: string; verifyToken: string }[];
  notices: GraphNotice[];
  call(method: string, path: string, call?: Call): Promise<Answer>;
  close(): Promise<void>;
}

export async function openBench({
  verifyCallback,
}: {
  verifyCallback?: VerifyCallback;
} = {}): Promise<Bench> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wahook-graph-'));
  const clock: Clock = { now: () => startOfTime, after: systemClock.after };
  const store = await openSqliteStore({
    directory: path.join(directory, 'data'),
    clock,
    masterKey: masterKey(randomBytes(32)),
  });
  await seed(store);
  const graph = createGraph({
    store,
    clock,
    random: randomBytes,
    verifyCallback: verifyCallback ?? playedHandshake,
    extraFields: ['brand_new_field'],
    onNotice: (notice) => bench.notices.push(notice),
  });
  const bench: Bench = {
    store,
    graph,
    verdict: { ok: true },
    duringHandshake: () => Promise.resolve(),
    handshakes: [],
    notices: [],
    call: async (method, target, call = {}) => read(await graph.handle(request(method, target, call))),
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };

  async function playedHandshake({ url, verifyToken }: { url: string; verifyToken: string }) {
    bench.handshakes.push({ url, verifyToken });
    await bench.duringHandshake();
    return bench.verdict;
  }

  return bench;
}

async function seed(store: Store): Promise<void> {
  const scopes = [managementScope, messagingScope];
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
    const issued = { appId: app.id, kind: 'system_user', createdAt: startOfTime } as const;
    await store.tokens.create({ ...issued, token, scopes, expiresAt: null });
    if (no > 0) continue;
    const { messagingOnly, expired } = lanternTokens;
    await store.tokens.create({ ...issued, token: messagingOnly, scopes: [messagingScope], expiresAt: null });
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
