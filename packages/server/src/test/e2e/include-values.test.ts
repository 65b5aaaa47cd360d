// An app that has switched `include_values` off is told which fields changed, and nothing of what they hold.
import { verifySignature } from '@wahook/receiver/protocol/signature';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { startReceiver, type TestReceiver } from '../support/receiver.ts';
import { until } from '../support/until.ts';

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

it('sends changed_fields, signed, and values again once they are wanted', async () => {
  const { graphId, secret } = demo.app;
  const switchValues = (on: boolean) =>
    platform.call('POST', `/${graphId}/subscriptions`, {
      token: `${graphId}|${secret}`,
      body: JSON.stringify({ object: 'whatsapp_business_account', include_values: on }),
    });
  const publish = () =>
    platform.publish({
      waba_id: demo.waba.graphId,
      field: 'account_update',
      value: { event: 'VERIFIED_ACCOUNT' },
      time: 1739321024,
    });
  await platform.subscribeDemo(receiver.url);
  await switchValues(false);
  await publish();
  const told = await until(() => receiver.posts[0]);
  expect(told.body.toString()).toBe(
    `{"object":"whatsapp_business_account","entry":[{"id":"${demo.waba.graphId}","time":1739321024,"changed_fields":["account_update"]}]}`,
  );
  const headers = { sha256: String(told.headers['x-hub-signature-256']), sha1: undefined };
  expect(verifySignature({ body: told.body, headers, secrets: [secret] }).ok).toBe(true);
  await switchValues(true);
  await publish();
  const shown = await until(() => receiver.posts[1]);
  expect(shown.body.toString()).toContain('VERIFIED_ACCOUNT');
});
