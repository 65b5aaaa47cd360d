// Access tokens, admin keys and the audit log.
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import { seed, tokenOf } from './directory-samples.ts';
import { bytesOf } from './samples.ts';

export function keysChapter(bench: Bench): void {
  tokenCases(bench);
  adminKeyCases(bench);
  auditCases(bench);
}

function tokenCases(bench: Bench): void {
  it('finds a token by its text and shows only its ends', async () => {
    const { store } = bench;
    const owner = await seed(store);
    const { token, ...facts } = tokenOf(owner, {
      token: `EAAlantern${'x'.repeat(30)}tail`,
      kind: 'business_integration',
      scopes: ['a', 'b'],
      granularTargets: [{ scope: 'a', targetIds: ['300', '301'] }],
      expiresAt: 2,
    });
    const created = await store.tokens.create({ token, ...facts });
    expect(created).toEqual({ id: created.id, ...facts, label: 'EAAlan…tail', revokedAt: null });
    expect(await store.tokens.find(token)).toEqual(created);
    expect(await store.tokens.get(created.id)).toEqual(created);
    expect(await store.tokens.find(`${token} `)).toBeNull();
    expect(await store.tokens.get(99)).toBeNull();
  });

  it('keeps a token without scopes, without targets and without an end', async () => {
    const { store } = bench;
    await store.tokens.create(tokenOf(await seed(store), { token: 'plain', scopes: [], expiresAt: null }));
    expect(await store.tokens.find('plain')).toMatchObject({
      scopes: [],
      granularTargets: [],
      expiresAt: null,
    });
  });

  it('refuses a token that exists, and one of an app or a user that do not', async () => {
    const { store } = bench;
    const owner = await seed(store);
    await store.tokens.create(tokenOf(owner));
    await expect(store.tokens.create(tokenOf(owner))).rejects.toMatchObject({ code: 'conflict' });
    for (const wrong of [{ appId: 99 }, { userId: 99 }]) {
      await expect(store.tokens.create(tokenOf(owner, { token: 'y', ...wrong }))).rejects.toMatchObject({
        code: 'missing',
      });
    }
  });

  it('lists the newest first, of one app or of all', async () => {
    const { store } = bench;
    const owner = await seed(store);
    const other = await store.apps.create({
      graphId: '201',
      name: 'Second',
      businessId: owner.business.id,
      mode: 'live',
      secret: 's',
    });
    const first = await store.tokens.create(tokenOf(owner, { token: 'first' }));
    const second = await store.tokens.create(tokenOf({ ...owner, app: other }, { token: 'second' }));
    const third = await store.tokens.create(tokenOf(owner, { token: 'third' }));
    expect(await store.tokens.list({})).toEqual([third, second, first]);
    expect(await store.tokens.list({ appId: owner.app.id })).toEqual([third, first]);
    expect(await store.tokens.list({ appId: 99 })).toEqual([]);
  });

  it('revokes a token for good: the first time counts', async () => {
    const { store } = bench;
    const { id } = await store.tokens.create(tokenOf(await seed(store)));
    await store.tokens.revoke(id, 7);
    await store.tokens.revoke(id, 9);
    expect((await store.tokens.get(id))?.revokedAt).toBe(7);
    await expect(store.tokens.revoke(99, 7)).rejects.toMatchObject({ code: 'missing' });
  });
}

function adminKeyCases(bench: Bench): void {
  const facts = { label: 'pipeline', scopes: ['publish', 'read'], createdAt: 1 } as const;

  it('finds an admin key by its hash, over a restart', async () => {
    const created = await bench.store.adminKeys.create({ hash: bytesOf('first'), ...facts });
    expect(created).toEqual({ id: created.id, ...facts, revokedAt: null });
    const store = await bench.subject.reopen();
    expect(await store.adminKeys.find(bytesOf('first'))).toEqual(created);
    expect(await store.adminKeys.find(bytesOf('other'))).toBeNull();
    await expect(store.adminKeys.create({ hash: bytesOf('first'), ...facts })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('revokes an admin key for good, and lists it still', async () => {
    const { store } = bench;
    const first = await store.adminKeys.create({ hash: bytesOf('first'), ...facts });
    const second = await store.adminKeys.create({ hash: bytesOf('second'), ...facts, scopes: [] });
    await store.adminKeys.revoke(first.id, 5);
    await store.adminKeys.revoke(first.id, 6);
    const revoked = { ...first, revokedAt: 5 };
    expect(await store.adminKeys.list()).toEqual([second, revoked]);
    expect(await store.adminKeys.find(bytesOf('first'))).toEqual(revoked);
    await expect(store.adminKeys.revoke(99, 5)).rejects.toMatchObject({ code: 'missing' });
  });
}

function auditCases(bench: Bench): void {
  const entry = (no: number, subject = '300') => ({
    at: no,
    actor: 'key:pipeline',
    action: 'override.set',
    subject,
    details: { no, from: 'https://old.example/', to: null, forced: true },
  });

  it('keeps what was recorded, over a restart', async () => {
    await bench.store.audit.record(entry(1));
    await bench.store.audit.record({ ...entry(2), details: {} });
    const store = await bench.subject.reopen();
    const found = await store.audit.list({ limit: 10 });
    expect(found.map(({ id, ...rest }) => rest)).toEqual([{ ...entry(2), details: {} }, entry(1)]);
  });

  it('lists the newest first, by subject, in pages that neither repeat nor miss anything', async () => {
    const { store } = bench;
    for (let no = 1; no <= 9; no++) await store.audit.record(entry(no, no % 3 === 0 ? '200' : '300'));
    for (const [subject, expected] of [
      [undefined, [9, 8, 7, 6, 5, 4, 3, 2, 1]],
      ['300', [8, 7, 5, 4, 2, 1]],
      ['200', [9, 6, 3]],
      ['none', []],
    ] as const) {
      const seen: number[] = [];
      let beforeId: number | undefined;
      for (;;) {
        const page = await store.audit.list({
          limit: 2,
          ...(subject !== undefined && { subject }),
          ...(beforeId !== undefined && { beforeId }),
        });
        seen.push(...page.map(({ at }) => at));
        beforeId = page.at(-1)?.id;
        if (beforeId === undefined) break;
      }
      expect(seen).toEqual(expected);
    }
  });

  it('answers a thousand entries at most', async () => {
    const { store } = bench;
    await Promise.all(Array.from({ length: 1_005 }, (_, no) => store.audit.record(entry(no))));
    expect(await store.audit.list({ limit: 5_000 })).toHaveLength(1_000);
  });
}
