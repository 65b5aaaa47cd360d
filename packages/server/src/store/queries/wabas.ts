// WhatsApp Business Accounts and their phone numbers.
import type { PhoneNumber, Waba } from '../nouns.ts';
import { integer, one, orNull, text } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { PhoneNumbers, Wabas } from '../store.ts';
import { explained } from './refusals.ts';

export function createWabas({ reader, writer, read, write }: Session): Wabas {
  const insert = writer.prepare(`
    insert into wabas (graph_id, name, business_id)
    values (?, ?, ?)
    returning id, graph_id, name, business_id
  `);
  const byGraphId = reader.prepare(`
    select id, graph_id, name, business_id
    from wabas
    where graph_id = ? -- unique index
  `);
  const all = reader.prepare(`
    select id, graph_id, name, business_id
    from wabas
    order by graph_id -- unique index
  `);
  return {
    create: ({ graphId, name, businessId }) =>
      write((transaction) => {
        const refusals = {
          conflict: `A WABA with id ${graphId} exists already.`,
          missing: 'The business that should own the WABA does not exist.',
        };
        const row = explained(refusals, () => insert.get(graphId, name, businessId));
        transaction.routesChanged();
        return toWaba(one(row));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toWaba)),
    list: () => read(() => all.all().map(toWaba)),
  };
}

export function createPhoneNumbers({ reader, writer, read, write }: Session): PhoneNumbers {
  const insert = writer.prepare(`
    insert into phone_numbers (graph_id, waba_id, display_phone_number)
    values (?, ?, ?)
    returning id, graph_id, waba_id, display_phone_number
  `);
  const byGraphId = reader.prepare(`
    select id, graph_id, waba_id, display_phone_number
    from phone_numbers
    where graph_id = ? -- unique index
  `);
  const all = reader.prepare(`
    select id, graph_id, waba_id, display_phone_number
    from phone_numbers
    order by graph_id -- unique index
  `);
  const byWaba = reader.prepare(`
    select id, graph_id, waba_id, display_phone_number
    from phone_numbers
    where waba_id = ?
    order by graph_id -- index phone_numbers_by_waba
  `);
  return {
    create: ({ graphId, wabaId, displayPhoneNumber }) =>
      write((transaction) => {
        const refusals = {
          conflict: `A phone number with id ${graphId} exists already.`,
          missing: 'The WABA of the phone number does not exist.',
        };
        const row = explained(refusals, () => insert.get(graphId, wabaId, displayPhoneNumber));
        transaction.routesChanged();
        return toPhoneNumber(one(row));
      }),
    find: (graphId) => read(() => orNull(byGraphId.get(graphId), toPhoneNumber)),
    list: (wabaId) => read(() => (wabaId === undefined ? all.all() : byWaba.all(wabaId)).map(toPhoneNumber)),
  };
}

export function toWaba(row: Row): Waba {
  return {
    id: integer(row, 'id'),
    graphId: text(row, 'graph_id'),
    name: text(row, 'name'),
    businessId: integer(row, 'business_id'),
  };
}

export function toPhoneNumber(row: Row): PhoneNumber {
  return {
    id: integer(row, 'id'),
    graphId: text(row, 'graph_id'),
    wabaId: integer(row, 'waba_id'),
    displayPhoneNumber: text(row, 'display_phone_number'),
  };
}
