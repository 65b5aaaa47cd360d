// Brings a database to the schema of this version. Files are numbered and never edited once released. Each
// runs in one transaction that records its number first, so two starters cannot both run it.
import { readdirSync, readFileSync } from 'node:fs';
import { applicationId } from './connection.ts';
import { integer } from './rows.ts';
import type { Database } from './sqlite-driver.ts';
import { StoreError } from './store.ts';

export interface Migration {
  version: number;
  name: string;
  sql: string;
}

export function readMigrations(directory: URL): Migration[] {
  const migrations: Migration[] = [];
  for (const file of readdirSync(directory).sort()) {
    const match = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file);
    if (!match?.[1] || !match[2]) continue;
    const sql = readFileSync(new URL(file, directory), 'utf8');
    migrations.push({ version: Number(match[1]), name: match[2], sql });
  }
  return migrations;
}

export function migrate(database: Database, migrations: readonly Migration[], now: number): void {
  const newest = migrations.at(-1)?.version ?? 0;
  let version = currentVersion(database);
  if (version > newest) throw newer(version, newest);
  for (const migration of migrations) {
    if (migration.version <= version) continue;
    apply(database, migration, now);
    version = migration.version;
  }
}

function apply(database: Database, migration: Migration, now: number): void {
  database.exec('begin immediate');
  try {
    database.exec(
      'create table if not exists migrations (version integer primary key, name text not null, at integer not null) strict',
    );
    database
      .prepare('insert into migrations (version, name, at) values (?, ?, ?)')
      .run(migration.version, migration.name, now);
    database.exec(migration.sql);
    database.exec(`pragma application_id = ${applicationId}`);
    database.exec('commit');
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

function currentVersion(database: Database): number {
  const table = database.prepare("select name from sqlite_schema where name = 'migrations'").get();
  if (!table) return 0;
  const row = database.prepare('select coalesce(max(version), 0) as version from migrations').get();
  return row ? integer(row, 'version') : 0;
}

function newer(found: number, known: number): StoreError {
  return new StoreError(
    'newer_version',
    `The data was written by a newer wahook: its schema is version ${found}, this wahook knows up to ${known}. Start that wahook again, or restore a backup made by this one.`,
  );
}
