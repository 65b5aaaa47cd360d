// The testing entry as an app's tests use it: samples by name, notifications built, delivered and refused.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../catalogue/test/occurrences.ts';
import { changesOf } from '../../catalogue/test/samples.ts';
import { problems } from '../../catalogue/test/schemas.ts';
import { toNodeListener } from '../adapters/node.ts';
import type { Notification } from '../payload/envelope.ts';
import { createReceiver } from '../receiver/receiver.ts';
import {
  batch,
  deliver,
  handshake,
  notification,
  type SampleName,
  sample,
  samples,
  sampleText,
  signed,
  wireBytes,
} from './index.ts';

const appSecret = 'a-secret-for-tests';
const verifyToken = 'lantern-verify';
const secrets = { appSecret, verifyToken };

describe('a sample', () => {
  it('is typed by its name', () => {
    const [message] = sample('messages.text').entry[0].changes[0].value.messages ?? [];
    expect(message?.type === 'text' && message.text.body).toBe('Placeholder inbound text');
    const { value } = sample('account_update.account_deleted').entry[0].changes[0];
    expect(value.event).toBe('ACCOUNT_DELETED');
    // @ts-expect-error: a value of another field.
    expect(value.messages).toBeUndefined();
  });

  it('of every name is a notification about the field it is named after', () => {
    expect(samples()).toHaveLength(346);
    for (const name of samples().filter((name) => !name.startsWith('_envelope.'))) {
      const fields = changesOf([sample(name)].flat()[0] ?? batch()).map(({ field }) => field);
      expect(new Set(fields), name).toEqual(new Set([name.split('.')[0]]));
    }
  });

  it('of every name goes through a receiver, in wire form', async () => {
    let items = 0;
    const receiver = createReceiver(secrets).onAny(() => void items++);
    for (const name of samples()) {
      const outcome = await deliver(receiver, sampleText(name), { appSecret });
      expect(outcome, name).toMatchObject({ kind: 'accepted', status: 200 });
    }
    expect(items).toBeGreaterThan(346);
  });

  it('that does not exist is refused with those that do', () => {
    // What a program without types would ask for.
    const wrong = (name: string) => () => sample(name as SampleName);
    expect(wrong('calls.ring')).toThrow(
      /no sample "calls\.ring"; those of calls are: .*connect_user_initiated/,
    );
    expect(wrong('../../package')).toThrow('samples() lists them');
  });

  it('list can be that of one field', () => {
    expect(samples('tracking_events')).toEqual(['tracking_events.sent_dashboard']);
  });
});

describe('a notification that is built', () => {
  const make = (seed: number) =>
    notification({ seed })
      .textMessage({ from: '12025550148', body: 'Grüße 👋' })
      .message(
        { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '👍' } },
        { type: 'button', button: { payload: 'p', text: 't' } },
      )
      .message({
        type: 'system',
        system: { type: 'user_changed_number', body: 'moved', wa_id: '12025550149' },
      })
      .message({ type: 'text', text: { body: 'no number' }, from_user_id: 'US.90000000000000000017' })
      .status('sent', {
        pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
      })
      .status('read', { id: 'wamid.2' })
      .status('failed')
      .change('account_update', { event: 'ACCOUNT_DELETED' })
      .change('security', { display_phone_number: '12025550110', event: 'PIN_CHANGED' })
      .build();

  it('satisfies the schemas', () => {
    const changes = changesOf(make(1));
    expect(changes).toHaveLength(9);
    for (const { field, value } of changes) expect(problems(field, value)).toEqual([]);
  });

  it('follows from its seed, and is no repeat of one with another seed', () => {
    expect(make(1)).toEqual(make(1));
    const ids = [
      make(1),
      make(2),
      notification().textMessage({ body: 'a' }).build(),
      notification().textMessage({ body: 'a' }).build(),
    ].flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length - 1);
    expect(ids.length).toBeGreaterThan(14);
  });

  it('reaches the handlers that the items are named for, with the contact of each', async () => {
    const seen: string[] = [];
    const receiver = createReceiver(secrets).onAny(
      (item) => void seen.push(`${item.name} ${item.contact?.wa_id ?? item.contact?.user_id ?? '–'}`),
    );
    await deliver(receiver, make(1), { appSecret });
    expect(seen).toEqual([
      'messages.text 12025550148',
      'messages.reaction 12025550147',
      'messages.button 12025550147',
      'messages.system –',
      'messages.text US.90000000000000000017',
      'statuses.sent 12025550147',
      'statuses.read 12025550147',
      'statuses.failed –',
      'account_update.ACCOUNT_DELETED –',
      'security.PIN_CHANGED –',
    ]);
  });

  it('has times on the entries of the fields that the platform sends them with', () => {
    expect(make(1).entry.map(({ time, changes }) => [time !== undefined, changes.length])).toEqual([
      [false, 7],
      [true, 2],
    ]);
  });

  it('demands what a kind cannot be without', () => {
    const builder = notification();
    // @ts-expect-error: the payment.
    builder.status('captured');
    // @ts-expect-error: the text.
    builder.message({ type: 'text' });
    // @ts-expect-error: a value of another field.
    builder.change('security', { decision: 'APPROVED' });
    // @ts-expect-error: no kind of status.
    builder.status('lost');
  });
});

