import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../test/support/until.ts';
import { masterKey } from './master-key.ts';
import { integer, one, text } from './rows.ts';
import type { SqlValue } from './sqlite-driver.ts';
import { tokenOf, userOf } from './test/directory-samples.ts';
import { onConnection, openTestStore, type TestStore } from './test/open-store.ts';
import {
  accepted,
  acceptOwed,
  acceptRequest,
  bytesOf,
  newEvent,
  recordingConsumer,
  settlement,
} from './test/samples.ts';

let test: TestStore;
beforeEach(async () => {
  test = await openTestStore();
});
afterEach(() => test.dispose());

describe('the database file', () => {
  it('has the layout that cannot be changed later', () => {
    const settings = test.behind((database) =>
      ['page_size', 'auto_vacuum', 'journal_mode', 'application_id'].map(
        (name) => database.prepare(`pragma ${name}`).get()?.[name],
      ),
    );
    expect(settings).toEqual([8192, 2, 'wal', 0x7761686b]);
  });

  it('is for its owner alone, with everything beside it', async () => {
    await acceptOwed(test.store, [1]);
    const names = await readdir(test.directory);
    expect(names.sort()).toEqual([
      'wahook.db',
      'wahook.db-shm',
      'wahook.db-wal',
      'wahook.lock',
      'wahook.made',
      'wahook.pid',
    ]);
    for (const name of names) expect((await stat(join(test.directory, name))).mode & 0o777).toBe(0o600);
    expect((await stat(test.directory)).mode & 0o777).toBe(0o700);
  });

  it('holds everything when the store is closed: a copy of it alone is complete', async () => {
    await acceptOwed(test.store, [1], [2]);
    const store = await test.openCopy(() => undefined);
    expect(await store.events.list({ limit: 10 })).toHaveLength(2);
    expect(await store.deliveries.backlog()).toHaveLength(2);
    expect(test.notices).toEqual([]);
  });

  it('can be checkpointed whole while a queue stands still', async () => {
    const consumer = recordingConsumer({ events: 2 });
    for (let body = 0; body < 5; body++) await acceptOwed(test.store, [1]);
    test.store.feed.start(consumer);
    await until(() => consumer.seqs().length === 2);
    const result = test.behind((database) => database.prepare('pragma wal_checkpoint(truncate)').get());
    expect(result).toMatchObject({ busy: 0, log: 0 });
  });
});

