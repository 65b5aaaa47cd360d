// Databases of earlier versions, opened with today's code: nothing that was promised before may be lost.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClock } from '../test/support/test-clock.ts';
import { until } from '../test/support/until.ts';
import { openWriter } from './connection.ts';
import { migrate, readMigrations } from './migrate.ts';
import { createFacts } from './queries/installation.ts';
import { integer, text } from './rows.ts';
import { createSealer } from './sealed.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Database } from './sqlite-driver.ts';
import type { Store } from './store.ts';
import { unlimited } from './test/directory-samples.ts';
import { onConnection, testKey } from './test/open-store.ts';
import { acceptOwed, bytesOf, recordingConsumer } from './test/samples.ts';
import { permissions } from './vocabulary.ts';

const migrations = readMigrations(new URL('./migrations/sqlite/', import.meta.url));
const sealer = createSealer(testKey);

let directory: string;
let databaseFile: string;
let store: Store | null;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wahook-migrate-'));
  databaseFile = join(directory, 'wahook.db');
  store = null;
});
afterEach(async () => {
  await store?.close();
  await rm(directory, { recursive: true });
});

/** A database as wahook of that version left it. */
function makeDatabase(version: number, fill: (database: Database) => void): void {
  const released = migrations.filter((migration) => migration.version <= version);
  const database = openWriter(databaseFile);
  try {
    migrate(database, released, 0);
    fill(database);
  } finally {
    database.close();
  }
}

async function openStore(): Promise<Store> {
  store = await openSqliteStore({ directory, clock: createTestClock(), masterKey: testKey });
  return store;
}

describe('the migrations', () => {
  it('know from the first moment how old the events of before are', async () => {
    const hour = 60 * 60 * 1000;
    const now = createTestClock().now();
    makeDatabase(3, (database) => {
      const insert = database.prepare(`
        insert into events (seq, "group", entry_no, entry_id, field, origin, accepted_at, change)
        values (?1, ?1, 0, '300', 'messages', 'upstream', ?2, x'7b7d')`);
      insert.run(1, now - 3 * hour);
      insert.run(2, now - 3 * hour + 1);
      insert.run(3, now - hour);
      createFacts(database).setNumber('next_seq', 4);
    });
    const opened = await openStore();
    const policy = { now, deadAgeMs: null, auditAgeMs: null, dedupeWindowMs: 0, bytesMax: null };
    const { events } = await opened.upkeep.prune({ ...policy, eventAgeMs: 2 * hour, stripBodies: false });
    expect(events).toBe(2);
    expect((await opened.events.list({ limit: 9 })).map((event) => event.seq)).toEqual([3]);
  });

  it('leave no reference without its row, and enforce references as before', async () => {
    makeDatabase(1, fillFirst);
    await (await openStore()).close();
    onConnection(databaseFile, (database) => {
      expect(database.prepare('pragma foreign_key_check').all()).toEqual([]);
      expect(() => database.exec('delete from endpoints where id = 5')).toThrow('FOREIGN KEY');
      const orphan = "insert into queues (endpoint_id, kind, state) values (99, 'live', 'open')";
      expect(() => database.exec(orphan)).toThrow('FOREIGN KEY');
    });
  });

  it('end in the same schema from an old database as from none', async () => {
    const schema = () =>
      onConnection(databaseFile, (database) =>
        database.prepare('select name, sql from sqlite_schema where sql is not null order by name').all(),
      );
    makeDatabase(1, fillFirst);
    await (await openStore()).close();
    const fromOld = schema();
    await rm(databaseFile);
    await rm(join(directory, 'wahook.made'));
    await (await openStore()).close();
    expect(fromOld).toEqual(schema());
    expect(fromOld.map((row) => text(row, 'name')).filter((name) => /_2$|_before$/.test(name))).toEqual([]);
  });

  it('run once, and all of one or nothing', async () => {
    makeDatabase(1, (database) => {
      const broken = {
        version: 2,
        name: 'broken',
        sql: 'create table half (id integer); select * from nothing;',
      };
      expect(() => migrate(database, [...migrations.slice(0, 1), broken], 0)).toThrow('nothing');
    });
    await (await openStore()).close();
    await (await openStore()).close();
    onConnection(databaseFile, (database) => {
      expect(database.prepare("select name from sqlite_schema where name = 'half'").all()).toEqual([]);
      const versions = database.prepare('select version from migrations order by version').all();
      expect(versions.map((row) => integer(row, 'version'))).toEqual(
        migrations.map(({ version }) => version),
      );
    });
  });
});

