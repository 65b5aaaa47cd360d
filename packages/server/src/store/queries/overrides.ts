// Callbacks of an app for one WABA, or for one of its phone numbers.
import type { Subscriptions } from '../directory.ts';
import { bytesOrNull, orNull } from '../rows.ts';
import type { Sealer } from '../sealed.ts';
import type { Session } from '../session.ts';
import { StoreError } from '../store.ts';
import { createEndpointReads } from './endpoints.ts';
import { createOverrideWrites } from './override-writes.ts';

type OverrideVerbs = Pick<
  Subscriptions,
  'saveOverride' | 'removeOverride' | 'overrides' | 'overrideVerifyToken'
>;

export function createOverrides(session: Session, sealer: Sealer): OverrideVerbs {
  const { reader, writer, read, write } = session;
  const stored = createEndpointReads(reader);
  const fresh = createEndpointReads(writer);
  const writes = createOverrideWrites(writer, sealer);
  const verifyToken = reader.prepare(`
    select verify_token
    from endpoints
    where id = ? -- primary key
  `);

  return {
    saveOverride: (override) =>
      write((transaction) => {
        const saved = fresh.get(writes.save(override));
        if (!saved) throw new Error('An override that was just saved is not there.');
        transaction.routesChanged();
        return saved;
      }),
    removeOverride: (place) =>
      write((transaction) => {
        const removed = writes.remove(place);
        if (removed) transaction.routesChanged();
        return { removed };
      }),
    overrides: (wabaId) => read(() => stored.overrides(wabaId)),
    overrideVerifyToken: (endpointId) =>
      read(() => {
        const sealed = orNull(verifyToken.get(endpointId), (row) => bytesOrNull(row, 'verify_token'));
        if (!sealed) throw new StoreError('missing', `Endpoint ${endpointId} is no open override.`);
        return writes.openVerifyToken(endpointId, sealed);
      }),
  };
}