describe('a file that is not ours to open', () => {
  it('is refused when it is not a database, and left as it is', async () => {
    const content = 'something else entirely '.repeat(500);
    let file = '';
    const opening = test.openCopy(async (copy) => {
      file = copy;
      await writeFile(copy, content);
    });
    await expect(opening).rejects.toMatchObject({
      code: 'not_a_store',
      message: expect.stringContaining(file),
    });
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('is refused when another program made the database, and left as it is', async () => {
    let file = '';
    let content = Buffer.of();
    const opening = test.openCopy(async (copy) => {
      file = copy;
      await writeFile(copy, '');
      onConnection(copy, (database) => database.exec('create table theirs (id integer)'));
      content = await readFile(copy);
    });
    await expect(opening).rejects.toMatchObject({ code: 'not_a_store' });
    expect(await readFile(file)).toEqual(content);
  });

  it('is refused when a newer wahook wrote it, naming both versions', async () => {
    await test.store.close();
    test.behind((database) => database.exec("insert into migrations values (9000, 'later', 0)"));
    await expect(test.reopen()).rejects.toMatchObject({
      code: 'newer_version',
      message: expect.stringMatching(/version 9000, this wahook knows up to \d+/),
    });
  });

  it('lets go of the directory when opening fails', async () => {
    await expect(test.reopen(masterKey(randomBytes(32)))).rejects.toThrow();
    await expect(test.reopen()).resolves.toBeDefined();
  });
});

describe('an unclean end', () => {
  /** As if the process had been killed: the mark of a clean end is missing. */
  const forgetCleanEnd = (file: string) =>
    onConnection(file, (database) =>
      database.prepare("update installation set value = ? where name = 'clean_shutdown'").run(bytesOf('0')),
    );

  it('is noticed and checked at the next start; a clean one is not', async () => {
    await test.reopen();
    expect(test.notices).toEqual([]);
    await test.openCopy(forgetCleanEnd);
    expect(test.notices.map((notice) => notice.kind)).toEqual(['unclean_start']);
  });

  it('finds a damaged page', async () => {
    const change = new Uint8Array(5_000);
    const events = Array.from({ length: 50 }, () => newEvent({ change }));
    await test.store.events.accept(acceptRequest({ events }));
    const opening = test.openCopy(async (copy) => {
      const content = await readFile(copy);
      content.fill(0xff, content.length - 20 * 8192);
      await writeFile(copy, content);
      forgetCleanEnd(copy);
    });
    await expect(opening).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('secrets at rest', () => {
  const secrets = {
    secret: 'marker-app-secret',
    verifyToken: 'marker-verify-token',
    overrideVerifyToken: 'marker-verify-token-of-override',
    token: 'marker-access-token',
    signingKey: 'marker-signing-key',
    leafKey: 'marker-leaf-key',
  };

  async function seedApp(graphId: string, secret: string): Promise<number> {
    const business =
      (await test.store.businesses.find('100')) ??
      (await test.store.businesses.create({ graphId: '100', name: 'Lantern Books' }));
    const app = { graphId, name: 'App', businessId: business.id, mode: 'live', secret } as const;
    return (await test.store.apps.create(app)).id;
  }

  async function somebody() {
    const business = await test.store.businesses.find('100');
    if (!business) throw new Error('The business comes with the app.');
    return { business, user: await test.store.users.create(userOf(business.id)) };
  }

  it('appear in no file of the directory', async () => {
    const appId = await seedApp('200', secrets.secret);
    const callback = { callbackUrl: 'https://marker-url.example/', verifyToken: secrets.verifyToken };
    await test.store.subscriptions.saveApp({
      appId,
      ...callback,
      includeValues: true,
      active: true,
      verifiedAt: 1,
      fields: [],
    });
    const { business, user } = await somebody();
    const { token } = secrets;
    await test.store.tokens.create(tokenOf({ app: { id: appId }, user }, { token }));
    const waba = await test.store.wabas.create({ graphId: '300', name: 'WABA', businessId: business.id });
    await test.store.subscriptions.saveOverride({
      appId,
      wabaId: waba.id,
      phoneNumberId: null,
      url: 'https://marker-override.example/',
      verifyToken: secrets.overrideVerifyToken,
    });
    const { signingKey, leafKey } = secrets;
    const shown = { root: 'marker-root', intermediate: 'i', leaf: 'l', createdAt: 1 };
    await test.store.certificates.add({ ...shown, role: 'current', signingKey, leafKey });
    const wal = await readFile(`${test.databaseFile}-wal`, 'latin1');
    await test.store.close();
    for (const content of [wal, await readFile(test.databaseFile, 'latin1')]) {
      expect(content).toContain('marker-url');
      expect(content).toContain('marker-override');
      expect(content).toContain('marker-root');
      for (const secret of Object.values(secrets)) expect(content).not.toContain(secret);
    }
  });

  it('do not open in another row', async () => {
    const first = await seedApp('200', 'first secret');
    const second = await seedApp('201', 'other secret');
    await test.store.close();
    test.behind((database) => {
      const rows = database.prepare('select id, secret from apps order by id').all();
      const [one, two] = rows.map((row): SqlValue => row.secret ?? null);
      const update = database.prepare('update apps set secret = ? where id = ?');
      update.run(two ?? null, first);
      update.run(one ?? null, second);
    });
    const store = await test.reopen();
    await expect(store.apps.secret(first)).rejects.toMatchObject({ code: 'corrupt' });
    await expect(store.apps.secret(second)).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('refuse to open with another key, before anything is served', async () => {
    await expect(test.reopen(masterKey(randomBytes(32)))).rejects.toMatchObject({ code: 'wrong_key' });
    await expect(test.reopen()).resolves.toBeDefined();
  });
});

describe('bookkeeping', () => {
  it('never reuses a seq, even when every event was pruned', async () => {
    await acceptOwed(test.store, [], [], []);
    await test.store.close();
    test.behind((database) => database.exec('delete from events'));
    const outcome = await (await test.reopen()).events.accept(acceptRequest());
    expect(accepted(outcome).firstSeq).toBe(4);
  });

  it('removes old idempotency keys a few at a time', async () => {
    const keyed = (key: number) =>
      acceptRequest({ idempotency: { keyHash: bytesOf(`key ${key}`), bodyHash: bytesOf('b') } });
    const keys = Array.from({ length: 700 }, (_, index) => test.store.events.accept(keyed(index)));
    await Promise.all(keys);
    const count = () =>
      test.behind((database) =>
        integer(one(database.prepare('select count(*) as count from idempotency').get()), 'count'),
      );
    expect(count()).toBe(700);
    test.clock.advance(25 * 60 * 60 * 1000);
    await acceptOwed(test.store, [1]);
    expect(count()).toBe(200);
    await acceptOwed(test.store, [1]);
    expect(count()).toBe(0);
  });

  it('forgets counted calls that no window reaches, a few slots at a time', async () => {
    const minutes = 60_000;
    const limit = { budget: 5, windowMs: 60 * minutes, slotMs: minutes };
    const take = (bucket: string, now: number) => test.store.usage.take({ ...limit, bucket, now });
    const count = () =>
      test.behind((database) =>
        integer(one(database.prepare('select count(*) as count from usage').get()), 'count'),
      );
    await Promise.all(Array.from({ length: 700 }, (_, index) => take(`old ${index}`, 10 * minutes)));
    await take('counts still', 11 * minutes);
    await take('now', 71 * minutes);
    expect(count()).toBe(202);
    await take('now', 71 * minutes);
    expect(count()).toBe(2);
    expect(
      await test.store.usage.read({ ...limit, bucket: 'counts still', now: 71 * minutes }),
    ).toMatchObject({
      calls: 1,
    });
  });

  it('finds by a sweep what came to be owed behind its back', async () => {
    const consumer = recordingConsumer();
    test.store.feed.start(consumer);
    await acceptOwed(test.store, [1], []);
    await until(() => consumer.seqs().length === 1);
    test.behind((database) => database.exec('insert into pending (queue_id, seq) values (1, 2), (5, 1)'));
    expect(await test.store.feed.sweep()).toBe(2);
    await until(() => consumer.calls.length === 3);
    expect(consumer.seqs(1)).toEqual([1, 2]);
    expect(consumer.seqs(5)).toEqual([1]);
  });

  it('finds by a sweep a row that is owed again, though it was handed out before', async () => {
    const consumer = recordingConsumer();
    test.store.feed.start(consumer);
    await acceptOwed(test.store, [1]);
    await acceptOwed(test.store, [1]);
    await until(() => consumer.seqs().length === 2);
    await test.store.deliveries.settle([settlement([1])]);
    test.behind((database) => database.exec('insert into pending (queue_id, seq) values (1, 1)'));
    expect(await test.store.feed.sweep()).toBe(1);
    await until(() => consumer.seqs().length === 3);
    expect(consumer.seqs()).toEqual([1, 2, 1]);
  });

  it('keeps numbers of the installation readable for a person', async () => {
    await acceptOwed(test.store, [1]);
    const row = test.behind((database) =>
      database.prepare("select cast(value as text) as value from installation where name = 'next_seq'").get(),
    );
    expect(text(one(row), 'value')).toBe('2');
  });
});
