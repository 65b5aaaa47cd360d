// Writes the callbacks that an app has for one WABA or one phone number. Called inside a transaction.
import type { NewOverride, OverridePlace } from '../nouns.ts';
import { integer, orNull } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Database } from '../sqlite-driver.ts';
import { StoreError } from '../store.ts';
import { createEndpointWrites } from './endpoint-writes.ts';

export interface OverrideWrites {
  /** Answers the endpoint: the open one at the place, or a new one. */
  save(override: NewOverride): number;
  /** Answers whether there was one. */
  remove(place: OverridePlace): boolean;
  openVerifyToken(endpointId: number, sealed: Uint8Array): string;
}

export function createOverrideWrites(writer: Database, sealer: Sealer): OverrideWrites {
  const endpoints = createEndpointWrites(writer);
  const openAt = writer.prepare(`
    select id
    from endpoints
    where app_id = ?
      and coalesce(waba_id, 0) = ?
      and coalesce(phone_number_id, 0) = ?
      and state = 'open' -- index endpoints_open
  `);
  const setVerifyToken = writer.prepare(`
    update endpoints
    set verify_token = ?
    where id = ? -- primary key
  `);
  const numberOfWaba = writer.prepare(`
    select 1
    from phone_numbers
    where id = ? and waba_id = ? -- primary key
  `);

  function find({ appId, wabaId, phoneNumberId }: OverridePlace): number | null {
    return orNull(openAt.get(appId, wabaId, phoneNumberId ?? 0), (row) => integer(row, 'id'));
  }

  function open({ appId, wabaId, phoneNumberId, url }: NewOverride): number {
    if (phoneNumberId !== null && !numberOfWaba.get(phoneNumberId, wabaId)) {
      throw new StoreError('missing', `WABA ${wabaId} has no phone number ${phoneNumberId}.`);
    }
    const level = phoneNumberId === null ? 'waba' : 'number';
    return endpoints.open({ appId, level, wabaId, phoneNumberId }, url);
  }

  return {
    save(override) {
      const existing = find(override);
      const endpointId = existing ?? open(override);
      // An override is saved after its handshake and at no other time.
      if (existing !== null) {
        endpoints.move(existing, { url: override.url, verifiedAt: Number.MAX_SAFE_INTEGER });
      }
      setVerifyToken.run(sealer.seal(override.verifyToken, tokenPlace(endpointId)), endpointId);
      return endpointId;
    },
    remove(place) {
      const endpointId = find(place);
      if (endpointId !== null) endpoints.drain(endpointId);
      return endpointId !== null;
    },
    openVerifyToken: (endpointId, sealed) => sealer.open(sealed, tokenPlace(endpointId)),
  };
}

function tokenPlace(endpointId: number) {
  return { table: 'endpoints', row: endpointId, column: 'verify_token' };
}
