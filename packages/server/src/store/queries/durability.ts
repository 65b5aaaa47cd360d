// Durability of SQLite, read from the connection that writes: the setting is one of each connection, not of the file.
import type { Durability } from '../durability.ts';
import type { Database } from '../sqlite-driver.ts';

const synchronousNames = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];
const fullSync = 2;

export function readDurability(writer: Database, acceptingCommits: number): Durability {
  const pragma = (name: string) => Object.values(writer.prepare(`pragma ${name}`).get() ?? {})[0];
  const synchronous = Number(pragma('synchronous'));
  return {
    engine: 'sqlite',
    settings: {
      journal_mode: String(pragma('journal_mode')),
      synchronous: synchronousNames[synchronous] ?? String(synchronous),
    },
    isSynchronous: synchronous >= fullSync,
    acceptingCommits,
  };
}
