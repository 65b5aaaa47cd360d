// The audit log: who changed what and when. Only ever added to; ids rise with time, so they are the cursor.
import type { AuditEntry } from '../nouns.ts';
import { integer, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { Audit } from '../store.ts';
import { pageSize } from './page.ts';

const columns = 'id, at, actor, action, subject, details';

/** Larger than any id. */
const afterAll = Number.MAX_SAFE_INTEGER;

export function createAudit({ reader, writer, read, writeAlong }: Session): Audit {
  const insert = writer.prepare(`
    insert into audit (at, actor, action, subject, details)
    values (?, ?, ?, ?, ?)
  `);
  const newest = reader.prepare(`
    select ${columns}
    from audit
    where id < ?
    order by id desc -- primary key
    limit ?
  `);
  const newestOfSubject = reader.prepare(`
    select ${columns}
    from audit
    where subject = ? and id < ?
    order by id desc -- index audit_by_subject
    limit ?
  `);

  return {
    record: ({ at, actor, action, subject, details }) =>
      writeAlong(() => {
        insert.run(at, actor, action, subject, JSON.stringify(details));
      }),
    list: ({ subject, beforeId = afterAll, limit }) =>
      read(() => {
        const rows =
          subject === undefined
            ? newest.all(beforeId, pageSize(limit))
            : newestOfSubject.all(subject, beforeId, pageSize(limit));
        return rows.map(toAuditEntry);
      }),
  };
}

function toAuditEntry(row: Row): AuditEntry {
  return {
    id: integer(row, 'id'),
    at: integer(row, 'at'),
    actor: text(row, 'actor'),
    action: text(row, 'action'),
    subject: text(row, 'subject'),
    details: toDetails(row),
  };
}

function toDetails(row: Row): AuditEntry['details'] {
  const parsed: unknown = JSON.parse(text(row, 'details'));
  if (!isDetails(parsed)) throw new Error('Column details should hold an object of plain values.');
  return parsed;
}

function isDetails(value: unknown): value is AuditEntry['details'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (each) => each === null || ['string', 'number', 'boolean'].includes(typeof each),
    )
  );
}
