// Opens endpoints with their live queues, moves them to another URL, and ends them. Called inside a transaction.
import type { EndpointLevel } from '../nouns.ts';
import { integer, one } from '../rows.ts';
import type { Database } from '../sqlite-driver.ts';
import { explained } from './refusals.ts';

export interface EndpointWrites {
  /** Answers the id. There must be no open endpoint at the place. */
  open(place: EndpointPlace, url: string): number;
  /** `verifiedAt`: of the handshake; one that was deactivated before it is active again. */
  move(endpointId: number, to: { url: string; verifiedAt: number }): void;
  /** What is owed still goes out, so the queue stays open. */
  drain(endpointId: number): void;
  /** Every endpoint of the app that is not closed yet. Answers how many. */
  closeAll(appId: number): number;
}

export interface EndpointPlace {
  appId: number;
  level: EndpointLevel;
  wabaId: number | null;
  phoneNumberId: number | null;
}

export function createEndpointWrites(writer: Database): EndpointWrites {
  const insert = writer.prepare(`
    insert into endpoints (app_id, level, waba_id, phone_number_id, url, state)
    values (?, ?, ?, ?, ?, 'open')
    returning id
  `);
  const insertQueue = writer.prepare(`
    insert into queues (endpoint_id, kind, state)
    values (?, 'live', 'open')
  `);
  const setUrl = writer.prepare(`
    update endpoints
    set url = ?1, deactivated_at = case when deactivated_at <= ?2 then null else deactivated_at end
    where id = ?3 -- primary key
  `);
  // Nobody asks an ended endpoint to prove itself again, so its verify token goes.
  const drain = writer.prepare(`
    update endpoints
    set state = 'draining', verify_token = null
    where id = ? -- primary key
  `);
  const closeQueues = writer.prepare(`
    update queues
    set state = 'closed'
    where endpoint_id in (
      select id
      from endpoints
      where app_id = ? -- index endpoints_by_app
    )
  `);
  const closeEndpoints = writer.prepare(`
    update endpoints
    set state = 'closed', verify_token = null
    where app_id = ? and state <> 'closed' -- index endpoints_by_app
  `);

  return {
    open({ appId, level, wabaId, phoneNumberId }, url) {
      const missing = 'The app, the WABA or the phone number of the callback does not exist.';
      const row = explained({ missing }, () => insert.get(appId, level, wabaId, phoneNumberId, url));
      const id = integer(one(row), 'id');
      insertQueue.run(id);
      return id;
    },
    move(endpointId, { url, verifiedAt }) {
      setUrl.run(url, verifiedAt, endpointId);
    },
    drain(endpointId) {
      drain.run(endpointId);
    },
    closeAll(appId) {
      closeQueues.run(appId);
      return closeEndpoints.run(appId).changes;
    },
  };
}
