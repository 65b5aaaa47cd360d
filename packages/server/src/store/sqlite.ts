// The Store on SQLite: one process, one directory, every acknowledged event on the disk. This file opens the
// parts, checks them, and joins them; the verbs live in queries/, the order of writes in writer.ts.
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { openBallast } from './ballast.ts';
import type { Commit } from './committer.ts';
import { checkpoint, openReader, openWriter } from './connection.ts';
import { type DataDirectory, holdDataDirectory } from './data-directory.ts';
import { createDiskWatch, type DiskWatch, freeBytesOf } from './disk-watch.ts';
import { createFeed } from './feed.ts';
import { createGroupCommit } from './group-commit.ts';
import { createListeners } from './listeners.ts';
import { markMade } from './lost-database.ts';
import type { MasterKey } from './master-key.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { OnNotice } from './notice.ts';
import { createAcceptWrites } from './queries/accept-writes.ts';
import { createAdminKeys } from './queries/admin-keys.ts';
import { createAppReviews } from './queries/app-reviews.ts';
import { createAppShares } from './queries/app-shares.ts';
import { createApps } from './queries/apps.ts';
import { createAudit } from './queries/audit.ts';
import { createBusinesses } from './queries/businesses.ts';
import { createCertificates } from './queries/certificates.ts';
import { createDeliveryReads } from './queries/deliveries.ts';
import { createDueReads } from './queries/due.ts';
import { createEndpointState } from './queries/endpoint-state.ts';
import { createEventReads } from './queries/events.ts';
import { createFaultBook } from './queries/faults.ts';
import { createHeld } from './queries/held.ts';
import { createFacts, createInstallation, type Facts } from './queries/installation.ts';
import { createMarks } from './queries/marks.ts';
import { createOwedReads } from './queries/owed.ts';
import { createOwedHeads } from './queries/owed-heads.ts';
import { createPhoneNumbers } from './queries/phone-numbers.ts';
import { createPullForward } from './queries/pull-forward.ts';
import { createReplayBook } from './queries/replay-book.ts';
import { createReplayNoun } from './queries/replay-noun.ts';
import { createRoutes } from './queries/routes.ts';
import { createSettleWrites } from './queries/settle-writes.ts';
import { createStanding } from './queries/standing.ts';
import { createSubscriptions } from './queries/subscriptions.ts';
import { createTokens } from './queries/tokens.ts';
import { createUpkeep } from './queries/upkeep.ts';
import { createUsage } from './queries/usage.ts';
import { createUsers } from './queries/users.ts';
import { createWabaTasks } from './queries/waba-tasks.ts';
import { createWabas } from './queries/wabas.ts';
import { createSealer, type Sealer } from './sealed.ts';
import { createSession } from './session.ts';
import type { Database } from './sqlite-driver.ts';
import { beginRun, endRun, refuseRemains } from './start-check.ts';
import { diskLow, explainFailure } from './storage-failure.ts';
import { type Store, StoreError } from './store.ts';
import { createTransactions, type Faults } from './transaction.ts';
import { createWriter } from './writer.ts';

export interface SqliteStoreOptions {
  directory: string;
  clock: Clock;
  masterKey: MasterKey;
  /** Requests that may wait for the disk before `accept` answers `busy`. */
  waitingRequestsMax?: number;
  /** Bytes of change objects that may wait likewise. */
  waitingBytesMax?: number;
  /** Below this much room on the disk events are refused; 0: only when it is full. */
  diskLowBytes?: number;
  /** Size of the reserve that is given up when the disk is full; 0: none. */
  ballastBytes?: number;
  onNotice?: OnNotice;
  /** After each commit of events and settlements. */
  onCommit?: (commit: Commit) => void;
  /** For tests. */
  faults?: Faults;
}

const waitingRequestsMaxDefault = 5_000;
const waitingBytesMaxDefault = 64 * 1024 * 1024;

export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const directory = await holdDataDirectory(options.directory);
  const opened: Database[] = [];
  try {
    const writer = openWriter(directory.databaseFile);
    opened.push(writer);
    refuseRemains(writer, directory.found, directory.databaseFile);
    migrate(writer, readMigrations(new URL('./migrations/sqlite/', import.meta.url)), options.clock.now());
    const facts = createFacts(writer);
    const sealer = createSealer(options.masterKey);
    beginRun({
      database: writer,
      facts,
      sealer,
      found: directory.found,
      onNotice: options.onNotice ?? ignore,
    });
    await markMade(directory.path);
    const reader = openReader(directory.databaseFile);
    opened.push(reader);
    const disk = await watchDisk(directory, options);
    const store = joinParts({ directory, writer, reader, facts, sealer, disk, options });
    await disk.start();
    return store;
  } catch (error) {
    for (const database of opened.reverse()) database.close();
    await directory.release();
    throw withPlace(explainFailure(error), directory.databaseFile);
  }
}

