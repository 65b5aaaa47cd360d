// The phone numbers of WABAs.
import type { PhoneNumbers } from '../directory.ts';
import type { PhoneNumber } from '../nouns.ts';
import { flag, integer, one, orNull, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';
import { explained } from './refusals.ts';

export const phoneNumberColumns = 'id, graph_id, waba_id, display_phone_number, verified_name, registered';

export function createPhoneNumbers({ reader, writer, read, write }: Session): PhoneNumbers {
  const insert = writer.prepare(`
    insert into phone_numbers (graph_id, waba_id, display_phone_number, verified_name, registered)
    values (?1, ?2, ?3, coalesce(?4, (select name from wabas where id = ?2), ''), ?5)
    returning ${phoneNumberColumns}
  `);
  const update = writer.prepare(`
    update phone_numbers
    set verified_name = coalesce(?2, verified_name),
      registered = coalesce(?3, registered)
    where id = ?1 -- primary key
    returning ${phoneNumberColumns}
  `);
  const byGraphId = reader.prepare(`
    select ${phoneNumberColumns}
    from phone_numbers
    where graph_id = ? -- unique index
  `);
  const all = reader.prepare(`
    select ${phoneNumberColumns}
    from phone_numbers
    order by graph_id -- unique index
  `);
  const byWaba = reader.prepare(`
    select ${phoneNumberColumns}
    from phone_numbers
    where waba_id = ?
    order by graph_id -- index phone_numbers_by_waba
  `);

  return {
    create: ({ graphId, wabaId, displayPhoneNumber, verifiedName, registered = true }) =>
      write((transaction) => {
        const refusals = {
          conflict: `A phone number with id ${graphId} exists already.`,
          missing: 'The WABA of the phone number does not exist.',
        };
        const row = explained(refusals, () =>
          insert.get(graphId, wabaId, displayPhoneNumber, verifiedName ?? null, registered ? 1 : 0),
        );
        transaction.routesChanged();
        return toPhoneNumber(one(row));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toPhoneNumber)),
    update: (phoneNumberId, { verifiedName, registered }) =>
      write((transaction) => {
        const row = update.get(phoneNumberId, verifiedName ?? null, numberOrNull(registered));
        if (!row) throw new StoreError('missing', `There is no phone number ${phoneNumberId}.`);
        transaction.routesChanged();
        return toPhoneNumber(row);
      }),
    list: (wabaId) => read(() => (wabaId === undefined ? all.all() : byWaba.all(wabaId)).map(toPhoneNumber)),
  };
}

function numberOrNull(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

export function toPhoneNumber(row: Row): PhoneNumber {
  return {
    id: integer(row, 'id'),
    graphId: text(row, 'graph_id'),
    wabaId: integer(row, 'waba_id'),
    displayPhoneNumber: text(row, 'display_phone_number'),
    verifiedName: text(row, 'verified_name'),
    registered: flag(row, 'registered'),
  };
}
