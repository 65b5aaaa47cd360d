// /{phone-number-id}: what a business phone number is, and the callback that the calling app has set for it.
import type { AppSubscription, Endpoint, PhoneNumber, Waba } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import type { EnterAccount } from '../account-access.ts';
import { type GraphCall, success } from '../call.ts';
import { type NodeType, readFields, show } from '../fields.ts';
import { type OverrideDeps, removeOverride, setOverride } from '../override.ts';
import { readNumberOverride } from '../override-parameters.ts';

export interface PhoneNumberDeps extends OverrideDeps {
  store: Store;
  enter: EnterAccount;
}

export interface FoundNumber {
  number: PhoneNumber;
  waba: Waba | null;
}

export interface ShownNumber {
  number: PhoneNumber;
  /** The calling app's open ones on the account. */
  overrides: readonly Endpoint[];
  subscription: AppSubscription | null;
}

export const phoneNumberType: NodeType<ShownNumber> = {
  name: 'WhatsAppBusinessPhoneNumber',
  fields: new Map<string, (source: ShownNumber) => unknown>([
    ['id', ({ number }) => number.graphId],
    ['verified_name', ({ number }) => number.verifiedName],
    ['display_phone_number', ({ number }) => number.displayPhoneNumber],
    ['platform_type', ({ number }) => (number.registered ? 'CLOUD_API' : 'NOT_APPLICABLE')],
    ['webhook_configuration', showConfiguration],
  ]),
  defaults: ['verified_name', 'display_phone_number', 'platform_type', 'id'],
};

/** The callbacks of the three levels, in the order in which they win; each only where it is set. */
function showConfiguration({ number, overrides, subscription }: ShownNumber): object {
  const ofNumber = overrides.find(({ phoneNumberId }) => phoneNumberId === number.id);
  const ofWaba = overrides.find(({ level }) => level === 'waba');
  return {
    ...(ofNumber && { phone_number: ofNumber.url }),
    ...(ofWaba && { whatsapp_business_account: ofWaba.url }),
    ...(subscription && { application: subscription.callbackUrl }),
  };
}

export async function readPhoneNumber(
  { store, enter }: PhoneNumberDeps,
  call: GraphCall,
  { number, waba: found }: FoundNumber,
): Promise<object> {
  const { app, waba } = await enter(call, found, 'read');
  const names = readFields(call.parameters, phoneNumberType);
  const [overrides, subscription] = await Promise.all([
    store.subscriptions.overrides(waba.id),
    store.subscriptions.app(app.id),
  ]);
  const own = overrides.filter(({ appId }) => appId === app.id);
  return show(phoneNumberType, { number, overrides: own, subscription }, names);
}

export async function configurePhoneNumber(
  deps: PhoneNumberDeps,
  call: GraphCall,
  { number, waba }: FoundNumber,
): Promise<object> {
  const visit = await deps.enter(call, waba, 'write');
  const change = readNumberOverride(call.parameters);
  if (change.kind === 'set') await setOverride(deps, { visit, number }, change);
  else await removeOverride(deps, { visit, number });
  return success;
}