describe('a database of the first version', () => {
  beforeEach(async () => {
    makeDatabase(1, fillFirst);
    await openStore();
  });
  const opened = (): Store => {
    if (!store) throw new Error('The store is opened before each case.');
    return store;
  };

  it('keeps ids, endpoints and queues', async () => {
    const { endpoints, appSubscriptions, wabaSubscriptions, version } = await opened().routes.load();
    const place = { appId: 3, level: 'app', wabaId: null, phoneNumberId: null, ...unlimited };
    expect(endpoints).toEqual([
      { ...place, id: 2, url: 'https://old.example/', state: 'closed', queueId: 4 },
      { ...place, id: 5, url: 'https://lantern.example/', state: 'open', queueId: 7 },
    ]);
    expect(appSubscriptions).toEqual([
      {
        appId: 3,
        endpointId: 5,
        callbackUrl: 'https://lantern.example/',
        includeValues: true,
        active: true,
        deactivatedAt: null,
        clientCertificate: false,
        verifiedAt: 50,
        fields: [{ name: 'messages', version: 'v25.0' }],
      },
    ]);
    expect(wabaSubscriptions).toEqual([{ appId: 3, wabaId: 6, at: 60 }]);
    expect(version).toBe(12);
  });

  it('keeps what is owed, and goes on counting where it was', async () => {
    const consumer = recordingConsumer();
    opened().feed.start(consumer);
    expect(await opened().deliveries.backlog()).toEqual([{ queueId: 7, pending: 2, retrying: 1 }]);
    expect(await acceptOwed(opened(), [7])).toEqual([44]);
    await until(() => consumer.seqs(7).length === 3);
    expect(consumer.seqs(7)).toEqual([42, 43, 44]);
    const [due] = await opened().deliveries.due({ now: 1_000, limit: 10, except: new Set() });
    expect(due).toMatchObject({ queueId: 7, attempts: 1, events: [{ seq: 41 }] });
  });

  it('opens its secrets', async () => {
    expect(await opened().apps.secret(3)).toBe('sesame');
    expect(await opened().subscriptions.verifyToken(3)).toBe('lantern-verify');
  });

  it('keeps tokens, each standing for an admin system user of the app’s business', async () => {
    const found = await opened().tokens.find('EAAlantern');
    expect(found).toEqual({
      id: 8,
      appId: 3,
      kind: 'system_user',
      userId: found?.userId,
      scopes: ['whatsapp_business_management'],
      granularTargets: [],
      label: 'EAAlan…tern',
      createdAt: 70,
      expiresAt: null,
      revokedAt: null,
    });
    expect(await opened().tokens.find('EAArevoked')).toMatchObject({ id: 9, appId: 4, revokedAt: 90 });
    const [user, ...others] = await opened().users.list();
    expect(user).toEqual({
      id: found?.userId,
      graphId: '8100',
      name: 'Lantern Books system user',
      kind: 'system_user',
      businessId: 1,
      role: 'admin',
    });
    expect(others).toEqual([]);
  });

  it('counts live apps as reviewed for accounts of their own business, others as not', async () => {
    const review = { state: 'approved', access: 'standard' };
    const expected = permissions.map((permission) => ({ appId: 3, permission, review, at: 0 }));
    expect(await opened().apps.reviews(3)).toEqual(expected);
    expect(await opened().apps.reviews(4)).toEqual([]);
  });

  it('gives apps and phone numbers what they had without saying so', async () => {
    expect(await opened().apps.find('200')).toMatchObject({
      link: null,
      icon: null,
      requireAppSecret: false,
      order: 'none',
      coalesce: false,
    });
    expect(await opened().phoneNumbers.find('400')).toEqual({
      id: 11,
      graphId: '400',
      wabaId: 6,
      displayPhoneNumber: '12025550123',
      verifiedName: 'Lantern WABA',
      registered: true,
    });
  });

  it('takes new overrides and tokens beside the old rows', async () => {
    const override = await opened().subscriptions.saveOverride({
      appId: 3,
      wabaId: 6,
      phoneNumberId: 11,
      url: 'https://number.example/',
      verifyToken: 'v',
    });
    expect(override.id).toBeGreaterThan(5);
    expect(override.queueId).toBeGreaterThan(7);
    expect(await opened().subscriptions.overrideVerifyToken(override.id)).toBe('v');
  });
});

