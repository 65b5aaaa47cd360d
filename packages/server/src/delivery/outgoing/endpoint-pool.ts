// The keep-alive connections to one endpoint. Each carries one request at a time and is used again only after an
// answer was read to its end; after anything else it is thrown away, and a half-made one is called off. Built on
// undici's Client and not its Pool: that one opens a new connection after every aborted request, and queues
// requests that nobody waits for any more.
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import type { AddressGuard } from './address-guard.ts';
import type { ClientIdentity } from './client-identity.ts';
import { type Disturbance, disturbedBody } from './disturbance.ts';
import type { Exchange } from './exchange.ts';
import { newPoolTls, type PoolTls } from './tls-client.ts';

export interface Sendable {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  headers: Record<string, string>;
  body: Uint8Array | null;
  /** The connection is closed after the answer. */
  reset?: boolean;
  /** The body is sent badly, on purpose. */
  disturbance?: Disturbance;
}

interface Connection {
  client: Client;
  /** Calls off the attempt to connect. */
  abort: AbortController;
  /** What is sent on it. */
  exchange: Exchange | null;
  awaitsSocket: boolean;
  /** Below TLS. */
  plain: Socket | null;
}

export interface EndpointPoolOptions {
  origin: string;
  guard: AddressGuard;
  /** Shown to an endpoint that asks; `secureContext` holds it. null: none is shown. */
  identity: ClientIdentity | null;
  secureContext: SecureContext;
  connectionsMax: number;
  responseBytesMax: number;
}

const responseHeaderBytesMax = 16_384;
/** Below the five seconds after which many servers hang up, so that no request meets a closing connection. */
const keepAliveMs = 4_000;
/** As long as a server that names its own time may make it. */
const keepAliveMaxMs = 60_000;

export class EndpointPool {
  readonly identity: ClientIdentity | null;
  readonly #tls: PoolTls;
  readonly #options: EndpointPoolOptions;
  readonly #idle: Connection[] = [];
  readonly #busy = new Set<Connection>();
  readonly #waiting = new Map<Exchange, Sendable>();
  #answered = false;
  #closed = false;

  constructor(options: EndpointPoolOptions) {
    this.#options = options;
    this.identity = options.identity;
    this.#tls = newPoolTls(options.secureContext);
  }

  isIdle(): boolean {
    return this.#busy.size === 0;
  }

  /** Connections that nothing is sent on are open: an unused one is closed by either side before its pool is. */
  holdsIdleSocket(): boolean {
    return this.#idle.some(({ client }) => client.stats.connected);
  }

  /** The endpoint has asked for a client certificate and never given an answer to what this pool shows. */
  wantsAnotherCertificate(): boolean {
    return this.#tls.asksForCertificate && !this.#answered;
  }

  /** It has a connection to go on, which has found no place among the sockets so far. */
  awaitsSocket(exchange: Exchange): boolean {
    for (const each of this.#busy) if (each.exchange === exchange) return each.awaitsSocket;
    return false;
  }

  /** Beyond the number of connections, requests wait in the order they came, until their deadline. */
  dispatch(request: Sendable, exchange: Exchange): void {
    if (this.#busy.size >= this.#options.connectionsMax) {
      this.#waiting.set(exchange, request);
      return;
    }
    const connection = this.#idle.pop() ?? this.#open();
    this.#busy.add(connection);
    connection.exchange = exchange;
    connection.client.dispatch(asDispatched(request, connection), exchange);
    exchange.outcome.then(() => this.#ended(connection, exchange));
  }

  /** Requests in flight and waiting end in peace, on connections that are not used again. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#idle.splice(0)) discard(connection);
  }

  #ended(connection: Connection, exchange: Exchange): void {
    this.#busy.delete(connection);
    connection.exchange = null;
    this.#answered ||= exchange.isComplete;
    if (exchange.isComplete && !this.#closed) this.#idle.push(connection);
    else discard(connection);
    for (const [waiting, request] of this.#waiting) {
      this.#waiting.delete(waiting);
      if (waiting.isSettled) continue;
      this.dispatch(request, waiting);
      break;
    }
  }

  #open(): Connection {
    const abort = new AbortController();
    const onWait = (waits: boolean) => {
      connection.awaitsSocket = waits;
    };
    const onOpen = (plain: Socket) => {
      connection.plain = plain;
    };
    const client = new Client(this.#options.origin, {
      connect: this.#options.guard.connector(this.#tls, { signal: abort.signal, onWait, onOpen }),
      pipelining: 1,
      maxHeaderSize: responseHeaderBytesMax,
      maxResponseSize: this.#options.responseBytesMax,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMaxMs,
      // Every attempt has its own deadline, which these would not keep: each byte that arrives restarts them.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const connection: Connection = { client, abort, exchange: null, awaitsSocket: false, plain: null };
    return connection;
  }
}

/** A body that comes in pieces says how long it is as any other does. */
function asDispatched(request: Sendable, connection: Connection): Dispatcher.DispatchOptions {
  const { disturbance, body, headers } = request;
  if (!disturbance || !body) return request;
  // What is cut is the connection of the moment, and no later one of the same client.
  const pieces = disturbedBody(body, disturbance, () => connection.plain?.resetAndDestroy());
  return {
    ...request,
    headers: { ...headers, 'content-length': String(body.length) },
    body: Readable.from(pieces, { objectMode: false }),
  };
}

function discard({ client, abort }: Connection): void {
  abort.abort();
  // Never rejects by undici's own account; were it to, there would be nothing left to do.
  client.destroy().catch(() => {});
}
