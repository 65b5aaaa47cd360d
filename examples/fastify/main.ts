// A webhook endpoint in a Fastify application. The plugin has a scope of its own, so the order does not matter.
// Run it with
//   APP_SECRET=6c616e7465726e2d6465736b2d736563 VERIFY_TOKEN=lantern-verify \
//     node --conditions=source --import tsx examples/fastify/main.ts
import { createReceiver } from '@wahook/receiver';
import { toFastifyPlugin } from '@wahook/receiver/fastify';
import Fastify from 'fastify';

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

const app = Fastify();
app.get('/', async () => 'the rest of the application');
app.register(toFastifyPlugin(receiver), { prefix: '/webhook' });

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
export const { server } = app;
