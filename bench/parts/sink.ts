// The endpoints that all scenarios deliver to, one per path: answer the handshake, count POSTs and take the time
// each event took since it was published. On bare sockets, so that it costs both contenders the same and little.
// A path can be told to answer 503, or late. Arguments, for TLS: certificate, key, and the authority of clients.
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { messageReader } from './http-messages.ts';
import { wallNow } from './load.ts';
import { Tally } from './tally.ts';

export type Behaviour = 'ok' | 'dead' | 'hanging';

/** What a scenario may ask of the sink. `paths`: null means all. */
export type SinkWord =
  | { do: 'count'; paths: string[] | null }
  | { do: 'report'; paths: string[] | null }
  | { do: 'behave'; path: string; behaviour: Behaviour };

const hangingMs = 10_000;
const answers = {
  ok: Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'),
  dead: Buffer.from('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n'),
  stranger: Buffer.from('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'),
};
const behaviours = new Map<string, Behaviour>();
const tallies = new Map<string, Tally>();

const [certificateFile, keyFile, clientCaFile] = process.argv.slice(2);
const server = certificateFile && keyFile ? openTls(certificateFile, keyFile) : createServer(serve);

function openTls(certificate: string, key: string) {
  const options = {
    cert: readFileSync(certificate),
    key: readFileSync(key),
    ...(clientCaFile && {
      ca: readFileSync(clientCaFile),
      requestCert: true,
      // The first handshake comes before an app can show a certificate; POSTs are refused below.
      rejectUnauthorized: false,
    }),
  };
  return createTlsServer(options, serve);
}

function serve(socket: Socket): void {
  const isStranger = clientCaFile !== undefined && !hasShownCertificate(socket);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on(
    'data',
    messageReader(({ head, bodyAt, end }, bytes) => {
      if (head.startsWith('GET ')) socket.write(handshakeAnswer(head));
      else if (isStranger) socket.write(answers.stranger);
      else takePost(socket, head, bytes.subarray(bodyAt, end));
    }),
  );
}

/** `authorized` alone is true as well where a session is resumed that began without a certificate. */
function hasShownCertificate(socket: Socket): boolean {
  return socket instanceof TLSSocket && socket.authorized && socket.getPeerX509Certificate() !== undefined;
}

function handshakeAnswer(head: string): string {
  const url = new URL(head.split(' ')[1] ?? '/', 'http://sink');
  const challenge = url.searchParams.get('hub.challenge') ?? '';
  return `HTTP/1.1 200 OK\r\ncontent-length: ${challenge.length}\r\n\r\n${challenge}`;
}

function takePost(socket: Socket, head: string, body: Buffer): void {
  const now = wallNow();
  const path = head.slice('POST '.length, head.indexOf(' ', 'POST '.length));
  const tally = tallyOf(path);
  tally.countRequest(now);
  const behaviour = behaviours.get(path) ?? 'ok';
  if (behaviour === 'hanging') {
    setTimeout(() => socket.destroyed || socket.write(answers.ok), hangingMs);
    return;
  }
  socket.write(answers[behaviour]);
  if (behaviour === 'ok') tally.countEvents(body, now);
}

function tallyOf(path: string): Tally {
  let tally = tallies.get(path);
  if (!tally) {
    tally = new Tally();
    tallies.set(path, tally);
  }
  return tally;
}

server.listen(0, '127.0.0.1', () => {
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo;
  process.send?.({ url: `${certificateFile ? 'https' : 'http'}://127.0.0.1:${port}/` });
});

process.on('message', (word: SinkWord) => process.send?.(answerTo(word)));
process.on('disconnect', () => process.exit(0));

function answerTo(word: SinkWord): unknown {
  if (word.do === 'behave') {
    behaviours.set(word.path, word.behaviour);
    return true;
  }
  const asked = word.paths?.map(tallyOf) ?? [...tallies.values()];
  if (word.do === 'report') return Tally.report(asked);
  return asked.reduce((sum, tally) => sum + tally.events, 0);
}
