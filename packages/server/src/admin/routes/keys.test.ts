import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminBench, startAdmin } from '../test-bench.ts';

let bench: AdminBench;
beforeAll(async () => {
  bench = await startAdmin();
});
afterAll(() => bench.stop());

describe('admin keys', () => {
  it('are shown once, when they are made, and never stored or logged', async () => {
    const made = await bench.post('/keys', { label: 'shop', scopes: ['publish', 'read'] });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ label: 'shop', scopes: ['publish', 'read'], revoked_at: null });
    expect(made.json.key).toMatch(/^wahook-key-[\w-]{32}$/);
    const listed = await bench.get('/keys');
    expect(listed.json.data[0]).toMatchObject({ id: made.json.id, label: 'shop' });
    expect(listed.text).not.toContain(made.json.key);
    expect(JSON.stringify(await bench.audit())).not.toContain(made.json.key);
  });

  it('name who made each change', async () => {
    const made = await bench.post('/keys', { label: 'deputy', scopes: ['admin'] });
    await bench.post('/businesses', { name: 'By the deputy' }, made.json.key);
    await bench.post('/businesses', { name: 'By the root key' });
    const [byRoot, byDeputy] = await bench.audit();
    expect(byRoot).toMatchObject({ actor: 'key:root', action: 'business.created' });
    expect(byDeputy).toMatchObject({ actor: 'key:deputy', action: 'business.created' });
  });

  it('are revoked once, and the first time counts', async () => {
    const { json } = await bench.post('/keys', { label: 'gone', scopes: ['read'] });
    const first = await bench.post(`/keys/${json.id}/revoke`);
    bench.clock.advance(60_000);
    const second = await bench.post(`/keys/${json.id}/revoke`);
    expect(first.json.revoked_at).toEqual(expect.any(String));
    expect(second.json.revoked_at).toBe(first.json.revoked_at);
    expect((await bench.audit()).filter((entry) => entry.action === 'key.revoked')).toHaveLength(1);
  });

  it.each([
    [{}, '"label" must be'],
    [{ label: 'x' }, '"scopes" must be'],
    [{ label: 'x', scopes: [] }, '"scopes" must be'],
    [{ label: 'x', scopes: ['everything'] }, 'publish, read, operate, admin'],
    [{ label: 'x', scopes: 'read' }, '"scopes" must be'],
    [{ label: 'Key with blanks', scopes: ['read'] }, '"label" must be'],
    [{ label: 'x', scopes: ['read'], scope: 'read' }, '"scope" means nothing here'],
  ])('are refused as %j', async (body, reason) => {
    const { status, json } = await bench.post('/keys', body);
    expect([status, json.code]).toEqual([400, 'bad_request']);
    expect(json.detail).toContain(reason);
  });

  it('cannot share a label, nor take that of the root key', async () => {
    await bench.post('/keys', { label: 'taken', scopes: ['read'] });
    for (const label of ['taken', 'root']) {
      const { status, json } = await bench.post('/keys', { label, scopes: ['read'] });
      expect([status, json.code]).toEqual([409, 'already_exists']);
    }
  });

  it.each(['0', '99999', 'x', '-1', '1e3'])('are unknown as %s', async (id) => {
    const { status, json } = await bench.post(`/keys/${id}/revoke`);
    expect([status, json.code]).toEqual([404, 'unknown_key']);
  });
});
