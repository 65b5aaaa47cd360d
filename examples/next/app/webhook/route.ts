// A webhook endpoint as a route of the Next.js app router: this file's place in the application is
// `app/webhook/route.ts`, and the endpoint is then `/webhook`. APP_SECRET and VERIFY_TOKEN go into `.env.local`.
import { createReceiver } from '@wahook/receiver';
import { toNextRoute } from '@wahook/receiver/next';

const receiver = createReceiver({
  appSecret: process.env.APP_SECRET ?? '',
  verifyToken: process.env.VERIFY_TOKEN ?? '',
})
  .on('messages.text', ({ from, text }) => console.log(`${from} writes: ${text.body}`))
  .on('statuses.failed', ({ id, errors = [] }) =>
    console.log(`${id} failed:`, errors.map(({ title }) => title).join(', ')),
  )
  // A line in the log for every item, of any kind: what `wahook doctor --observe-log` reads.
  .onAny(({ key }) => console.log(`handled ${key}`));

// Never rendered ahead of time: the answer to a handshake is another one each time.
export const dynamic = 'force-dynamic';

export const { GET, POST } = toNextRoute(receiver);
