// Every store through the same suite. SQLite is a real database through @photostructure/sqlite; the statements for
// Postgres run on it too, through an asynchronous query. Redis is a stand-in that does SET NX PX, GET and DEL as its
// manual has them, and in place of Lua what our one script does, with both shapes of client.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { conformanceTimes, dedupeConformance } from './conformance.ts';
import { memoryDedupe } from './memory.ts';
import { postgresDedupe, postgresDedupeTable } from './postgres.ts';
import { redisDedupe } from './redis.ts';
import { sqliteDedupe } from './sqlite.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wahook-dedupe-'));
const opened: DatabaseSyncInstance[] = [];

afterAll(() => {
  for (const database of opened) database.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** Two connections to one new file, as two processes would have them. Durability is not what is tested. */
function twoConnections(journal = 'wal'): [DatabaseSyncInstance, DatabaseSyncInstance] {
  const file = path.join(folder, `${files++}.db`);
  const connect = () => {
    const database = new DatabaseSync(file);
    database.exec(`pragma journal_mode = ${journal}; pragma synchronous = off; pragma busy_timeout = 1000`);
    opened.push(database);
    return database;
  };
  return [connect(), connect()];
}

function clock() {
  let at = 1_767_225_600_000;
  return {
    now: () => at,
    pass: (ms: number) => {
      at += ms;
    },
  };
}

dedupeConformance('memory', async () => {
  const { now, pass } = clock();
  const store = memoryDedupe({ ...conformanceTimes, now });
  return { store, pass, other: store };
});

dedupeConformance('SQLite', async () => {
  const { now, pass } = clock();
  const [first, second] = twoConnections();
  const options = { ...conformanceTimes, now };
  return {
    store: sqliteDedupe({ ...options, database: first }),
    pass,
    other: sqliteDedupe({ ...options, database: second }),
  };
});

/** `query` as pg has it: rows of a statement with $1, $2, … */
function asyncQuery(database: DatabaseSyncInstance) {
  return {
    query: async (text: string, values: (string | number)[]) => {
      await Promise.resolve();
      // SQLite locks no rows, and has no words for it.
      const spoken = text.replace(' for update skip locked', '').replaceAll(/\$(\d+)/g, '?$1');
      const statement = database.prepare(spoken);
      return { rows: statement.all(...values) };
    },
  };
}

dedupeConformance('the statements for Postgres', async () => {
  const { now, pass } = clock();
  const [first, second] = twoConnections();
  for (const statement of postgresDedupeTable('inbox')) first.exec(statement);
  const options = { ...conformanceTimes, now, table: 'inbox' };
  return {
    store: postgresDedupe({ ...options, client: asyncQuery(first) }),
    pass,
    other: postgresDedupe({ ...options, client: asyncQuery(second) }),
  };
});

/** A server's keys, and what it answers to the commands. */
function redisServer(now: () => number) {
  const keys = new Map<string, { value: string; until: number }>();
  return async (words: string[]): Promise<unknown> => {
    await Promise.resolve();
    const [command = '', key = '', value = '', ...options] = words;
    const kept = keys.get(key);
    if (kept !== undefined && kept.until <= now()) keys.delete(key);
    if (command === 'GET') return keys.get(key)?.value ?? null;
    if (command === 'DEL') return keys.delete(key) ? 1 : 0;
    if (command === 'EVAL') {
      // Script, number of keys, key, value.
      const [evaluated = '', wanted] = options;
      return keys.get(evaluated)?.value === wanted && keys.delete(evaluated) ? 1 : 0;
    }
    if (command !== 'SET') throw new Error(`ERR unknown command '${command}'`);
    if (options.includes('NX') && keys.has(key)) return null;
    const ms = options[options.indexOf('PX') + 1] ?? '';
    if (!/^[1-9][0-9]*$/.test(ms)) throw new Error('ERR value is not an integer or out of range');
    keys.set(key, { value, until: now() + Number(ms) });
    return 'OK';
  };
}

dedupeConformance('Redis through sendCommand', async () => {
  const { now, pass } = clock();
  const sendCommand = redisServer(now);
  const open = () => redisDedupe({ ...conformanceTimes, client: { sendCommand } });
  return { store: open(), pass, other: open() };
});

dedupeConformance('Redis through call', async () => {
  const { now, pass } = clock();
  const server = redisServer(now);
  const client = {
    call: (command: string, ...words: string[]) => server([command, ...words]),
    // What ioredis has under this name takes other arguments.
    sendCommand: () => Promise.reject(new Error('not with these arguments')),
  };
  const open = () => redisDedupe({ ...conformanceTimes, client });
  return { store: open(), pass, other: open() };
});

describe('memory', () => {
  it('holds no more than its bound, and forgets the oldest', () => {
    const store = memoryDedupe({ entriesMax: 100 });
    for (let i = 0; i < 1_000; i++) {
      store.claim([`key ${i}`]);
      store.done(`key ${i}`);
    }
    const verdicts = Array.from({ length: 1_000 }, (_, i) => {
      const [verdict] = store.claim([`key ${999 - i}`]) as string[];
      store.release(`key ${999 - i}`);
      return verdict;
    });
    expect(verdicts.slice(0, 49)).toEqual(Array(49).fill('done'));
    expect(verdicts.slice(101)).toEqual(Array(899).fill('new'));
  });

  it('tells apart what differs little', () => {
    const store = memoryDedupe({ entriesMax: 50_000 });
    const keys = Array.from({ length: 20_000 }, (_, i) => `messages 400000000000001 wamid.${i.toString(2)}`);
    expect(store.claim(keys)).toEqual(keys.map(() => 'new'));
    expect(store.claim(keys)).toEqual(keys.map(() => 'busy'));
  });

  it.each([{ entriesMax: 0 }, { entriesMax: 1.5 }, { rememberMs: 0 }, { leaseMs: Number.NaN }])(
    'refuses the bound %j',
    (options) => {
      expect(() => memoryDedupe(options)).toThrow(/must be a positive/);
    },
  );
});

describe('stores in files and servers', () => {
  it('clear away what is forgotten', async () => {
    const { now, pass } = clock();
    const [database] = twoConnections();
    const store = sqliteDedupe({ ...conformanceTimes, database, now });
    const rows = () => database.prepare('select count(*) as count from wahook_dedupe').get();
    for (let i = 0; i < 100; i++) await store.claim([`old ${i}`]);
    expect(rows()).toEqual({ count: 100 });
    pass(conformanceTimes.leaseMs + 1);
    await store.claim(['new']);
    expect(rows()).toEqual({ count: 1 });
  });

  it.each(['by itself', 'inside a transaction'])('take back a claim that fails half-way, %s', (where) => {
    const [database] = twoConnections();
    const store = sqliteDedupe({ ...conformanceTimes, database });
    // Refuses one key, as a file refuses that somebody else has locked.
    database.exec(`create table sent (id text);
      create trigger locked before insert on wahook_dedupe when new.key = 'c'
      begin select raise(fail, 'locked'); end`);
    if (where !== 'by itself') database.exec(`begin; insert into sent values ('mine')`);
    expect(() => store.claim(['a', 'b', 'c', 'd'])).toThrow(/locked/);
    expect(database.isTransaction).toBe(where !== 'by itself');
    expect(store.claim(['b', 'd'])).toEqual(['new', 'new']);
    if (where === 'by itself') return;
    database.exec('commit');
    expect(database.prepare('select id from sent').all()).toEqual([{ id: 'mine' }]);
    expect(store.claim(['a', 'b'])).toEqual(['new', 'busy']);
  });

  it('leave no transaction open when a claim cannot be committed', () => {
    const [database, reader] = twoConnections('delete');
    const store = sqliteDedupe({ ...conformanceTimes, database });
    database.exec('pragma busy_timeout = 0');
    reader.exec('begin; select * from wahook_dedupe');
    expect(() => store.claim(['a', 'b'])).toThrow(/locked/);
    expect(database.isTransaction).toBe(false);
    reader.exec('commit');
    expect(store.claim(['a', 'b'])).toEqual(['new', 'new']);
    expect(sqliteDedupe({ ...conformanceTimes, database: reader }).claim(['a'])).toEqual(['busy']);
  });

  it('make a table in a schema that is named', () => {
    const [database] = twoConnections();
    const store = sqliteDedupe({ ...conformanceTimes, database, table: 'main.inbox' });
    expect([store.claim(['a']), store.claim(['a'])]).toEqual([['new'], ['busy']]);
  });

  it('give back in Postgres what was claimed when the rest cannot be looked at', async () => {
    const [database] = twoConnections();
    for (const statement of postgresDedupeTable()) database.exec(statement);
    const { query } = asyncQuery(database);
    let isDown = true;
    const client = {
      query: (text: string, values: (string | number)[]) =>
        isDown && text.startsWith('select')
          ? Promise.reject(new Error('connection lost'))
          : query(text, values),
    };
    const store = postgresDedupe({ ...conformanceTimes, client });
    await store.claim(['b']);
    await expect(store.claim(['a', 'b', 'c'])).rejects.toThrow('connection lost');
    isDown = false;
    expect(await store.claim(['a', 'b', 'c'])).toEqual(['new', 'busy', 'new']);
  });

  it('give back in Redis what a claim took before the connection was lost, and nothing else', async () => {
    const server = redisServer(() => 0);
    const lost = new Set(['wahook:c', 'wahook:d', 'wahook:e']);
    const sendCommand = async (words: string[]) => {
      const isLost = words[0] === 'SET' && lost.delete(words[1] ?? '');
      // One is lost on its way there, the others on their way back.
      const answer = isLost && words[1] === 'wahook:d' ? null : await server(words);
      if (isLost) throw new Error('connection lost');
      return answer;
    };
    const store = redisDedupe({ ...conformanceTimes, client: { sendCommand } });
    const other = redisDedupe({ ...conformanceTimes, client: { sendCommand: server } });
    await other.claim(['b', 'e', 'f']);
    await other.done('f');
    await expect(store.claim(['a', 'b', 'c', 'd', 'e', 'f'])).rejects.toThrow('connection lost');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await other.claim(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual([
      'new',
      'busy',
      'new',
      'new',
      'busy',
      'done',
    ]);
  });

  it.each(['a b', 'x; drop table y', '', '1x', 'a.b.c'])('refuse %j as the name of a table', (table) => {
    const [database] = twoConnections();
    expect(() => sqliteDedupe({ database, table })).toThrow(/no table name/);
    expect(() => postgresDedupeTable(table)).toThrow(/no table name/);
  });
});
