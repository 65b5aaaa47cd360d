// The story of the mission: subscribe, list, publish, get a signed notification, unsubscribe. The Graph calls are
// those of Meta's WABA webhooks page with the host replaced.
import { verifySignature } from '@wahook/receiver/protocol/signature';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

const nameUpdate = {
  display_phone_number: demo.phoneNumber.displayPhoneNumber,
  decision: 'APPROVED',
  requested_verified_name: 'Lantern Books & Café',
  rejection_reason: null,
};
const subscribedApps = `/v25.0/${demo.waba.graphId}/subscribed_apps`;

let platform: TestPlatform;
let receiver: TestReceiver;

beforeEach(async () => {
  receiver = await startReceiver();
  platform = await startPlatform();
});

afterEach(async () => {
  await platform.stop();
  await receiver.close();
});

function publishNameUpdate() {
  return platform.publish({
    waba_id: demo.waba.graphId,
    field: 'phone_number_name_update',
    value: nameUpdate,
    time: 1739321024,
  });
}

describe('the main path', () => {
  it('subscribes, lists and unsubscribes in the shapes of the original page', async () => {
    await platform.subscribeDemo(receiver.url);
    const { name, graphId } = demo.app;
    const list = await platform.call('GET', subscribedApps, { token: demo.accessToken });
    expect(list.json.data).toEqual([
      { whatsapp_business_api_data: { id: graphId, name, link: expect.stringContaining(graphId) } },
    ]);
    const remove = await platform.call('DELETE', subscribedApps, { token: demo.accessToken });
    expect([remove.status, remove.json]).toEqual([200, { success: true }]);
    const empty = await platform.call('GET', subscribedApps, { token: demo.accessToken });
    expect(empty.json.data).toEqual([]);
  });

  it('delivers one signed notification with exactly the bytes that Meta would send', async () => {
    await platform.subscribeDemo(receiver.url);
    const answer = await publishNameUpdate();
    expect([answer.status, answer.json]).toEqual([
      202,
      { accepted: 1, duplicates: 0, first_seq: 1, last_seq: 1 },
    ]);

    const post = await until(() => receiver.posts[0]);
    expect(post.body.toString()).toBe(
      '{"object":"whatsapp_business_account","entry":[{"id":"300000000000001","time":1739321024,"changes":[' +
        '{"value":{"display_phone_number":"12025550123","decision":"APPROVED",' +
        '"requested_verified_name":"Lantern Books & Caf\\u00e9","rejection_reason":null},' +
        '"field":"phone_number_name_update"}]}]}',
    );
    expect(post.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(post.body.length),
      'user-agent': 'facebookexternalua',
      'x-hub-signature': expect.stringMatching(/^sha1=[0-9a-f]{40}$/),
    });
    const headers = { sha256: String(post.headers['x-hub-signature-256']), sha1: undefined };
    expect(verifySignature({ body: post.body, headers, secrets: [demo.app.secret] }).ok).toBe(true);
  });

  it('shows the event, its delivery and its attempt on /api/v1', async () => {
    await platform.subscribeDemo(receiver.url);
    await publishNameUpdate();
    const shown = await until(async () => {
      const event = await platform.call('GET', '/api/v1/events/1', { token: demo.adminKey });
      return event.json.deliveries.length > 0 && event.json;
    });
    expect(shown).toMatchObject({
      seq: 1,
      origin: 'publish',
      waba_id: demo.waba.graphId,
      field: 'phone_number_name_update',
    });
    const delivery = await platform.call('GET', `/api/v1/deliveries/${shown.deliveries[0].id}`, {
      token: demo.adminKey,
    });
    expect(delivery.json).toMatchObject({
      app_id: demo.app.graphId,
      state: 'delivered',
      reason: 'ok',
      last_status: 200,
      seqs: [1],
      attempt_list: [{ no: 1, status: 200, reason: 'ok' }],
    });
  });

  it('keeps the grouping of a body: one POST in, one notification out', async () => {
    await platform.subscribeDemo(receiver.url);
    const item = (n: number) => ({
      waba_id: demo.waba.graphId,
      field: 'account_review_update',
      value: { n },
    });
    await platform.publish([item(1), item(2), item(3)]);
    await publishNameUpdate();
    await until(() => receiver.posts.length >= 2);
    const entryCounts = receiver.posts.map((post) => JSON.parse(post.body.toString()).entry.length);
    expect(entryCounts.toSorted()).toEqual([1, 3]);
  });

  it('delivers nothing to an app that is not subscribed to the WABA, or not to the field, and keeps the event', async () => {
    await publishNameUpdate();
    await platform.subscribeDemo(receiver.url, ['messages']);
    await publishNameUpdate();
    await platform.call('DELETE', subscribedApps, { token: demo.accessToken });
    await platform.publish({
      waba_id: demo.waba.graphId,
      field: 'messages',
      value: { messaging_product: 'whatsapp' },
    });
    const events = await platform.call('GET', '/api/v1/events', { token: demo.adminKey });
    expect(events.json.data).toHaveLength(3);
    const backlog = await platform.call('GET', '/api/v1/backlog', { token: demo.adminKey });
    expect(backlog.json.data.every((queue: { pending: number }) => queue.pending === 0)).toBe(true);
    expect(receiver.posts).toEqual([]);
  });

  it('answers a repeated Idempotency-Key with the first answer and stores nothing twice', async () => {
    const body = JSON.stringify({ waba_id: demo.waba.graphId, field: 'account_update', value: {} });
    const send = (text: string) =>
      platform.call('POST', '/api/v1/events', {
        token: demo.adminKey,
        body: text,
        headers: { 'idempotency-key': 'k-1' },
      });
    const [first, second] = [await send(body), await send(body)];
    expect(second.json).toEqual(first.json);
    expect(second.headers['idempotent-replayed']).toBe('true');
    const other = await send(body.replace('{}', '{"a":1}'));
    expect([other.status, other.json.code]).toEqual([409, 'idempotency_key_reused']);
    expect(await platform.store.events.list({ limit: 10 })).toHaveLength(1);
  });
});
