// The whole way of every sample: simulator → store → delivery → socket → each adapter → the handlers of its items.
import { createReceiver, type HandlerName, type Receiver } from '@wahook/receiver';
import { fields } from '@wahook/receiver/protocol/fields';
import { cutEnvelope } from '@wahook/receiver/protocol/slices';
import { toWireForm } from '@wahook/receiver/protocol/wire-form';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// What the receiver dispatches on has no entry point, and needs none but for this.
import { itemLists } from '../../../../receiver/src/payload/item-lists.ts';
import { demo } from '../../demo.ts';
import { openSamples, sampleId } from '../../simulator/samples.ts';
import type { Store } from '../../store/store.ts';
import { permissions } from '../../store/vocabulary.ts';
import { adapters, type MountedReceiver } from '../support/adapters.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

/** The ids the samples are written with, so that a trigger has none to exchange, but in those of two accounts. */
const wabaId = '700100200300401';
const otherWabaId = '700100200300402';
const businessId = '700100200300999';
const futureField = 'placeholder_future_field';
const verifyToken = 'sample-verify';

const apps = Object.keys(adapters).map((adapter, i) => ({
  adapter,
  graphId: `70010020030000${i}`,
  secret: `secret-of-sample-app-${i}`,
  token: `EAAsampletoken${i}`,
}));

/** One call of one handler, as text: what was registered, and what came. */
type Heard = string;
const heardBy = new Map<string, Heard[]>();
const mounted: MountedReceiver[] = [];
let platform: TestPlatform;
let expected: Heard[];

beforeAll(async () => {
  platform = await startPlatform({ config: { extraFields: futureField }, seed });
  const samples = await openSamples();
  const bodies = await Promise.all(samples.list().map((name) => samples.read(name)));
  expected = bodies.flatMap((body) => (body === null ? [] : callsFor(body)));
  const names = [...new Set(expected.map((call) => call.slice(0, call.indexOf(' '))))];
  for (const app of apps) await connect(app, names);
});

afterAll(async () => {
  await platform.stop();
  for (const each of mounted) each.close();
});

describe('the 346 samples', () => {
  it('reach the handler of each of their items through every adapter, as they were sent', async () => {
    const names = (await openSamples()).list().map(sampleId);
    expect(names).toHaveLength(346);
    for (const sample of names) {
      const answer = await platform.call('POST', '/api/v1/simulator', {
        token: demo.adminKey,
        body: JSON.stringify({ sample, waba_id: wabaId, exact: true }),
      });
      expect({ sample, status: answer.status }).toEqual({ sample, status: 202 });
    }
    const attemptCount = names.length * apps.length;
    await until(() => platform.attempts.length >= attemptCount);

    const statuses = platform.attempts.map(
      (report) => report.kind === 'attempt' && report.outcome.kind === 'response' && report.outcome.status,
    );
    expect(statuses).toEqual(Array(attemptCount).fill(200));
    const wanted = expected.toSorted();
    for (const { adapter } of apps) {
      expect({ adapter, heard: heardBy.get(adapter)?.toSorted() }).toEqual({ adapter, heard: wanted });
    }
  });
});

/** What handlers of a list, of a kind and of changes are to be called with, worked out without the receiver. */
function callsFor(sample: Uint8Array): Heard[] {
  const text = new TextDecoder().decode(sample).replaceAll(`"${otherWabaId}"`, `"${wabaId}"`);
  const body = new TextEncoder().encode(text.startsWith('[') ? text.slice(1, text.lastIndexOf(']')) : text);
  const cut = cutEnvelope(body, { duplicateKeys: 'refuse' });
  if (!cut.ok) throw new Error(cut.message);
  return cut.envelope.entries.flatMap(({ changes }) =>
    changes.flatMap(({ start, end }) => {
      const bytes = new TextDecoder().decode(toWireForm(body, { start, end }, { escapes: 'meta' }));
      const { field, value }: { field: string; value: Record<string, unknown> } = JSON.parse(bytes);
      const items = itemsIn(field, value);
      const calls = items.length > 0 ? items : [{ names: ['unknown'], content: value }];
      return [
        `changes ${bytes}`,
        ...calls.flatMap(({ names, content }) => names.map((name) => heard(name, content, bytes))),
      ];
    }),
  );
}

