// A webhook endpoint as a function from Request to Response, here served on Node. On Bun, write
// `export default { fetch: handle }`; on Deno, `Deno.serve(handle)`. On Node:
//   APP_SECRET=6c616e7465726e2d6465736b2d736563 VERIFY_TOKEN=lantern-verify \
//     node --conditions=source --import tsx examples/fetch/main.ts
import { serve } from '@hono/node-server';
import { createReceiver } from '@wahook/receiver';
import { toFetchHandler } from '@wahook/receiver/fetch';

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

export const handle = toFetchHandler(receiver);
export const server = serve({ fetch: handle, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' });
