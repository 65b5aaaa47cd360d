// Every sample goes the whole way: publish → store → deliver → receiver.

import { fields } from '@wahook/receiver/protocol/fields';
import { verifySignature } from '@wahook/receiver/protocol/signature';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { openSamples, sampleId } from '../../simulator/samples.ts';
import { permissions } from '../../store/vocabulary.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

/** The ids the samples are written with; the dashboard form carries "0" and is addressed to the first. */
const wabaIds = ['700100200300401', '700100200300402'];
const businessId = '700100200300999';
const futureField = 'placeholder_future_field';

let platform: TestPlatform;
let receiver: TestReceiver;

beforeAll(async () => {
  receiver = await startReceiver();
  platform = await startPlatform({
    config: { extraFields: futureField },
    async seed(store) {
      const business = await store.businesses.create({ graphId: businessId, name: 'Sample portfolio' });
      const { id: appId } = await store.apps.create({
        graphId: '700100200300001',
        name: 'Sample app',
        secret: demo.app.secret,
        businessId: business.id,
        mode: 'live',
      });
      const { id: userId } = await store.users.create({
        graphId: '700100200300800',
        name: 'Sample system user',
        kind: 'system_user',
        businessId: business.id,
        role: 'admin',
      });
      for (const permission of permissions) {
        const review = { state: 'approved', access: 'standard' } as const;
        await store.apps.saveReview({ appId, permission, review, at: 0 });
      }
      await store.tokens.create({
        token: 'EAAsampletoken',
        appId,
        kind: 'system_user',
        userId,
        scopes: ['whatsapp_business_management'],
        createdAt: 0,
        expiresAt: null,
      });
      for (const graphId of wabaIds)
        await store.wabas.create({ graphId, name: 'Sample WABA', businessId: business.id });
    },
  });
  const saved = await platform.call('POST', '/700100200300001/subscriptions', {
    token: `700100200300001|${demo.app.secret}`,
    body: JSON.stringify({
      object: 'whatsapp_business_account',
      callback_url: receiver.url,
      verify_token: 'sample-verify',
      fields: [...fields.map((field) => field.name), futureField],
    }),
  });
  expect(saved.json).toEqual({ success: true });
  for (const wabaId of wabaIds) {
    const subscribed = await platform.call('POST', `/${wabaId}/subscribed_apps`, { token: 'EAAsampletoken' });
    expect(subscribed.json).toEqual({ success: true });
  }
});

afterAll(async () => {
  await platform.stop();
  await receiver.close();
});

describe('the 346 samples', () => {
  it('arrive with the same JSON value, a valid signature and pure ASCII bytes', async () => {
    const samples = await openSamples();
    expect(samples.list()).toHaveLength(346);
    const sent = new Map<number, { id: string; body: Uint8Array }>();
    for (const name of samples.list()) {
      const body = await samples.read(name);
      if (!body) throw new Error(`${sampleId(name)} is listed but not there`);
      const answer = await platform.call('POST', `/api/v1/events?waba_id=${wabaIds[0]}`, {
        token: demo.adminKey,
        body,
      });
      expect({ id: sampleId(name), status: answer.status }).toEqual({ id: sampleId(name), status: 202 });
      sent.set(answer.json.first_seq, { id: sampleId(name), body });
    }
    await until(() => receiver.posts.length >= 346, 15_000);
    await until(
      async () => (await platform.store.deliveries.list({ state: 'delivered', limit: 1000 })).length === 346,
    );

    const attempts = platform.attempts.filter((report) => report.kind === 'attempt');
    expect(attempts).toHaveLength(346);
    for (const attempt of attempts) {
      const sample = sent.get(attempt.seqs[0] ?? -1);
      if (!sample) throw new Error(`seq ${attempt.seqs[0]} was never published`);
      const post = receiver.posts.find(
        (each) => each.headers['x-hub-signature-256'] === attempt.headers['x-hub-signature-256'],
      );
      if (!post) throw new Error(`${sample.id} never arrived`);
      const written: unknown = JSON.parse(new TextDecoder().decode(sample.body));
      expect(JSON.parse(post.body.toString())).toEqual(Array.isArray(written) ? written[0] : written);
      expect(isAscii(post.body)).toBe(true);
      const headers = { sha256: signatureOf(post.headers['x-hub-signature-256']), sha1: undefined };
      expect(verifySignature({ body: post.body, headers, secrets: [demo.app.secret] })).toEqual({ ok: true });
    }
  });
});

function signatureOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? undefined : header;
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}
