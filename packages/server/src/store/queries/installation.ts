// Facts about this installation, one row each. Numbers are kept as decimal text, so that a person with a
// prompt can read them.

import type { Installation } from '../installation.ts';
import { bytes } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Database } from '../sqlite-driver.ts';

export interface Facts {
  get(name: FactName): Uint8Array | null;
  set(name: FactName, value: Uint8Array): void;
  number(name: FactName): number | null;
  setNumber(name: FactName, value: number): void;
}

type FactName =
  | 'next_seq' // no event has this seq or a higher one, nor ever had
  | 'routes_version'
  | 'key_check' // a known text, sealed: opens with the right master key only
  | 'clean_shutdown' // 1 when the last process closed the store
  | 'demo' // 1 once the public demo values were seeded
  | 'admin_key_hash';

export function createFacts(database: Database): Facts {
  const select = database.prepare(`
    select value
    from installation
    where name = ? -- primary key
  `);
  const upsert = database.prepare(`
    insert into installation (name, value)
    values (?, ?)
    on conflict (name) do update set value = excluded.value
  `);
  const facts: Facts = {
    get(name) {
      const row = select.get(name);
      return row ? bytes(row, 'value') : null;
    },
    set(name, value) {
      upsert.run(name, value);
    },
    number(name) {
      const value = facts.get(name);
      return value === null ? null : Number(Buffer.from(value).toString('ascii'));
    },
    setNumber(name, value) {
      facts.set(name, Buffer.from(String(value), 'ascii'));
    },
  };
  return facts;
}

export function createInstallation(session: Session): Installation {
  const read = createFacts(session.reader);
  const write = createFacts(session.writer);
  return {
    isDemo: () => session.read(() => read.number('demo') === 1),
    markDemo: () => session.write(() => write.setNumber('demo', 1)),
    adminKeyHash: () => session.read(() => read.get('admin_key_hash')),
    saveAdminKeyHash: (hash) => session.write(() => write.set('admin_key_hash', hash)),
  };
}
