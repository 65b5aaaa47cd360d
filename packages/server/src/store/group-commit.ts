// What one write transaction records: the ends of attempts, newly accepted requests and small writes, together.
// Holds the two numbers that only the writer may move, and moves them when the commit has succeeded.
import type { Settlement } from './life-of-event.ts';
import type { AcceptResult, AcceptWrites } from './queries/accept-writes.ts';
import type { Facts } from './queries/installation.ts';
import { type Marks, minuteOf } from './queries/marks.ts';
import type { Settle } from './queries/settle-writes.ts';
import { sqliteFailure } from './sqlite-driver.ts';
import type { AcceptRequest } from './store.ts';
import type { InTransaction } from './transaction.ts';

export interface Transaction {
  /** Says that what `routes.load` answers has changed: the version rises in the same commit. */
  routesChanged(): void;
}

export interface GroupCommit {
  /** Results in the order of the requests. Throws when nothing was stored. */
  record(work: CommonWork): AcceptResult[];
  /** A change of the directory, in a transaction of its own. */
  change<T>(run: (transaction: Transaction) => T): T;
  readonly routesVersion: number;
  /** The seq that the next event gets. */
  readonly nextSeq: number;
  /** How many commits have stored events. */
  readonly acceptingCommits: number;
}

/** What shares one transaction. */
export interface CommonWork {
  accepts: readonly AcceptRequest[];
  settlements: readonly Settlement[];
  /** Small writes that nothing else depends on. */
  along: readonly (() => void)[];
}

export interface GroupCommitParts {
  inTransaction: InTransaction;
  facts: Facts;
  acceptWrites: AcceptWrites;
  marks: Marks;
  settle: Settle;
  now(): number;
}

export function createGroupCommit(parts: GroupCommitParts): GroupCommit {
  const { inTransaction, facts, acceptWrites, marks, settle } = parts;
  let nextSeq = facts.number('next_seq') ?? 1;
  let acceptingCommits = 0;
  let routesVersion = facts.number('routes_version') ?? 1;

  return {
    record({ accepts, settlements, along }) {
      let seq = nextSeq;
      let markedMinute: number | null = null;
      const results = inTransaction(() => {
        const now = parts.now();
        for (const settlement of settlements) settle(settlement);
        for (const write of along) write();
        const answers = accepts.map((request) => {
          const answer = acceptWrites.accept(request, { seq, routesVersion, now });
          if (answer.stored.length > 0 && minuteOf(request.acceptedAt) !== markedMinute) {
            marks.note(request.acceptedAt, seq);
            markedMinute = minuteOf(request.acceptedAt);
          }
          seq += answer.stored.length;
          return answer;
        });
        if (seq > nextSeq) facts.setNumber('next_seq', seq);
        acceptWrites.forgetOldKeys(now);
        return answers;
      });
      if (seq > nextSeq) acceptingCommits += 1;
      nextSeq = seq;
      return results;
    },
    change(run) {
      let version = routesVersion;
      const result = inTransaction(() => {
        const answer = run({
          routesChanged() {
            version = routesVersion + 1;
          },
        });
        if (version > routesVersion) facts.setNumber('routes_version', version);
        return answer;
      });
      routesVersion = version;
      return result;
    },
    get routesVersion() {
      return routesVersion;
    },
    get nextSeq() {
      return nextSeq;
    },
    get acceptingCommits() {
      return acceptingCommits;
    },
  };
}

/**
 * Whether a request is to blame and not the disk: the same request would fail again, others would not. An
 * error from elsewhere than SQLite is a value that cannot be bound or packed.
 */
export function isOwnFault(error: unknown): boolean {
  const failure = sqliteFailure(error);
  return failure === null || failure === 'unique' || failure === 'foreign_key' || failure === 'invalid';
}
