import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openWriter } from './connection.ts';
import type { DeliveryState } from './life-of-event.ts';
import { masterKey } from './master-key.ts';
import { migrate, readMigrations } from './migrate.ts';
import { createAcceptWrites } from './queries/accept-writes.ts';
import { createAudit } from './queries/audit.ts';
import { createContentKeys } from './queries/content-keys.ts';
import { createDeadLetters } from './queries/dead-letters.ts';
import { createDeliveryReads } from './queries/deliveries.ts';
import { createDeliveryPages } from './queries/delivery-pages.ts';
import { createDueReads } from './queries/due.ts';
import { createEventReads } from './queries/events.ts';
import { createHeld } from './queries/held.ts';
import { createHeldEvents } from './queries/held-events.ts';
import { createMarks } from './queries/marks.ts';
import { createOverrideWrites } from './queries/override-writes.ts';
import { createOwedReads } from './queries/owed.ts';
import { createOwedHeads } from './queries/owed-heads.ts';
import { createPruneRest } from './queries/prune-rest.ts';
import { createPruneWrites } from './queries/prune-writes.ts';
import { createPullForward } from './queries/pull-forward.ts';
import { createReplayBook } from './queries/replay-book.ts';
import { createReplayAdvance } from './queries/replay-fill.ts';
import { createReplayHold } from './queries/replay-hold.ts';
import { createSelectionReads } from './queries/replay-selection.ts';
import { createSettleWrites } from './queries/settle-writes.ts';
import { createStanding } from './queries/standing.ts';
import { createTokens } from './queries/tokens.ts';
import { createUsage } from './queries/usage.ts';
import { text } from './rows.ts';
import { createSealer } from './sealed.ts';
import type { Session } from './session.ts';
import type { Database } from './sqlite-driver.ts';

// The hot tables grow without end, so a statement that reads one of them whole is a fault that no small test
// shows. The planner tells.
const directory = mkdtempSync(join(tmpdir(), 'wahook-plans-'));
const database = openWriter(join(directory, 'plans.db'));
migrate(database, readMigrations(new URL('./migrations/sqlite/', import.meta.url)), 0);

