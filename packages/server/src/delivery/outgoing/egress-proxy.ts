// The way out through a proxy (HTTP CONNECT), for networks that have no other. Opens tunnels and nothing else:
// which address or name may be the end of one is the address guard's decision. What the proxy says is shown to
// nobody, and its password stands in no message.
import type { Socket } from 'node:net';
import { type SecureContext, connect as tlsConnect } from 'node:tls';
import type { Connect } from './address-guard.ts';
import { ConnectFailed } from './failure.ts';
import { addressLiteral } from './host-name.ts';
import { ignoreLateErrors, untilReady } from './socket-events.ts';

/** `connect-ip`: names are resolved and judged here. `connect-name`: the proxy resolves them, and is then the guard. */
export type EgressProxyMode = 'connect-ip' | 'connect-name';

export interface EgressProxySettings {
  /** `http://user:password@host:port`, or `https:` where the way to the proxy is encrypted too. */
  url: string;
  mode: EgressProxyMode;
}

export interface EgressProxy {
  readonly mode: EgressProxyMode;
  /** Opens a tunnel to the host, an address or a name, of the same form as in a URL but without brackets. */
  dial(host: string, port: number, signal: AbortSignal): Promise<Socket>;
}

const answerBytesMax = 16_384;

export function createEgressProxy(
  { url: text, mode }: EgressProxySettings,
  { connect, secureContext }: { connect: Connect; secureContext: SecureContext },
): EgressProxy {
  const url = new URL(text);
  const host = addressLiteral(url.hostname) ?? url.hostname;
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const authorization = authorizationOf(url);

  async function reach(signal: AbortSignal): Promise<Socket> {
    const plain = connect(host, port);
    ignoreLateErrors(plain);
    await untilReady(plain, 'connect', signal);
    if (url.protocol === 'http:') return plain;
    const tls = tlsConnect({
      socket: plain,
      host,
      ...(addressLiteral(url.hostname) === null && { servername: host }),
      secureContext,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: true,
    });
    ignoreLateErrors(tls);
    await untilReady(tls, 'secureConnect', signal);
    return tls;
  }

  return {
    mode,
    async dial(target, targetPort, signal) {
      const authority = `${target.includes(':') ? `[${target}]` : target}:${targetPort}`;
      const socket = await reach(signal).catch((cause: unknown) => {
        throw signal.aborted ? cause : new ConnectFailed('egress_failed');
      });
      socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`);
      const status = await answerOf(socket, signal);
      if (status >= 200 && status < 300) return socket;
      socket.destroy();
      throw new ConnectFailed(status === 407 ? 'egress_failed' : 'egress_refused');
    },
  };
}

/** `host:port`, for whoever must not lead back to it. */
export function egressProxyPlace({ url: text }: EgressProxySettings): string {
  const { hostname, port, protocol } = new URL(text);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

function authorizationOf({ username, password }: URL): string {
  if (username === '' && password === '') return '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Proxy-Authorization: Basic ${Buffer.from(pair).toString('base64')}\r\n`;
}

/**
 * The status of the proxy's answer. Its head ends where the tunnel begins, and the far end of a tunnel waits for us,
 * so a byte more is no proper answer.
 */
function answerOf(socket: Socket, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    let head = '';
    const settle = (outcome: number | ConnectFailed) => {
      socket.off('readable', onReadable).off('error', onEnd).off('close', onEnd).off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      if (typeof outcome === 'number') return resolve(outcome);
      socket.destroy();
      reject(outcome);
    };
    const onReadable = () => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
        head += (chunk as Buffer).toString('latin1'); // No encoding is set, so chunks are buffers.
        const end = head.indexOf('\r\n\r\n');
        if (end < 0 && head.length < answerBytesMax) continue;
        const status = /^HTTP\/1\.[01] (\d{3})[ \r]/.exec(head)?.[1];
        const isGood = status !== undefined && end >= 0 && (status[0] !== '2' || end + 4 === head.length);
        return settle(isGood ? Number(status) : new ConnectFailed('egress_failed'));
      }
    };
    const onEnd = () => settle(new ConnectFailed('egress_failed'));
    const onAbort = () => settle(new ConnectFailed('timeout'));
    socket.on('readable', onReadable).on('error', onEnd).on('close', onEnd).on('end', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
