// The composition root: the only place where the rooms meet. createServer(config) opens the store, builds every
// part from the values it needs, and gives back start and stop.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createAccept } from './accept/accept.ts';
import { createPublish } from './accept/publish.ts';
import { openSamples } from './accept/samples.ts';
import { createSimulator } from './accept/simulator.ts';
import { mountAdmin } from './admin/routes.ts';
import type { Clock } from './base/clock.ts';
import type { Config } from './config.ts';
import type { AttemptReport } from './delivery/attempt.ts';
import { logAttempt } from './delivery/attempt-line.ts';
import { createOutgoing } from './delivery/client.ts';
import { createEngine } from './delivery/engine.ts';
import { retryProfiles } from './delivery/retry.ts';
import { createVerifyCallback } from './delivery/verify-callback.ts';
import { createGraph } from './graph/graph.ts';
import { createListener } from './http/listener.ts';
import type { Log } from './observe/log.ts';
import { createRouting } from './routing/routing.ts';
import type { Store } from './store/store.ts';

export interface Server {
  /** Binds the port and begins to deliver. Answers the address, e.g. `http://127.0.0.1:4000`. */
  start(): Promise<{ url: string }>;
  /** Stops accepting, lets attempts in flight end within the deadline, closes the store. */
  stop(): Promise<void>;
  /** For embedding and tests. */
  readonly store: Store;
}

export interface ServerDeps {
  config: Config;
  store: Store;
  clock: Clock;
  log: Log;
  /** What the bearer of /api/v1 is compared with. */
  adminKeyHash: Uint8Array;
  /** Beside the log: the demonstration of `wahook dev` and tests look on. */
  onAttempt?: (report: AttemptReport) => void;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

export async function createServer(deps: ServerDeps): Promise<Server> {
  const { config, store, clock, log } = deps;
  const routing = await createRouting(store);
  const policy = { mode: config.mode, allow: config.egressAllow, ports: config.egressPorts };
  const outgoing = createOutgoing({
    policy,
    deadlineMs: config.attemptDeadlineMs,
    responseBytesMax: 65_536,
    excerptBytesMax: 4_096,
    connectionsPerPool: config.deliveryWindow,
    ...(config.egressCaFile !== null && { ca: [await readFile(config.egressCaFile, 'utf8')] }),
  });
  const engine = createEngine({
    store,
    routing,
    outgoing,
    clock,
    random: Math.random,
    settings: {
      window: config.deliveryWindow,
      creditEvents: config.deliveryCreditEvents,
      creditBytes: config.deliveryCreditBytes,
      profile: retryProfiles[config.retryProfile],
      acceptAny2xx: config.acceptAny2xx,
    },
    onAttempt(report) {
      logAttempt(log, report);
      deps.onAttempt?.(report);
    },
  });
  const publish = createPublish({
    accept: createAccept({ store, routing, clock }),
    clock,
    settings: { wireForm: { escapes: config.wireEscapes }, extraFields: config.extraFields },
  });
  const samples = await openSamples();
  const graph = createGraph({
    store,
    clock,
    random: (bytes) => randomBytes(bytes),
    verifyCallback: createVerifyCallback({
      outgoing,
      policy,
      clock,
      random: Math.random,
      perMinute: config.handshakesPerMinute,
    }),
    extraFields: config.extraFields,
    onNotice: ({ traceId, error }) => log.error({ trace: traceId, err: error }, 'graph call failed'),
  });
  let ready = false;
  const listener = createListener({
    log,
    graph,
    mountAdmin: (app) =>
      mountAdmin(app, {
        store,
        routing,
        publish,
        simulator: createSimulator({ store, routing, samples, publish }),
        samples,
        adminKeyHash: deps.adminKeyHash,
      }),
    isReady: () => ready,
    hostsAllowed: config.mode === 'dev' ? loopbackNames : null,
  });

  return {
    store,
    async start() {
      await listener.listen({ host: config.host, port: config.port });
      await engine.start();
      ready = true;
      // listen() on a host and port gives an AddressInfo, never a pipe name.
      const { address, port, family } = listener.server.address() as AddressInfo;
      return { url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}` };
    },
    async stop() {
      ready = false;
      await listener.close();
      const deadline = new Promise<void>((resolve) => clock.after(config.shutdownDeadlineMs, resolve));
      await Promise.race([engine.stop(), deadline]);
      routing.stop();
      await outgoing.close();
      await store.close();
    },
  };
}
