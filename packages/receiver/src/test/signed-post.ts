// Hands a receiver a signed notification, as an adapter would.
import { sign } from '../protocol/signature.ts';
import type { Outcome } from '../receiver/outcome.ts';
import type { ReceivedRequest, Receiver } from '../receiver/receiver.ts';

export const appSecret = 'a-secret-for-tests';
export const verifyToken = 'lantern-verify';

export function postSigned(
  receiver: Pick<Receiver, 'handle'>,
  body: string | Uint8Array,
  more: Partial<ReceivedRequest> = {},
): Promise<Outcome> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const { sha256 } = sign(bytes, appSecret);
  return receiver.handle({
    method: 'POST',
    query: new URLSearchParams(),
    headers: (name) => (name === 'x-hub-signature-256' ? sha256 : undefined),
    body: bytes,
    ...more,
  });
}

/** A notification of text messages with these ids, all in one change. */
export function texts(...ids: string[]): string {
  const messages = ids.map((id) => ({ id, from: '1', timestamp: '1', type: 'text', text: { body: id } }));
  const value = { metadata: { phone_number_id: '9' }, messages };
  const entry = [{ id: '1', changes: [{ field: 'messages', value }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}
