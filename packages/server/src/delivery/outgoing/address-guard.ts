// The only way out of the process: opens the connections of every pool, and none to an address that the policy
// refuses. A name is resolved once, all its addresses are judged, and the connection goes to one of those judged,
// so a second answer of the name server has no say. The far end is compared once more before a byte is written;
// behind an egress proxy, which is told the judged address, nobody but the proxy sees the far end.
// How long it may take is the caller's business, who aborts the signal.
import { type Socket, connect as tcpConnect } from 'node:net';
import type { buildConnector } from 'undici';
import { parseAddress } from './address-class.ts';
import { connectToFirst, type Dial } from './connect-race.ts';
import { type EgressPolicy, judgeAnswer } from './egress-policy.ts';
import type { EgressProxy } from './egress-proxy.ts';
import { ConnectFailed, reasonOf } from './failure.ts';
import { addressLiteral, isLocalhost } from './host-name.ts';
import type { Resolve } from './resolver.ts';
import type { SocketBudget } from './socket-budget.ts';
import { ignoreLateErrors, untilReady } from './socket-events.ts';
import { type PoolTls, startTls } from './tls-client.ts';

/** Opens a TCP connection to an address; tests hand in one that records what it is asked to reach. */
export type Connect = (address: string, port: number) => Socket;

export interface GuardDeps {
  policy: EgressPolicy;
  resolve: Resolve;
  connect: Connect;
  /** The only way out, where there is one. */
  proxy: EgressProxy | null;
  budget: SocketBudget;
}

/** Addresses of one name that are tried, in the order of the answer. */
const addressesTriedMax = 8;
const keepAliveProbeAfterMs = 60_000;

export const directConnect: Connect = (host, port) =>
  tcpConnect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveProbeAfterMs });

export interface ConnectWatch {
  /** Calls off an attempt to connect. */
  signal: AbortSignal;
  /** Whether it waits for a place among the sockets now: if it ends there, that is no fault of the endpoint. */
  onWait: (waits: boolean) => void;
  /** The connection below TLS, once it can be used. */
  onOpen?: (plain: Socket) => void;
}

export interface AddressGuard {
  /** undici's `connect` function for one connection. */
  connector(poolTls: PoolTls, watch: ConnectWatch): buildConnector.connector;
}

export function createAddressGuard(deps: GuardDeps): AddressGuard {
  return {
    connector: (poolTls, watch) => (target, callback) => {
      const fail = (error: unknown) => callback(asConnectFailed(error), null);
      open(deps, poolTls, target, watch).then((socket) => callback(null, socket), fail);
    },
  };
}

async function open(
  deps: GuardDeps,
  poolTls: PoolTls,
  target: buildConnector.Options,
  { signal, onWait, onOpen }: ConnectWatch,
): Promise<Socket> {
  const addresses = await addressesOf(target.hostname, deps, signal);
  const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
  const { connect, proxy, budget } = deps;
  const dial: Dial = (address, untilLost) =>
    proxy ? proxy.dial(address, port, untilLost) : connectTo(address, port, connect, untilLost);
  const { socket: plain, giveBack } = await connectToFirst({ addresses, dial, budget, signal, onWait });
  try {
    const tls = { hostname: target.hostname, poolTls, signal };
    const socket = target.protocol === 'https:' ? await startTls(plain, tls) : plain;
    // Handed a socket that has just died, undici would connect again and again.
    if (socket.destroyed) throw new ConnectFailed('connection_closed');
    socket.once('close', giveBack);
    onOpen?.(plain);
    return socket;
  } catch (error) {
    plain.destroy();
    giveBack();
    throw error;
  }
}

/** The addresses that may be connected to. Throws when there is none, or one among them that is refused. */
async function addressesOf(hostname: string, deps: GuardDeps, signal: AbortSignal): Promise<string[]> {
  const literal = addressLiteral(hostname);
  if (literal === null && !isFullName(hostname, deps.policy.mode)) throw new ConnectFailed('address_refused');
  // The proxy resolves the name, and is the guard; what is this machine to us would be itself to it.
  if (literal === null && deps.proxy?.mode === 'connect-name') {
    if (isLocalhost(withoutLastDot(hostname))) throw new ConnectFailed('address_refused');
    return [hostname];
  }
  const addresses = literal === null ? await lookUp(hostname, deps.resolve, signal) : [literal];
  const verdict = judgeAnswer(addresses, deps.policy);
  if (verdict.ok) return addresses.slice(0, addressesTriedMax);
  throw new ConnectFailed(verdict.class === 'none' ? 'name_not_resolved' : 'address_refused');
}

/** The dot at the end of a full name says nothing about where it leads. */
const withoutLastDot = (hostname: string) => hostname.replace(/\.$/, '');

/** A name without a dot would be completed with a search domain, differently on every network. */
function isFullName(hostname: string, mode: EgressPolicy['mode']): boolean {
  const name = withoutLastDot(hostname);
  return isLocalhost(name) ? mode === 'dev' : name.includes('.');
}

async function connectTo(
  address: string,
  port: number,
  connect: Connect,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect(address, port);
  ignoreLateErrors(socket);
  await untilReady(socket, 'connect', signal);
  const farEnd = socket.remoteAddress;
  // No far end: it hung up at once, and there is nobody to write to.
  if (farEnd !== undefined && isSameAddress(farEnd, address)) return socket;
  socket.destroy();
  throw new ConnectFailed(farEnd === undefined ? 'connection_closed' : 'address_refused');
}

function isSameAddress(left: string, right: string): boolean {
  const [a, b] = [parseAddress(left), parseAddress(right)];
  return a !== null && b !== null && a.toNormalizedString() === b.toNormalizedString();
}

/** A failed look-up is one without an answer: the difference must not be seen from outside. */
function lookUp(hostname: string, resolve: Resolve, signal: AbortSignal): Promise<string[]> {
  return new Promise((settle, reject) => {
    const giveUp = () => reject(new ConnectFailed('timeout'));
    signal.addEventListener('abort', giveUp, { once: true });
    resolve(hostname)
      .then(settle, () => settle([]))
      .finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** In our own class, because undici connects again and again after some of its own. */
function asConnectFailed(error: unknown): ConnectFailed {
  return error instanceof ConnectFailed ? error : new ConnectFailed(reasonOf(error), { cause: error });
}
