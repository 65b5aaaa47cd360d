// An app's endpoint on node:http, one of two: `receiver`, built on the library with a handler and everything else as
// it comes; `bare`, what remains when everything is left out but the HMAC, the parsing and the answer. When asked,
// does the same without sockets. Counts its own CPU time, in microseconds where /proc has hundredths of a second.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver } from '@wahook/receiver';
import { toNodeListener } from '@wahook/receiver/node';
import { checkedAndParsed, receiverSecret, receiverToken, signedBodies } from './signed-requests.ts';

/** What an endpoint is asked: to handle so many without sockets first, or only what it has used. */
export interface EndpointQuestion {
  count?: number;
  changeBytes?: number;
}

export interface EndpointUse {
  /** Of message texts that the handler has seen. */
  characters: number;
  /** CPU since it began; with a `count`, of those alone. */
  cpuUs: number;
}

interface Contender {
  listener: RequestListener;
  each: (body: Buffer, signature: string) => unknown;
}

let characters = 0;

const bare: Contender = {
  listener: (request, response) => {
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
  },
  each: checkedAndParsed,
};

function receiving(): Contender {
  const receiver = createReceiver({ appSecret: receiverSecret, verifyToken: receiverToken }).on(
    'messages.text',
    (message) => {
      characters += message.text.body.length;
    },
  );
  const query = new URLSearchParams();
  return {
    listener: toNodeListener(receiver),
    each: (body, signature) => {
      const headers = (name: string) => (name === 'x-hub-signature-256' ? signature : undefined);
      return receiver.handle({ method: 'POST', query, headers, body });
    },
  };
}

const contender = process.argv[2] === 'receiver' ? receiving() : bare;

async function answer({ count = 0, changeBytes = 0 }: EndpointQuestion): Promise<EndpointUse> {
  const bodies = signedBodies(count, changeBytes);
  const before = process.cpuUsage();
  for (const { body, signature } of bodies) await contender.each(body, signature);
  const { user, system } = count === 0 ? process.cpuUsage() : process.cpuUsage(before);
  return { characters, cpuUs: user + system };
}

const server = createServer(contender.listener);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
// The other side is the scenario, which asks what the type says.
process.on('message', async (question: EndpointQuestion) => process.send?.(await answer(question)));
process.on('disconnect', () => process.exit(0));
