// A webhook endpoint in a Hono application, here served on Node.
// Run it with
//   APP_SECRET=6c616e7465726e2d6465736b2d736563 VERIFY_TOKEN=lantern-verify \
//     node --conditions=source --import tsx examples/hono/main.ts
import { serve } from '@hono/node-server';
import { createReceiver } from '@wahook/receiver';
import { toHonoHandler } from '@wahook/receiver/hono';
import { Hono } from 'hono';

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

export const app = new Hono();
app.all('/webhook', toHonoHandler(receiver));
app.get('/', (c) => c.text('the rest of the application'));

export const server = serve({
  fetch: app.fetch,
  port: Number(process.env.PORT ?? 3000),
  hostname: '127.0.0.1',
});
