// An app's endpoint on node:http, one of two: `receiver`, built on the library with a handler and everything else as
// it comes; `bare`, what remains when everything is left out but the HMAC, the parsing and the answer.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver } from '@wahook/receiver';
import { toNodeListener } from '@wahook/receiver/node';
import { checkedAndParsed, receiverSecret, receiverToken } from './signed-requests.ts';

let characters = 0;

const bare: RequestListener = (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const notification = checkedAndParsed(
      Buffer.concat(parts),
      String(request.headers['x-hub-signature-256']),
    );
    response.writeHead(notification === null ? 401 : 200, { 'content-length': 0 });
    response.end();
  });
};

const receiver = createReceiver({ appSecret: receiverSecret, verifyToken: receiverToken }).on(
  'messages.text',
  (message) => {
    characters += message.text.body.length;
  },
);

const server = createServer(process.argv[2] === 'receiver' ? toNodeListener(receiver) : bare);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('message', () => process.send?.({ characters }));
process.on('disconnect', () => process.exit(0));