interface Parts {
  directory: DataDirectory;
  writer: Database;
  reader: Database;
  facts: Facts;
  sealer: Sealer;
  disk: DiskWatch;
  options: SqliteStoreOptions;
}

async function watchDisk(directory: DataDirectory, options: SqliteStoreOptions): Promise<DiskWatch> {
  const { clock, faults, diskLowBytes = 0, ballastBytes = 0, onNotice = ignore } = options;
  return createDiskWatch({
    ballast: await openBallast(join(directory.path, 'wahook.ballast'), ballastBytes),
    lowBytes: diskLowBytes,
    freeBytes: async () => faults?.freeBytes ?? freeBytesOf(directory.path),
    clock,
    onNotice,
  });
}

function joinParts({ directory, writer, reader, facts, sealer, disk, options }: Parts): Store {
  const { clock, onNotice = ignore } = options;
  let closing: Promise<void> | null = null;
  const routeListeners = createListeners(onNotice);
  const owed = createOwedReads(reader);
  const feed = createFeed({ owed, onNotice });
  const replayBook = createReplayBook(writer);
  const group = createGroupCommit({
    inTransaction: createTransactions(writer, options.faults),
    facts,
    acceptWrites: createAcceptWrites(writer),
    marks: createMarks(writer),
    settle: createSettleWrites(writer, replayBook),
    now: clock.now,
  });
  const queue = createWriter({
    group,
    clock,
    bounds: {
      waitingRequestsMax: options.waitingRequestsMax ?? waitingRequestsMaxDefault,
      waitingBytesMax: options.waitingBytesMax ?? waitingBytesMaxDefault,
    },
    onAccepted: feed.noteAccepted,
    onSettled: feed.noteSettled,
    onRoutesChanged: routeListeners.call,
    onDiskFull: disk.noteFull,
    ...(options.onCommit && { onCommit: options.onCommit }),
    onNotice,
  });
  const session = createSession({ reader, writer, queue, isClosed: () => closing !== null });

  async function close(): Promise<void> {
    feed.stop();
    await disk.stop();
    queue.close();
    reader.close();
    try {
      endRun(facts);
      checkpoint(writer);
    } catch (cause) {
      onNotice({ kind: 'storage_error', message: 'Not closed cleanly: the next start checks it.', cause });
    }
    writer.close();
    await directory.release();
  }

  return {
    businesses: createBusinesses(session),
    apps: { ...createApps(session, sealer), ...createAppReviews(session), ...createAppShares(session) },
    users: createUsers(session),
    wabas: { ...createWabas(session), ...createWabaTasks(session), standing: createStanding(session) },
    phoneNumbers: createPhoneNumbers(session),
    tokens: createTokens(session),
    subscriptions: createSubscriptions(session, sealer),
    routes: createRoutes(session, routeListeners.add),
    endpoints: createEndpointState(session),
    faults: createFaultBook(session),
    events: {
      accept: (request) => session.whileOpen(async () => (disk.isLow ? diskLow : queue.accept(request))),
      ...createEventReads(session),
    },
    feed: {
      start: feed.start,
      stop: feed.stop,
      release: feed.release,
      sweep: () => session.whileOpen(feed.sweep),
    },
    deliveries: {
      settle: (settlements) => session.whileOpen(() => queue.settle(settlements)),
      ...createDueReads(session, owed),
      ...createOwedHeads(session),
      ...createPullForward(session),
      ...createDeliveryReads(session),
    },
    replays: createReplayNoun(session, { book: replayBook, onFilled: feed.noteOwed }),
    held: createHeld({ session, owed, onHeld: feed.noteSettled }),
    usage: createUsage(session),
    adminKeys: createAdminKeys(session),
    certificates: createCertificates(session, sealer),
    audit: createAudit(session),
    installation: createInstallation(session),
    upkeep: createUpkeep({
      session,
      databaseFile: directory.databaseFile,
      nextSeq: () => group.nextSeq,
      acceptingCommits: () => group.acceptingCommits,
    }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Says which file a person should look at. */
function withPlace(error: unknown, file: string): unknown {
  if (!(error instanceof StoreError)) return error;
  return new StoreError(error.code, `${file}: ${error.message}`, { cause: error.cause });
}

function ignore(): void {}
