// A webhook endpoint on node:http, as small as it gets. Run it, then let wahook deliver to it:
//   APP_SECRET=6c616e7465726e2d6465736b2d736563 VERIFY_TOKEN=lantern-verify \
//     node --conditions=source --import tsx examples/node-http/main.ts
//   npm start -- --forward-to http://localhost:3000/webhook
import { createServer } from 'node:http';
import { createReceiver } from '@wahook/receiver';
import { toNodeListener } from '@wahook/receiver/node';

const receiver = createReceiver({
  appSecret: process.env.APP_SECRET ?? '',
  verifyToken: process.env.VERIFY_TOKEN ?? '',
}).onAny(({ name, content }) => {
  process.stdout.write(`${name} ${JSON.stringify(content)}\n`);
});

const port = Number(process.env.PORT ?? 3000);
export const server = createServer(toNodeListener(receiver));
server.listen(port, '127.0.0.1', () =>
  process.stderr.write(`listening on ${JSON.stringify(server.address())}\n`),
);
