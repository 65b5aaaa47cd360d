// Who may call what: every route by key and scope, and what every route does with bodies it cannot read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyScope, keyScopes } from '../store/vocabulary.ts';
import { type AdminBench, createActors, startAdmin } from './test-bench.ts';

type Route = [method: 'GET' | 'POST' | 'DELETE', path: string, scope: KeyScope];

const routes: Route[] = [
  ['POST', '/events', 'publish'],
  ['POST', '/simulator', 'publish'],
  ['GET', '/samples', 'read'],
  ['GET', '/simulator/runs', 'read'],
  ['GET', '/simulator/runs/1', 'read'],
  ['POST', '/simulator/runs/1/stop', 'publish'],
  ['GET', '/scenarios', 'read'],
  ['GET', '/scenarios/conversation', 'read'],
  ['POST', '/scenarios/preview', 'read'],
  ['POST', '/scenarios/runs', 'publish'],
  ['GET', '/scenarios/runs', 'read'],
  ['GET', '/scenarios/runs/1', 'read'],
  ['POST', '/scenarios/runs/1', 'publish'],
  ['POST', '/scenarios/runs/1/stop', 'publish'],
  ['GET', '/events', 'read'],
  ['GET', '/events/1', 'read'],
  ['GET', '/deliveries', 'read'],
  ['GET', '/deliveries/1-1', 'read'],
  ['GET', '/backlog', 'read'],
  ['GET', '/businesses', 'read'],
  ['GET', '/businesses/1', 'read'],
  ['POST', '/businesses', 'admin'],
  ['GET', '/apps', 'read'],
  ['GET', '/apps/1', 'read'],
  ['POST', '/apps', 'admin'],
  ['POST', '/apps/1', 'admin'],
  ['GET', '/apps/1/permissions', 'read'],
  ['POST', '/apps/1/permissions/whatsapp_business_messaging', 'admin'],
  ['GET', '/apps/1/shares', 'read'],
  ['POST', '/apps/1/shares', 'admin'],
  ['DELETE', '/apps/1/shares/2', 'admin'],
  ['POST', '/apps/1/subscription', 'admin'],
  ['GET', '/wabas', 'read'],
  ['GET', '/wabas/1', 'read'],
  ['POST', '/wabas', 'admin'],
  ['POST', '/wabas/1/partners', 'admin'],
  ['POST', '/wabas/1/users', 'admin'],
  ['GET', '/wabas/1/phone_numbers', 'read'],
  ['POST', '/wabas/1/phone_numbers', 'admin'],
  ['POST', '/phone_numbers/1', 'admin'],
  ['GET', '/users', 'read'],
  ['GET', '/users/1', 'read'],
  ['POST', '/users', 'admin'],
  ['GET', '/tokens', 'read'],
  ['POST', '/tokens', 'admin'],
  ['POST', '/tokens/999/revoke', 'admin'],
  ['GET', '/keys', 'read'],
  ['POST', '/keys', 'admin'],
  ['POST', '/keys/999/revoke', 'admin'],
  ['GET', '/audit', 'read'],
  ['GET', '/routing', 'read'],
];

let bench: AdminBench;
const keys = new Map<KeyScope, string>();

beforeAll(async () => {
  bench = await startAdmin();
  for (const scope of keyScopes) {
    const { json } = await bench.post('/keys', { label: `only-${scope}`, scopes: [scope] });
    keys.set(scope, json.key);
  }
});
afterAll(() => bench.stop());

function call([method, path]: Route, key: string | null | undefined) {
  if (method === 'GET') return bench.get(path, key);
  return method === 'POST' ? bench.post(path, {}, key) : bench.remove(path, key);
}

describe.each(routes)('%s /api/v1%s', (...route) => {
  const [, , needed] = route;

  it('is shut without a key, and with an unknown one', async () => {
    for (const key of [null, 'not-a-key']) {
      const { status, json } = await call(route, key);
      expect([status, json.code]).toEqual([401, 'admin_key_required']);
    }
  });

  it(`is shut for keys without the scope ${needed}, and names it`, async () => {
    for (const scope of keyScopes.filter((each) => each !== needed && each !== 'admin')) {
      const { status, json } = await call(route, keys.get(scope));
      expect([status, json.code]).toEqual([403, 'scope_missing']);
      expect(json.detail).toContain(`scope ${needed}`);
    }
  });

  it(`is open for keys with ${needed}, and for admin`, async () => {
    for (const scope of [needed, 'admin'] as const) {
      const { status } = await call(route, keys.get(scope));
      expect([401, 403]).not.toContain(status);
      expect(status).toBeLessThan(500);
    }
  });
});

describe('a body that cannot be read', () => {
  const posts = routes.filter(([method, , scope]) => method === 'POST' && scope === 'admin');
  const paths = posts.map(([, path]) => path);

  it.each(paths)('is refused at %s, never a 500', async (path) => {
    const actors = await createActors(bench);
    const known = path.replace('/apps/1', `/apps/${actors.app}`).replace('/wabas/1', `/wabas/${actors.waba}`);
    const bodies = [
      'no json',
      '[]',
      'null',
      '"text"',
      '{"a":',
      `${'['.repeat(50_000)}`,
      '{"__proto__":{"x":1}}',
      '{"name":{"toString":1}}',
      '{"id":1e400}',
      '{"nonsense":true}',
      Buffer.from([0x7b, 0xff, 0x7d]),
    ];
    for (const body of bodies) {
      const { status, json } = await bench.postRaw(known, body);
      expect([400, 404]).toContain(status);
      expect(json.detail).toEqual(expect.any(String));
    }
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });
});

describe('a revoked key', () => {
  it('is no key any more, at once', async () => {
    const made = await bench.post('/keys', { label: 'short-lived', scopes: ['read'] });
    expect((await bench.get('/apps', made.json.key)).status).toBe(200);
    await bench.post(`/keys/${made.json.id}/revoke`);
    expect((await bench.get('/apps', made.json.key)).status).toBe(401);
  });
});