/** Of messages and statuses; the second status is given one, which both seeds share. */
function idsOf(one: Notification): string[] {
  return changesOf(one).flatMap(({ value }) => {
    if (!isObject(value)) return [];
    return [value.messages, value.statuses].flat().flatMap((item) => (isObject(item) ? String(item.id) : []));
  });
}

it('a batch is one notification with all the entries', async () => {
  const calls = samples('calls').map((name) => sample(name));
  const receiver = createReceiver(secrets).onAny(() => {});
  expect(
    await deliver(receiver, batch(...calls, notification().textMessage({ body: 'a' }).build()), {
      appSecret,
    }),
  ).toMatchObject({ changeCount: calls.length + 1 });
});

it('two notifications of the same change are no repeats of each other', async () => {
  const heard: string[] = [];
  const receiver = createReceiver(secrets).on('account_update', ({ event }) => void heard.push(event));
  const one = () => notification().change('account_update', { event: 'ACCOUNT_DELETED' }).build();
  const first = one();
  for (const body of [first, one(), first]) await deliver(receiver, body, { appSecret });
  expect(heard).toEqual(['ACCOUNT_DELETED', 'ACCOUNT_DELETED']);
});

describe('a body', () => {
  it('has the bytes of the wire', () => {
    const body = Buffer.from(wireBytes(notification().textMessage({ body: 'é/👋<' }).build())).toString(
      'latin1',
    );
    expect(body).toContain('"body":"\\u00e9\\/\\ud83d\\udc4b\\u003C"');
    expect(Buffer.from(wireBytes('{ "n": 12345678901234567890 }')).toString()).toBe(
      '{"n":12345678901234567890}',
    );
  });

  it.each([
    ['text that is not JSON', '{', 'not JSON'],
    ['a builder', notification(), 'build()'],
    ['nothing', undefined, 'build()'],
  ])('is not made of %s', (_, wrong, message) => {
    // What a program without types would give.
    expect(() => wireBytes(wrong as string)).toThrow(message);
  });

  it('of bytes stays as it is, to be refused by the receiver', async () => {
    const receiver = createReceiver(secrets).onAny(() => {});
    const broken = new TextEncoder().encode('{ "object": 1');
    expect(signed(broken, appSecret).body).toEqual(broken);
    expect(await deliver(receiver, broken, { appSecret })).toMatchObject({
      kind: 'refused',
      reason: 'not_json',
    });
  });

  it('is refused with another secret, or a header less', async () => {
    const receiver = createReceiver(secrets).onAny(() => {});
    expect(await deliver(receiver, sample('messages.text'), { appSecret: 'other' })).toMatchObject({
      reason: 'signature_mismatch',
    });
    const headers = { 'x-hub-signature-256': undefined };
    expect(await deliver(receiver, sample('messages.text'), { appSecret, headers })).toMatchObject({
      reason: 'signature_sha1_only',
    });
  });

  it('goes with fetch to any endpoint', async () => {
    const receiver = createReceiver(secrets).onAny(() => {});
    const server = createServer(toNodeListener(receiver)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
    const response = await fetch(url, { method: 'POST', ...signed(sample('messages.text'), appSecret) });
    server.close();
    server.closeAllConnections();
    expect(response.status).toBe(200);
  });
});

it('a handshake is answered, and refused with another token', async () => {
  const receiver = createReceiver(secrets);
  expect(await handshake(receiver, { verifyToken, challenge: '42' })).toMatchObject({
    kind: 'challenge',
    body: '42',
  });
  expect(await handshake(receiver, { verifyToken: 'other' })).toMatchObject({
    reason: 'handshake_verify_token',
  });
});
