// Where the load goes: to wahook's publish API, or to a forwarder that takes a body as it is.
import { envelope, messageValue } from './messages.ts';
import type { Wahook } from './wahook.ts';

export interface Target {
  url: string;
  path: string;
  headers: Record<string, string>;
  /** With `noTime` where the time of sending belongs. */
  body: string;
}

/** What one POST holds. */
export interface Parcel {
  changes: number;
  /** Of one change. */
  bytes: number;
}

const demoWabaId = '300000000000001';

/** One change as integrators publish it; several as the notification of Meta that they came in. */
export function publishTarget(wahook: Wahook, parcel: Parcel, wabaId = wahook.wabaId): Target {
  return {
    url: wahook.url,
    path: '/api/v1/events',
    headers: { authorization: `Bearer ${wahook.adminKey}`, 'content-type': 'application/json' },
    body:
      parcel.changes === 1
        ? `{"waba_id":"${wabaId}","field":"messages","value":${messageValue(parcel.bytes)}}`
        : envelope(wabaId, parcel),
  };
}

export function forwarderTarget(url: string, parcel: Parcel): Target {
  return {
    url,
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: envelope(demoWabaId, parcel),
  };
}
