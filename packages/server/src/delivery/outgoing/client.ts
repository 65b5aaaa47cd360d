// Every HTTP request this server makes goes through here: deliveries, handshakes, doctor, alerts. What an endpoint
// does is an outcome, never an exception; where a request may go is decided by the address guard; how long it may
// take, how much is read of the answer and how many sockets exist are bounded by the options.
import { systemClock } from '../../base/clock.ts';
import { type Connect, createAddressGuard, directConnect } from './address-guard.ts';
import type { ClientIdentity } from './client-identity.ts';
import { createDeadlines } from './deadlines.ts';
import type { Disturbance } from './disturbance.ts';
import { type EgressPolicy, judgeUrl } from './egress-policy.ts';
import { createEgressProxy, type EgressProxySettings } from './egress-proxy.ts';
import { EndpointPool, type Sendable } from './endpoint-pool.ts';
import { createEndpointPools } from './endpoint-pools.ts';
import { Exchange, type Outcome } from './exchange.ts';
import { type Failure, failure, renamed } from './failure.ts';
import { checkHeader } from './outgoing-header.ts';
import { createResolver, type Resolve } from './resolver.ts';
import { createSocketBudget } from './socket-budget.ts';
import { createTlsContexts } from './tls-client.ts';

export type { Outcome } from './exchange.ts';
export type { FailureReason } from './failure.ts';

export interface OutgoingOptions {
  policy: EgressPolicy;
  /** For one attempt, from the call to the last byte of the answer. */
  deadlineMs: number;
  /** Beyond this much of a body the connection is cut; the status counts nevertheless. */
  responseBytesMax: number;
  /** How much of a body the outcome carries. */
  excerptBytesMax: number;
  connectionsPerPool: number;
  /** Over all pools. Who finds none free waits until the deadline. */
  socketsMax?: number;
  /** After which unused connections are closed. */
  poolIdleMs?: number;
  /** Headers of the answer, in lower case, that the outcome carries besides those of its own. */
  headersKept?: readonly string[];
  /** Authorities trusted besides the well-known ones, in PEM. */
  ca?: readonly string[];
  /** What is shown where a request says so; without it such a request fails. */
  clientIdentity?: () => Promise<ClientIdentity>;
  /** All connections go through it. */
  proxy?: EgressProxySettings;
  resolve?: Resolve;
  connect?: Connect;
  /** Monotonic milliseconds. */
  now?: () => number;
  /** Since the epoch, to tell an expired certificate. */
  wallNow?: () => number;
}

export interface PostRequest {
  /** Connections are kept, and reused, for one key and origin. */
  poolKey: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** Show the client certificate to an endpoint that asks for one. A plain http endpoint cannot. */
  presentCertificate?: boolean;
  /** Send the body badly, on purpose. One that is reset is never an answer. */
  disturbance?: Disturbance;
  /** Other than POST: to see what an endpoint makes of it. */
  method?: 'PUT' | 'DELETE';
}

export type GetRequest = Pick<PostRequest, 'url' | 'headers' | 'presentCertificate'>;

export interface Outgoing {
  post(request: PostRequest): Promise<Outcome>;
  /** On a connection of its own, closed after the answer. */
  get(request: GetRequest): Promise<Outcome>;
  /** Refuses new requests and resolves when those in flight have ended, at their deadline at the latest. */
  close(): Promise<void>;
  /** What is sent under this key from now on uses new connections. */
  dropPool(key: string): void;
}

const socketsMaxDefault = 2_000;
const poolIdleMsDefault = 60_000;
/** How much later than its deadline an attempt may end. */
const deadlineCheckEveryMs = 50;

