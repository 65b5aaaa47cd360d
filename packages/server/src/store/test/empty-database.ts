// The database of a new installation, laid out once in a process and copied for each test: the migrations are half
// of what opening a new store costs, and hundreds of tests open one. Tests of the migrations run them themselves.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpoint, openWriter } from '../connection.ts';
import { migrate, readMigrations } from '../migrate.ts';

let bytes: Uint8Array | null = null;

/** Puts it into a directory that has none, as if a first start had ended right behind the migrations. */
export async function layEmptyDatabase(directory: string): Promise<void> {
  bytes ??= emptyDatabase();
  await writeFile(join(directory, 'wahook.db'), bytes, { flag: 'wx', mode: 0o600 });
}

function emptyDatabase(): Uint8Array {
  const directory = mkdtempSync(join(tmpdir(), 'wahook-empty-'));
  const file = join(directory, 'wahook.db');
  try {
    const database = openWriter(file);
    migrate(database, readMigrations(new URL('../migrations/sqlite/', import.meta.url)), 0);
    checkpoint(database);
    database.close();
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
