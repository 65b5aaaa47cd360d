// Where the load goes: one text message per POST, to wahook's publish API or to a forwarder that takes it as is.
import { messageValue, type Target } from './load.ts';
import type { Wahook } from './wahook.ts';

export function publishTarget(wahook: Wahook): Target {
  return {
    url: wahook.url,
    path: '/api/v1/events',
    headers: { authorization: `Bearer ${wahook.adminKey}`, 'content-type': 'application/json' },
    bodyOf: (sentAt) => `{"waba_id":"${wahook.wabaId}","field":"messages","value":${messageValue(sentAt)}}`,
  };
}

export function forwarderTarget(url: string): Target {
  const envelope = (value: string) =>
    `{"object":"whatsapp_business_account","entry":[{"id":"300000000000001","changes":[{"value":${value},"field":"messages"}]}]}`;
  return {
    url,
    path: '/',
    headers: { 'content-type': 'application/json' },
    bodyOf: (sentAt) => envelope(messageValue(sentAt)),
  };
}
