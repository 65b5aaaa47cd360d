// Calls of the API as an operator and an integrator make them, and the account that the server gives of itself.
import { request } from 'undici';
import type { Account } from './evidence.ts';

export interface Api {
  url: string;
  adminKey: string;
}

// Answers are read by those who know their shape.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Json = any;

export async function call(
  { url, bearer }: { url: string; bearer: string },
  body?: object,
): Promise<{ status: number; json: Json }> {
  const answer = await request(url, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, json: JSON.parse(await answer.body.text()) };
}

export async function callAdmin(api: Api, path: string, body?: object): Promise<Json> {
  const { status, json } = await call({ url: `${api.url}/api/v1${path}`, bearer: api.adminKey }, body);
  if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(json)}`);
  return json;
}

/** Counts first: what is settled while the lists are read is then counted twice, never not at all. */
export async function readAccount(api: Api, apps: readonly string[]): Promise<Account> {
  const backlog: { app_id: string; pending: number }[] = (await callAdmin(api, '/backlog')).data;
  const deliveries: Account['deliveries'][number][] = [];
  for (const app of apps) {
    for await (const row of pages(api, `/deliveries?app_id=${app}`)) {
      const seqs = Array.from({ length: row.events }, (_, index) => row.first_seq + index);
      deliveries.push({ app, seqs, state: row.state });
    }
  }
  const events: Account['events'][number][] = [];
  for await (const row of pages(api, '/events')) {
    const key = row.change === null ? undefined : JSON.parse(row.change).value.n;
    if (typeof key === 'string') events.push({ seq: row.seq, key });
  }
  const pending = new Map(apps.map((app) => [app, pendingOf(backlog, app)]));
  return { events, deliveries, pending };
}

function pendingOf(backlog: readonly { app_id: string; pending: number }[], app: string): number {
  return backlog.filter((queue) => queue.app_id === app).reduce((sum, { pending }) => sum + pending, 0);
}

const pageLength = 1_000;

async function* pages(api: Api, path: string): AsyncGenerator<Json> {
  const query = `${path}${path.includes('?') ? '&' : '?'}limit=${pageLength}`;
  for (let before: number | undefined, more = true; more; ) {
    const page = await callAdmin(api, before === undefined ? query : `${query}&before=${before}`);
    yield* page.data;
    before = page.paging?.before;
    more = before !== undefined;
  }
}
