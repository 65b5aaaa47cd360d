// The headers of a signed notification, as every contender that is not wahook makes them.
import { createHmac } from 'node:crypto';

export function signedHeaders(body: Buffer, secret: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}`,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}
