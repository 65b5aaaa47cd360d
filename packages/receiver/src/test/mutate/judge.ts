// What must be true of any body, whatever is in it: nothing throws, the two readers of notifications and JSON.parse
// agree, handlers get what is there, and the receiver and every adapter give one answer. Throws what is not so.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { hmacCheck as webCheck } from '../../crypto/web.ts';
import { notificationBytesMax } from '../../protocol/limits.ts';
import { verifySignature } from '../../protocol/signature.ts';
import { readSignatureHeaders } from '../../protocol/signature-header.ts';
import { cutCodes, cutEnvelope, cutPublished } from '../../protocol/slices.ts';
import { conversationKeys } from '../../receiver/conversation-key.ts';
import { exactInteger } from '../../receiver/exact-integer.ts';
import type { AnyItem } from '../../receiver/item.ts';
import { itemsOf } from '../../receiver/items.ts';
import { readNotification } from '../../receiver/notification.ts';
import type { Outcome } from '../../receiver/outcome.ts';
import { createReceiver, type Receiver } from '../../receiver/receiver.ts';
import type { Endpoint } from './endpoints.ts';
import { judgeSlice } from './judge-wire.ts';
import type { HeaderLine, Signed } from './signatures.ts';

export const appSecret = 'a-secret-for-mutations';
const verifyToken = 'lantern-verify';

/** A receiver whose handlers look at everything an item has, and what they threw. */
export function curiousReceiver(): { receiver: Receiver; errors: unknown[] } {
  const errors: unknown[] = [];
  const receiver = createReceiver({ appSecret, verifyToken })
    .onAny(lookAt)
    .onChangedField(({ field }) => assert.equal(typeof field, 'string'))
    .onError((error) => void errors.push(error));
  return { receiver, errors };
}

function lookAt(item: AnyItem): void {
  const { contact, metadata, phoneNumberId, wabaId, key, conversation, content, name, change } = item;
  assert.equal(typeof key, 'string');
  assert.match(item.entryId, /^[0-9]{1,32}$/);
  assert.match(name, /^[a-z_]+(\.|$)/);
  for (const text of [phoneNumberId, wabaId, conversation])
    assert.ok(text === null || typeof text === 'string');
  for (const object of [contact, metadata]) assert.ok(object === null || typeof object === 'object');
  // What follows walks over the whole change, which may have thousands of items.
  if (item.index >= 20) return;
  const parsed = JSON.parse(new TextDecoder().decode(change.bytes));
  assert.equal(parsed.field, change.field);
  for (const member of ['id', 'timestamp', 'message_template_id']) {
    const exact = exactInteger(item, member);
    const rough: unknown = isObject(content) ? content[member] : undefined;
    // Not assert.equal: a bigint has no -0.
    if (exact !== null) assert.ok(Number(exact) === Number(rough), `exactInteger of ${member}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Both readers of notifications, against each other and against JSON.parse. */
export function judgeParsers(body: Uint8Array): void {
  const read = readNotification(body);
  const cut = cutEnvelope(body, { duplicateKeys: 'last' });
  const published = cutPublished(body);
  if (!published.ok) assert.ok(published.code in cutCodes);
  if (!cut.ok) assert.ok(cut.code in cutCodes);
  if (body.byteLength <= notificationBytesMax)
    judgeSyntax(body, [read.ok ? null : read.code, cut.ok ? null : cut.code]);
  // Whoever publishes may do less than the platform.
  if (published.ok && published.kind === 'envelope') assert.ok(cut.ok, 'published, but not cut');
  if (!cut.ok) return;
  // The cutter is the stricter of the two.
  assert.ok(read.ok, `cut, but not read: ${read.ok ? '' : read.message}`);
  const slices = cut.envelope.entries.flatMap(({ id, changes }) => changes.map((slice) => ({ id, slice })));
  assert.ok([...itemsOf(read.notification)].every((item) => Array.isArray(conversationKeys(item))));
  const { changes } = read.notification;
  assert.equal(changes.length, slices.length, 'as many changes read as cut');
  for (const [index, change] of changes.entries()) {
    const { id, slice } = slices[index] ?? assert.fail();
    assert.equal(change.entryId, id);
    judgeSlice(body, slice);
    assert.equal(change.field, slice.field);
    assert.deepEqual(change.bytes, body.subarray(slice.start, slice.end), 'the bytes of the change');
    const parsed = JSON.parse(new TextDecoder().decode(change.bytes));
    assert.ok(isDeepStrictEqual(parsed.value, change.value), 'the bytes hold the value');
  }
}

/** JSON is what JSON.parse takes. */
function judgeSyntax(body: Uint8Array, codes: readonly (string | null)[]): void {
  const isValid = isJson(body);
  for (const code of codes) {
    const isCalledBroken = code === 'not_json' || code === 'bad_utf8' || code === 'empty';
    // Depth is noticed before the end has been seen.
    if (code !== 'too_deep')
      assert.equal(isCalledBroken, !isValid, `${code} of a body that ${isValid ? 'is' : 'is not'} JSON`);
  }
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
    return true;
  } catch {
    return false;
  }
}

/** Lines of one name are joined, as HTTP has it. */
function valueIn(lines: readonly HeaderLine[], wanted: string): string | undefined {
  const values = lines.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

const webVerify = webCheck(appSecret);

/** Both implementations of the check, against what was done to the headers. */
export async function judgeSignature(body: Uint8Array, { lines, isGood }: Signed): Promise<void> {
  const headers = { sha256: valueIn(lines, 'x-hub-signature-256'), sha1: valueIn(lines, 'x-hub-signature') };
  assert.equal(verifySignature({ body, headers, secrets: ['another', appSecret] }).ok, isGood, 'node:crypto');
  const claim = readSignatureHeaders(headers, { acceptSha1: false });
  const fits = claim.ok && (await webVerify({ algorithm: claim.algorithm, body, hex: claim.hex }));
  assert.equal(fits, isGood, 'Web Crypto');
}

/** The receiver itself, by what the parser said. */
export async function judgeReceiver(
  { receiver, errors }: ReturnType<typeof curiousReceiver>,
  body: Uint8Array,
  { lines, isGood }: Signed,
): Promise<Outcome> {
  const request = {
    method: 'POST',
    query: new URLSearchParams(),
    headers: (name: string) => valueIn(lines, name),
    body,
  };
  const outcome = await receiver.handle(request);
  assert.deepEqual(errors.splice(0), []);
  const read = readNotification(body);
  const isLarge = body.byteLength > notificationBytesMax;
  if (isLarge) assert.equal(outcome.status, 413);
  else if (!isGood) assert.equal(outcome.status, 401);
  else assert.equal(outcome.status, read.ok ? 200 : 400);
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false, 'Object.prototype is clean');
  return outcome;
}

/** Every adapter, by what the receiver said. */
export async function judgeAdapters(
  endpoints: readonly Endpoint[],
  body: Uint8Array,
  { lines }: Signed,
  outcome: Outcome,
): Promise<void> {
  const wanted = { status: outcome.status, body: outcome.body };
  await Promise.all(
    endpoints.map(async ({ name, post }) => {
      assert.deepEqual(await post({ body, lines }), wanted, name);
    }),
  );
}
