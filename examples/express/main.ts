// A webhook endpoint in an Express application, with a JSON parser for everything else.
// Run it with
//   APP_SECRET=6c616e7465726e2d6465736b2d736563 VERIFY_TOKEN=lantern-verify \
//     node --conditions=source --import tsx examples/express/main.ts
import { createReceiver } from '@wahook/receiver';
import { toExpressHandler } from '@wahook/receiver/express';
import express from 'express';

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

const app = express();
// Above the parser: the signature covers the bytes that came, and they can be read only once.
app.use('/webhook', toExpressHandler(receiver));
app.use(express.json());
app.get('/', (_request, response) => {
  response.send('the rest of the application');
});

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
