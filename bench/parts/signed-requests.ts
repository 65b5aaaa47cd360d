// Signed notifications, each with a message id of its own: as bodies with their signature, and as whole HTTP requests
// made beforehand, so that nobody is measured while they are made. And the check that a bare endpoint makes of them.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { envelope, noTime } from './messages.ts';

export const receiverSecret = 'bench-receiver-secret';
export const receiverToken = 'bench-receiver-token';

export interface SignedBody {
  body: Buffer;
  signature: string;
}

const wabaId = '300000000000001';
let made = 0;

/** Never the same one twice, not in two processes either, or a receiver would see repeats. */
export function signedBodies(count: number, bytes: number): SignedBody[] {
  // Without a time written into it, the place for it is no JSON.
  const text = envelope(wabaId, { changes: 1, bytes }).replace(noTime, '1767225660000.00');
  const idAt = text.indexOf('wamid.') + 'wamid.'.length;
  const idLength = text.indexOf('"', idAt) - idAt;
  return Array.from({ length: count }, () => {
    made += 1;
    const id = `${process.pid}0${String(made).padStart(12, '0')}`.padStart(idLength, '0');
    const body = Buffer.from(text.slice(0, idAt) + id + text.slice(idAt + idLength));
    const signature = `sha256=${createHmac('sha256', receiverSecret).update(body).digest('hex')}`;
    return { body, signature };
  });
}

export function asRequest({ body, signature }: SignedBody): Buffer {
  const head =
    'POST /webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nUser-Agent: facebookexternalua\r\n' +
    `X-Hub-Signature-256: ${signature}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** The least an endpoint has to do: null when the signature does not fit, else what was parsed. */
export function checkedAndParsed(body: Buffer, signature: string): unknown {
  const expected = `sha256=${createHmac('sha256', receiverSecret).update(body).digest('hex')}`;
  const fits =
    signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
  return fits ? JSON.parse(body.toString()) : null;
}