export function createOutgoing(options: OutgoingOptions): Outgoing {
  const { policy, responseBytesMax, excerptBytesMax, connectionsPerPool, deadlineMs } = options;
  const now = options.now ?? (() => performance.now());
  const wallNow = options.wallNow ?? systemClock.now;
  const deadlines = createDeadlines({ deadlineMs, checkEveryMs: deadlineCheckEveryMs, now });
  const budget = createSocketBudget({
    socketsMax: options.socketsMax ?? socketsMaxDefault,
    onShortage: () => pools.dropLongestIdle(),
  });
  const contextOf = createTlsContexts(options.ca ?? []);
  const connect = options.connect ?? directConnect;
  const guard = createAddressGuard({
    policy,
    budget,
    resolve: options.resolve ?? createResolver(),
    connect,
    proxy: options.proxy
      ? createEgressProxy(options.proxy, { connect, secureContext: contextOf(null) })
      : null,
  });
  const openPool = ({ origin, identity }: Omit<Aim, 'path'>, connectionsMax: number) =>
    new EndpointPool({
      origin,
      guard,
      identity,
      secureContext: contextOf(identity),
      connectionsMax,
      responseBytesMax,
    });
  const pools = createEndpointPools({
    open: (origin, identity) => openPool({ origin, identity }, connectionsPerPool),
    idleMs: options.poolIdleMs ?? poolIdleMsDefault,
    now,
  });
  const targetOf = createTargets(policy);
  const inFlight = new Set<Promise<Outcome>>();
  let closed = false;

  async function aimOf({ url, headers, presentCertificate = false }: GetRequest): Promise<Aim | Failure> {
    const target = targetOf(url);
    if (!target) return failure('url_refused');
    if (!mayBeSent(headers)) return failure('header_refused');
    if (!presentCertificate || !target.origin.startsWith('https:')) return { ...target, identity: null };
    if (!options.clientIdentity) return failure('client_certificate_unavailable');
    try {
      const identity = await options.clientIdentity();
      // Made here, so that a key which OpenSSL refuses is an outcome as well.
      contextOf(identity);
      return { ...target, identity };
    } catch {
      // Why is for this server's operator, who is told at the start and by `wahook certs client`.
      return failure('client_certificate_unavailable');
    }
  }

  async function run(pool: EndpointPool, request: Sendable): Promise<Outcome> {
    const explain = (found: Failure) =>
      explainFailure(found, { awaitsSocket: pool.awaitsSocket(exchange), pool, wallNow });
    const { headersKept = [] } = options;
    const exchange = new Exchange({ deadlines, now, excerptBytesMax, headersKept, explain });
    inFlight.add(exchange.outcome);
    pool.dispatch(request, exchange);
    const outcome = await exchange.outcome;
    inFlight.delete(exchange.outcome);
    return outcome;
  }

  return {
    async post(request) {
      const found = await aimOf(request);
      const aim = closed ? failure('stopped') : found;
      if ('reason' in aim) return { kind: 'failed', ...aim, durationMs: 0 };
      const pool = pools.pool(request.poolKey, aim.origin, aim.identity);
      const { method = 'POST', headers, body, disturbance } = request;
      const sendable: Sendable = { method, path: aim.path, headers, body };
      if (!disturbance) return run(pool, sendable);
      const outcome = await run(pool, { ...sendable, disturbance });
      return disturbance.kind === 'reset' ? asReset(outcome) : outcome;
    },
    async get(request) {
      const found = await aimOf(request);
      const aim = closed ? failure('stopped') : found;
      if ('reason' in aim) return { kind: 'failed', ...aim, durationMs: 0 };
      const { headers } = request;
      const pool = openPool(aim, 1);
      const answer = run(pool, { method: 'GET', path: aim.path, headers, body: null, reset: true });
      pool.close();
      return answer;
    },
    async close() {
      closed = true;
      await Promise.all(inFlight);
      pools.closeAll();
    },
    dropPool: (key) => pools.drop(key),
  };
}

/** Whatever is answered to half a body is no answer to the whole. What failed before that keeps its reason. */
function asReset(outcome: Outcome): Outcome {
  const isCut =
    outcome.kind === 'response' ||
    outcome.reason === 'connection_reset' ||
    outcome.reason === 'connection_closed' ||
    outcome.reason === 'connection_failed';
  return isCut ? { kind: 'failed', ...failure('fault_reset'), durationMs: outcome.durationMs } : outcome;
}

/** What undici reports, in the light of what is known of the endpoint and of ourselves. */
function explainFailure(
  found: Failure,
  { awaitsSocket, pool, wallNow }: { awaitsSocket: boolean; pool: EndpointPool; wallNow: () => number },
): Failure {
  // Not whenever no socket is free: an endpoint that swallows packets holds one itself, and is what fills them up.
  if (found.reason === 'timeout' && awaitsSocket) return failure('sockets_exhausted');
  const isBroken = found.reason === 'connection_reset' || found.reason === 'connection_closed';
  const isAboutCertificate =
    found.reason === 'tls_client_certificate_refused' || found.reason === 'tls_client_certificate_required';
  if (!isAboutCertificate && !(isBroken && pool.wantsAnotherCertificate())) return found;
  const { identity } = pool;
  if (!identity) return renamed(found, 'tls_client_certificate_required');
  const isExpired = identity.expiresAt <= wallNow();
  return renamed(found, isExpired ? 'tls_client_certificate_expired' : 'tls_client_certificate_refused');
}

/** Where a request goes, and what it shows there. */
interface Aim {
  origin: string;
  path: string;
  identity: ClientIdentity | null;
}

type Target = Pick<Aim, 'origin' | 'path'>;

/** Reads and judges each URL once: an endpoint's is sent to thousands of times a second. */
function createTargets(policy: EgressPolicy): (text: string) => Target | null {
  const known = new Map<string, Target>();
  return (text) => {
    const target = known.get(text) ?? readTarget(text, policy);
    if (!target) return null;
    if (known.size >= targetsMax) known.clear();
    known.set(text, target);
    return target;
  };
}

const targetsMax = 10_000;

function readTarget(text: string, policy: EgressPolicy): Target | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  return judgeUrl(url, policy).ok ? { origin: url.origin, path: `${url.pathname}${url.search}` } : null;
}

function mayBeSent(headers: Record<string, string>): boolean {
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || !checkHeader(name, value, 'sender').ok) return false;
  }
  return true;
}
