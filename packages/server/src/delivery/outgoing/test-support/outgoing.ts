// Builds the outgoing client for tests: short deadline, everything else as in production, and a connector that
// records what it is asked to reach. Whatever the address, it reaches this machine only.
import { Socket, connect as tcpConnect } from 'node:net';
import { onTestFinished } from 'vitest';
import { createOutgoing, type Outgoing, type OutgoingOptions } from '../client.ts';
import { pem } from './raw-server.ts';

export function outgoingFor(options: Partial<OutgoingOptions> = {}): Outgoing {
  const outgoing = createOutgoing({
    policy: { mode: 'dev', allow: [], ports: [443, 8443] },
    deadlineMs: 2_000,
    responseBytesMax: 65_536,
    excerptBytesMax: 4_096,
    connectionsPerPool: 4,
    ca: [pem('ca.pem')],
    ...options,
  });
  onTestFinished(() => outgoing.close());
  return outgoing;
}

export interface RecordingConnector {
  connect: (address: string, port: number) => Socket;
  /** `address:port` in order. */
  calls: string[];
}

/** `localPort`: where every connection really goes; without one, each is refused. */
export function recordingConnector(localPort?: number): RecordingConnector {
  const calls: string[] = [];
  return {
    calls,
    connect(address, port) {
      calls.push(`${address}:${port}`);
      if (localPort === undefined) return refusedSocket();
      const socket = tcpConnect(localPort, '127.0.0.1');
      // The guard compares the far end with the address it asked for.
      Object.defineProperty(socket, 'remoteAddress', { value: address });
      return socket;
    },
  };
}

function refusedSocket(): Socket {
  const socket = new Socket();
  const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  setImmediate(() => socket.destroy(error));
  return socket;
}

/** A socket to a place that swallows every packet: it never connects and never fails. */
export function swallowedSocket(): Socket {
  return new Socket();
}