afterAll(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

/** Collects the plan of every statement that is prepared. */
function explaining(): { database: Database; plans: string[] } {
  const plans: string[] = [];
  const prepare: Database['prepare'] = (sql) => {
    for (const row of database.prepare(`explain query plan ${sql}`).all()) plans.push(text(row, 'detail'));
    return database.prepare(sql);
  };
  return { database: { prepare, exec: database.exec, isTransaction: false, close: () => undefined }, plans };
}

function sessionOn(reader: Database): Session {
  const refuse = () => Promise.reject(new Error('Only prepared, never run.'));
  return {
    reader,
    writer: reader,
    read: refuse,
    readTogether: refuse,
    write: refuse,
    writeAlong: refuse,
    whileOpen: refuse,
  };
}

const wholeTable =
  /^SCAN (d|p|events|pending|deliveries|grouped|attempts|idempotency|usage|audit|g|marks|content_keys|h|held)\b(?! USING COVERING INDEX deliveries_retrying)/;

describe('no statement on the path of events reads a hot table whole', () => {
  const cases: [string, (database: Database) => unknown][] = [
    ['accept', createAcceptWrites],
    ['settle', createSettleWrites],
    ['the feed', createOwedReads],
    ['due', (reader) => createDueReads(sessionOn(reader), { event: () => null })],
    ['owed heads', (reader) => createOwedHeads(sessionOn(reader))],
    [
      'what is held',
      (reader) =>
        createHeld({ session: sessionOn(reader), owed: { event: () => null }, onHeld: () => undefined }),
    ],
    ['pulling forward', (reader) => createPullForward(sessionOn(reader))],
    ['events', (reader) => createEventReads(sessionOn(reader))],
    ['rate limits', (reader) => createUsage(sessionOn(reader))],
    ['keys of content', createContentKeys],
    ['marks', createMarks],
    ['what retention must keep', createHeldEvents],
    ['retention', createPruneWrites],
    ['replays: counters and marks', createReplayBook],
    ['replays: what they take', createSelectionReads],
    ['replays: taking it', (reader) => createReplayAdvance(sessionOn(reader), () => {})],
    ['replays: what retention must leave', createReplayHold],
    ['dead letters', (reader) => createDeadLetters(sessionOn(reader))],
    ['the audit log', (reader) => createAudit(sessionOn(reader))],
  ];
  it.each(cases)('%s', (_name, prepare) => {
    const { database, plans } = explaining();
    prepare(database);
    expect(plans.filter((plan) => wholeTable.test(plan))).toEqual([]);
    expect(plans.length).toBeGreaterThan(0);
  });

  it('the rest of retention, but for the audit log, whose oldest rows it takes', () => {
    const { database, plans } = explaining();
    createPruneRest(database);
    expect(plans.filter((plan) => wholeTable.test(plan))).toEqual(['SCAN audit']);
  });

  it('finds what must be kept through the indexes of the range', () => {
    const { database, plans } = explaining();
    createHeldEvents(database);
    expect(plans).toEqual(
      expect.arrayContaining([
        'SEARCH p USING PRIMARY KEY (queue_id=? AND seq>? AND seq<?)',
        'SEARCH d USING COVERING INDEX deliveries_unusual (state=? AND first_seq>? AND first_seq<?)',
        'SEARCH g USING PRIMARY KEY (seq>? AND seq<?)',
        'SEARCH d USING PRIMARY KEY (first_seq=? AND queue_id=?)',
      ]),
    );
  });

  it('backlog, but for what is pending or held: it has to count that', () => {
    const { database, plans } = explaining();
    createDeliveryReads(sessionOn(database));
    expect(plans.filter((plan) => wholeTable.test(plan))).toEqual([
      'SCAN pending',
      'SCAN held USING COVERING INDEX held_by_strand',
    ]);
  });
});

describe('what the Graph API asks before each call', () => {
  const plansOf = (prepare: (session: Session) => unknown): string[] => {
    const { database, plans } = explaining();
    prepare(sessionOn(database));
    return plans;
  };

  it('finds the standing by primary keys, without sorting', () => {
    const plans = plansOf(createStanding);
    expect(plans.filter((plan) => /^(SCAN (?!CONSTANT ROW)|USE TEMP)/.test(plan))).toEqual([]);
  });

  it('finds tokens by an index, and lists them in its order', () => {
    const plans = plansOf(createTokens);
    // The list of all is walked from its newest end, a thousand rows at most.
    expect(plans.filter((plan) => /^(SCAN|USE TEMP)/.test(plan))).toEqual(['SCAN tokens']);
  });

  it('finds the one open callback of a place by its unique index', () => {
    const { database, plans } = explaining();
    createOverrideWrites(database, createSealer(masterKey(new Uint8Array(32))));
    expect(plans.filter((plan) => plan.includes('endpoints_open'))).toEqual([
      expect.stringContaining('(app_id=? AND <expr>=? AND <expr>=?)'),
    ]);
  });
});

describe('every filter of the list of deliveries walks an index in order', () => {
  const states: (DeliveryState | undefined)[] = [undefined, 'delivered', 'retrying', 'dead', 'cancelled'];
  const filters = states.flatMap((state) =>
    [undefined, 7].flatMap((seq) => ({
      limit: 10,
      ...(state && { state }),
      ...(seq && { seq }),
    })),
  );
  it.each(filters)('%o', (filter) => {
    const { database, plans } = explaining();
    createDeliveryPages(database)(filter);
    expect(plans.filter((plan) => wholeTable.test(plan))).toEqual([]);
    const search = plans.filter((plan) => plan.startsWith('SEARCH d '));
    expect(search).toEqual([expect.stringMatching(expectedSearch(filter))]);
  });
});

function expectedSearch({ seq, state }: { seq?: number; state?: DeliveryState }): RegExp {
  if (seq !== undefined) return /PRIMARY KEY \(first_seq=\?\)/;
  if (state === undefined || state === 'delivered') return /PRIMARY KEY \(first_seq>\? AND first_seq<\?\)/;
  return /deliveries_unusual \(state=\? AND first_seq>\? AND first_seq<\?\)/;
}
