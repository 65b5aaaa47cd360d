// What must be true of a body that was cut into changes: what routing read from each is what JSON.parse finds there,
// and its wire form means the same, is ASCII, and stays as it is when formed again.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { conversationOf } from '../../protocol/conversation.ts';
import type { ChangeSlice } from '../../protocol/slices.ts';
import { toWireForm } from '../../protocol/wire-form.ts';

export function judgeSlice(body: Uint8Array, slice: ChangeSlice): void {
  const { start, end, isFormed } = slice;
  const whole = body.subarray(start, end);
  const change: unknown = parsed(whole);
  const formed = toWireForm(body, { start, end }, { escapes: 'meta' });
  assert.ok(
    formed.every((byte) => byte < 0x80),
    'wire form is ASCII',
  );
  assert.ok(isDeepStrictEqual(parsed(formed), change), 'wire form means the same');
  const again = toWireForm(formed, { start: 0, end: formed.length }, { escapes: 'meta' });
  assert.ok(Buffer.from(again).equals(formed), 'wire form stays as it is');
  if (isFormed) assert.ok(Buffer.from(whole).equals(formed), 'called formed, it is');

  const value = memberOf(change, 'value');
  assert.equal(slice.field, memberOf(change, 'field'));
  assert.ok(
    isDeepStrictEqual(parsed(body.subarray(slice.valueStart, slice.valueEnd)), value),
    'place of the value',
  );
  const numbers = ['metadata', 'recipient', 'phone_number_settings'].map((name) =>
    idOf(memberOf(memberOf(value, name), 'phone_number_id')),
  );
  assert.equal(slice.phoneNumberId, numbers.find((id) => id !== null) ?? null, 'the number');
  assert.equal(slice.wabaInfoId, idOf(memberOf(memberOf(value, 'waba_info'), 'waba_id')), 'the account');
  const conversation = conversationOf(whole);
  assert.ok(conversation === null || conversation.length > 0);
}

const parsed = (json: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(json));

/** Of an object that is no array, and its own. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

const idOf = (value: unknown) => (typeof value === 'string' && /^[0-9]{1,32}$/.test(value) ? value : null);
