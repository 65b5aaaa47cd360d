// /{waba-id} itself, and /{waba-id}/phone_numbers.
import type { Business, Endpoint, PhoneNumber, Waba } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import type { EnterAccount } from '../account-access.ts';
import type { Edge, GraphCall } from '../call.ts';
import { type NodeType, readFields, show } from '../fields.ts';
import { pageOf } from '../paging.ts';
import { phoneNumberType } from './phone-number.ts';

export interface WabaDeps {
  store: Store;
  enter: EnterAccount;
  publicUrl: () => string;
}

interface ShownWaba {
  waba: Waba;
  owner: Business | undefined;
}

const wabaType: NodeType<ShownWaba> = {
  name: 'WhatsAppBusinessAccount',
  fields: new Map<string, (source: ShownWaba) => unknown>([
    ['id', ({ waba }) => waba.graphId],
    ['name', ({ waba }) => waba.name],
    ['owner_business_info', ({ owner }) => owner && { id: owner.graphId, name: owner.name }],
  ]),
  defaults: ['id', 'name'],
};

export async function readWaba(
  { store, enter }: WabaDeps,
  call: GraphCall,
  found: Waba | null,
): Promise<object> {
  const { waba } = await enter(call, found, 'read');
  const names = readFields(call.parameters, wabaType);
  const businesses = names.includes('owner_business_info') ? await store.businesses.list() : [];
  return show(wabaType, { waba, owner: businesses.find(({ id }) => id === waba.businessId) }, names);
}

export function createPhoneNumbersEdge({ store, enter, publicUrl }: WabaDeps): Edge {
  async function list(call: GraphCall): Promise<object> {
    const { app, waba } = await enter(call, await store.wabas.find(call.id), 'read');
    const names = readFields(call.parameters, phoneNumberType);
    const [numbers, overrides, subscription] = await Promise.all([
      store.phoneNumbers.list(waba.id),
      store.subscriptions.overrides(waba.id),
      store.subscriptions.app(app.id),
    ]);
    const own = overrides.filter((each: Endpoint) => each.appId === app.id);
    return pageOf<PhoneNumber>(numbers, {
      call,
      idOf: ({ graphId }) => graphId,
      show: (number) => show(phoneNumberType, { number, overrides: own, subscription }, names),
      publicUrl: publicUrl(),
    });
  }

  return new Map([['GET', list]]);
}
