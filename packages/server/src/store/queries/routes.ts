// Everything routing needs, read in one transaction so that the parts fit each other and the version.
import type { Endpoint, SubscribedField } from '../nouns.ts';
import { integer, text, word } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { RouteSnapshot, Routes } from '../store.ts';
import { toApp } from './apps.ts';
import { toBusiness } from './businesses.ts';
import { createFacts } from './installation.ts';
import { toAppSubscription, toSubscribedField, toWabaSubscription } from './subscriptions.ts';
import { toPhoneNumber, toWaba } from './wabas.ts';

export function createRoutes(session: Session, onChange: Routes['onChange']): Routes {
  const { reader, read } = session;
  const facts = createFacts(reader);
  const businesses = reader.prepare('select id, graph_id, name from businesses order by id');
  const apps = reader.prepare('select id, graph_id, name, business_id, mode from apps order by id');
  const wabas = reader.prepare('select id, graph_id, name, business_id from wabas order by id');
  const phoneNumbers = reader.prepare(`
    select id, graph_id, waba_id, display_phone_number
    from phone_numbers
    order by id
  `);
  const fields = reader.prepare('select app_id, name, version from app_fields order by app_id, name');
  const appSubscriptions = reader.prepare(`
    select s.app_id, s.endpoint_id, e.url, s.include_values, s.active, s.verified_at
    from app_subscriptions s
    join endpoints e on e.id = s.endpoint_id
    order by s.app_id
  `);
  const wabaSubscriptions = reader.prepare(`
    select app_id, waba_id, at
    from waba_subscriptions
    order by waba_id, app_id
  `);
  const endpoints = reader.prepare(`
    select e.id, e.app_id, e.level, e.url, e.state, q.id as queue_id
    from endpoints e
    join queues q on q.endpoint_id = e.id and q.kind = 'live' -- index queues_by_endpoint
    order by e.id
  `);

  function snapshot(): RouteSnapshot {
    const fieldsByApp = groupFields(fields.all());
    return {
      version: facts.number('routes_version') ?? 1,
      businesses: businesses.all().map(toBusiness),
      apps: apps.all().map(toApp),
      wabas: wabas.all().map(toWaba),
      phoneNumbers: phoneNumbers.all().map(toPhoneNumber),
      appSubscriptions: appSubscriptions
        .all()
        .map((row) => toAppSubscription(row, fieldsByApp.get(integer(row, 'app_id')) ?? [])),
      wabaSubscriptions: wabaSubscriptions.all().map(toWabaSubscription),
      endpoints: endpoints.all().map(toEndpoint),
    };
  }

  return {
    load: () =>
      read(() => {
        reader.exec('begin');
        try {
          return snapshot();
        } finally {
          reader.exec('commit');
        }
      }),
    onChange,
  };
}

function groupFields(rows: readonly Row[]): Map<number, SubscribedField[]> {
  const byApp = new Map<number, SubscribedField[]>();
  for (const row of rows) {
    const appId = integer(row, 'app_id');
    const fields = byApp.get(appId) ?? [];
    fields.push(toSubscribedField(row));
    byApp.set(appId, fields);
  }
  return byApp;
}

function toEndpoint(row: Row): Endpoint {
  return {
    id: integer(row, 'id'),
    appId: integer(row, 'app_id'),
    level: word(row, 'level', ['app']),
    url: text(row, 'url'),
    state: word(row, 'state', ['open', 'closed']),
    queueId: integer(row, 'queue_id'),
  };
}
