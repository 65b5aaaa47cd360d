// A receiver for the tests of adapters, which records what it was given. The one place that knows how handlers
// are registered, so that adapters' tests do not.
import { sign } from '../protocol/signature.ts';
import { createReceiver } from '../receiver/receiver.ts';

export const appSecret = 'a-secret-for-tests';
export const verifyToken = 'lantern-verify';

export function receiving(secret = appSecret) {
  const fields: string[] = [];
  const errors: unknown[] = [];
  const receiver = createReceiver({ appSecret: secret, verifyToken })
    .onChange(({ field }) => fields.push(field))
    .onError((error) => errors.push(error));
  return { fields, errors, receiver };
}

export function signed(body: Uint8Array | string): Record<string, string> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { 'x-hub-signature-256': sign(bytes, appSecret).sha256 };
}

/** Every class of escape that serialising again would write another way, and characters that are not ASCII. */
export const notification =
  '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":' +
  '{"t":"h\\u00e9llo \\/ \\ud83d\\udc4b \\u003c é","n":1.0,"big":12345678901234567890},"field":"flows"}]}]}';

export const handshakeQuery = `hub.mode=subscribe&hub.challenge=42&hub.verify_token=${verifyToken}`;