function itemsIn(field: string, value: Record<string, unknown>): { names: string[]; content: unknown }[] {
  return (itemLists.get(field) ?? []).flatMap(({ name, path, kindBy }) => {
    // Members along the path are objects, by the rules of the catalogue; what is missing is undefined.
    let found: unknown = value;
    for (const step of path) found = (found as Record<string, unknown> | undefined)?.[step];
    const contents: Record<string, unknown>[] =
      path.length === 0 ? [value] : Array.isArray(found) ? found : [];
    return contents.map((content) => {
      const kind = kindBy === null ? undefined : content[kindBy];
      return { names: typeof kind === 'string' ? [name, `${name}.${kind}`] : [name], content };
    });
  });
}

const heard = (name: string, content: unknown, changeBytes: string): Heard =>
  `${name} ${JSON.stringify(content)} in ${changeBytes}`;

/** A receiver behind the adapter, with a handler for each name, as the callback of the app. */
async function connect(app: (typeof apps)[number], names: readonly string[]): Promise<void> {
  const calls: Heard[] = [];
  heardBy.set(app.adapter, calls);
  // Some samples show the same event in two ways, with the same ids.
  const receiver = createReceiver({ appSecret: app.secret, verifyToken, dedupe: false });
  const decoder = new TextDecoder();
  listenFor(receiver, names, (name, content, bytes) => {
    calls.push(
      name === 'changes' ? `changes ${decoder.decode(bytes)}` : heard(name, content, decoder.decode(bytes)),
    );
  });
  const mount = adapters[app.adapter];
  if (mount === undefined) throw new Error(`no adapter ${app.adapter}`);
  const { url } = mounted[mounted.push(await mount(receiver)) - 1] ?? { url: '' };
  const saved = await platform.call('POST', `/${app.graphId}/subscriptions`, {
    token: `${app.graphId}|${app.secret}`,
    body: JSON.stringify({
      object: 'whatsapp_business_account',
      callback_url: url,
      verify_token: verifyToken,
      fields: [...fields.map((field) => field.name), futureField],
    }),
  });
  expect(saved.json).toEqual({ success: true });
  const subscribed = await platform.call('POST', `/${wabaId}/subscribed_apps`, { token: app.token });
  expect(subscribed.json).toEqual({ success: true });
}

function listenFor(
  receiver: Receiver,
  names: readonly string[],
  hear: (name: string, content: unknown, changeBytes: Uint8Array) => void,
): void {
  receiver.onChange((change) => hear('changes', null, change.bytes));
  for (const name of names.filter((each) => each !== 'changes')) {
    // A name from the samples; one that the receiver does not have is refused here.
    receiver.on(name as HandlerName, (content, item) => hear(name, content, item.change.bytes));
  }
}

async function seed(store: Store): Promise<void> {
  const business = await store.businesses.create({ graphId: businessId, name: 'Sample portfolio' });
  const { id: userId } = await store.users.create({
    graphId: '700100200300800',
    name: 'Sample system user',
    kind: 'system_user',
    businessId: business.id,
    role: 'admin',
  });
  for (const { graphId, adapter, secret, token } of apps) {
    const facts = { graphId, name: `Sample app on ${adapter}`, secret, businessId: business.id } as const;
    const { id: appId } = await store.apps.create({ ...facts, mode: 'live' });
    for (const permission of permissions) {
      const review = { state: 'approved', access: 'standard' } as const;
      await store.apps.saveReview({ appId, permission, review, at: 0 });
    }
    await store.tokens.create({
      ...{ token, appId, kind: 'system_user', userId, createdAt: 0, expiresAt: null },
      scopes: ['whatsapp_business_management'],
    });
  }
  await store.wabas.create({ graphId: wabaId, name: 'Sample WABA', businessId: business.id });
}
