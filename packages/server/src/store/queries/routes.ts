// Everything routing needs, read in one transaction so that the parts fit each other and the version.
import type { SubscribedField } from '../nouns.ts';
import { integer } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import type { RouteSnapshot, Routes } from '../store.ts';
import { reviewColumns, toReview } from './app-reviews.ts';
import { toShare } from './app-shares.ts';
import { appColumns, toApp } from './apps.ts';
import { toBusiness } from './businesses.ts';
import { createEndpointReads } from './endpoints.ts';
import { createFaultReads } from './faults.ts';
import { createFacts } from './installation.ts';
import { phoneNumberColumns, toPhoneNumber } from './phone-numbers.ts';
import { createReplayRoutes } from './replay-routes.ts';
import {
  appSubscriptionColumns,
  toAppSubscription,
  toSubscribedField,
  toWabaSubscription,
} from './subscriptions.ts';
import { toPartner } from './waba-tasks.ts';
import { toWaba } from './wabas.ts';

export function createRoutes(session: Session, onChange: Routes['onChange']): Routes {
  const { reader, readTogether } = session;
  const facts = createFacts(reader);
  const businesses = reader.prepare('select id, graph_id, name from businesses order by id');
  const apps = reader.prepare(`select ${appColumns} from apps order by id`);
  const wabas = reader.prepare('select id, graph_id, name, business_id from wabas order by id');
  const phoneNumbers = reader.prepare(`select ${phoneNumberColumns} from phone_numbers order by id`);
  const reviews = reader.prepare(`select ${reviewColumns} from app_reviews order by app_id, permission`);
  const shares = reader.prepare('select app_id, business_id from app_shares order by app_id, business_id');
  const partners = reader.prepare(`
    select waba_id, business_id, tasks
    from waba_partners
    order by waba_id, business_id
  `);
  const fields = reader.prepare('select app_id, name, version from app_fields order by app_id, name');
  const appSubscriptions = reader.prepare(`
    select ${appSubscriptionColumns}
    from app_subscriptions s
    join endpoints e on e.id = s.endpoint_id
    order by s.app_id
  `);
  const wabaSubscriptions = reader.prepare(`
    select app_id, waba_id, at
    from waba_subscriptions
    order by waba_id, app_id
  `);
  const endpoints = createEndpointReads(reader);
  const replays = createReplayRoutes(reader);
  const faults = createFaultReads(reader);

  function snapshot(): RouteSnapshot {
    const fieldsByApp = groupFields(fields.all());
    return {
      version: facts.number('routes_version') ?? 1,
      businesses: businesses.all().map(toBusiness),
      apps: apps.all().map(toApp),
      wabas: wabas.all().map(toWaba),
      phoneNumbers: phoneNumbers.all().map(toPhoneNumber),
      reviews: reviews.all().map(toReview),
      shares: shares.all().map(toShare),
      partners: partners.all().map(toPartner),
      appSubscriptions: appSubscriptions
        .all()
        .map((row) => toAppSubscription(row, fieldsByApp.get(integer(row, 'app_id')) ?? [])),
      wabaSubscriptions: wabaSubscriptions.all().map(toWabaSubscription),
      endpoints: endpoints.all(),
      replays: replays(),
      faults: faults(),
    };
  }

  return { load: () => readTogether(snapshot), onChange };
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