/** Ids with gaps, so that a copy that numbers anew is noticed. */
function fillFirst(database: Database): void {
  fillDirectory(database);
  fillEvents(database);
  const facts = createFacts(database);
  facts.setNumber('next_seq', 44);
  facts.setNumber('routes_version', 12);
  facts.setNumber('clean_shutdown', 1);
}

function fillDirectory(database: Database): void {
  database.exec(`
    insert into businesses (id, graph_id, name) values (1, '100', 'Lantern Books'), (2, '101', 'Harbour Tea');
    insert into wabas (id, graph_id, name, business_id) values (6, '300', 'Lantern WABA', 1);
    insert into phone_numbers (id, graph_id, waba_id, display_phone_number) values (11, '400', 6, '12025550123');
  `);
  const app = database.prepare(
    'insert into apps (id, graph_id, name, business_id, mode, secret) values (?, ?, ?, 1, ?, ?)',
  );
  const secret = (row: number) => sealer.seal('sesame', { table: 'apps', row, column: 'secret' });
  app.run(3, '200', 'Lantern Desk', 'live', secret(3));
  app.run(4, '201', 'Lantern Lab', 'development', secret(4));
  database.exec(`
    insert into endpoints (id, app_id, level, url, state)
    values (2, 3, 'app', 'https://old.example/', 'closed'), (5, 3, 'app', 'https://lantern.example/', 'open');
    insert into queues (id, endpoint_id, kind, state) values (4, 2, 'live', 'closed'), (7, 5, 'live', 'open');
  `);
  const verifyToken = sealer.seal('lantern-verify', {
    table: 'app_subscriptions',
    row: 3,
    column: 'verify_token',
  });
  database
    .prepare(
      `insert into app_subscriptions (app_id, endpoint_id, verify_token, include_values, active, verified_at)
       values (3, 5, ?, 1, 1, 50)`,
    )
    .run(verifyToken);
  database.exec(`
    insert into app_fields (app_id, name, version) values (3, 'messages', 'v25.0');
    insert into waba_subscriptions (waba_id, app_id, at) values (6, 3, 60);
  `);
  const token = database.prepare(
    `insert into tokens (id, hash, app_id, kind, scopes, label, created_at, expires_at, revoked_at)
     values (?, ?, ?, 'system_user', 'whatsapp_business_management', ?, 70, null, ?)`,
  );
  const hashOf = (value: string) => createHash('sha256').update(value).digest();
  token.run(8, hashOf('EAAlantern'), 3, 'EAAlan…tern', null);
  token.run(9, hashOf('EAArevoked'), 4, 'EAArev…oked', 90);
}

/** Three events: the first failed once, two were never tried. */
function fillEvents(database: Database): void {
  const event = database.prepare(
    `insert into events (seq, "group", entry_no, waba_id, entry_id, field, origin, accepted_at, change)
     values (?1, ?1, 0, 6, '300', 'messages', 'publish', 100, ?2)`,
  );
  for (const seq of [41, 42, 43]) event.run(seq, bytesOf('{"field":"messages","value":{}}'));
  database.exec(`
    insert into pending (queue_id, seq) values (7, 42), (7, 43);
    insert into deliveries (
      first_seq, queue_id, n, state, reason, attempts, accepted_at, give_up_at, next_at, first_reason
    )
    values (41, 7, 1, 'retrying', 'http_503', 1, 100, 9000, 500, 'http_503');
  `);
}
