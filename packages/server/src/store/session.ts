// What the nouns of the store need of the database: a connection to prepare reads on, one to prepare writes
// on, and a way to run either. Reads see every write that was awaited; writes take their turn in the writer.
import type { Transaction } from './group-commit.ts';
import type { Database } from './sqlite-driver.ts';
import { explainFailure } from './storage-failure.ts';
import { StoreError } from './store.ts';
import type { Writer } from './writer.ts';

export interface Session {
  readonly reader: Database;
  readonly writer: Database;
  /** Runs on the read-only connection. */
  read<T>(run: () => T): Promise<T>;
  /** The same for several statements whose answers must fit each other. */
  readTogether<T>(run: () => T): Promise<T>;
  /** Runs in a transaction of its own, after everything that was waiting before. */
  write<T>(run: (transaction: Transaction) => T): Promise<T>;
  /** For small and frequent writes that nothing else depends on: they share the next commit with events. */
  writeAlong<T>(run: () => T): Promise<T>;
  /** Rejects once the store is closed, as `read` and `write` do. */
  whileOpen<T>(run: () => Promise<T>): Promise<T>;
}

export interface SessionParts {
  reader: Database;
  writer: Database;
  queue: Pick<Writer, 'change' | 'along'>;
  isClosed(): boolean;
}

export function createSession({ reader, writer, queue, isClosed }: SessionParts): Session {
  async function whileOpen<T>(run: () => Promise<T>): Promise<T> {
    if (isClosed()) throw new StoreError('closed', 'The store is closed.');
    return run();
  }

  function read<T>(run: () => T): Promise<T> {
    return whileOpen(async () => {
      try {
        return run();
      } catch (error) {
        throw explainFailure(error);
      }
    });
  }

  function inTransaction<T>(run: () => T): T {
    reader.exec('begin');
    try {
      return run();
    } finally {
      reader.exec('commit');
    }
  }

  return {
    reader,
    writer,
    whileOpen,
    read,
    readTogether: (run) => read(() => inTransaction(run)),
    write: (run) => whileOpen(() => queue.change(run)),
    writeAlong: (run) => whileOpen(() => queue.along(run)),
  };
}
