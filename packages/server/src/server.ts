// The composition root: the only place where the rooms meet. createServer(config) opens the store, builds every
// part from the values it needs, and gives back start and stop.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { MessagePort } from 'node:worker_threads';
import type { FastifyInstance } from 'fastify';
import { createAccept } from './accept/accept.ts';
import { countAccepted } from './accept/accept-meter.ts';
import { createPublish, createPublishCheck } from './accept/publish.ts';
import { createServerMetrics } from './admin/metrics-page.ts';
import { mountAdmin } from './admin/routes.ts';
import type { Clock } from './base/clock.ts';
import { ensureLocalCertificates, type LocalCertificates } from './certificates/local-ca.ts';
import { graphHost } from './certificates/served-names.ts';
import type { Config } from './config.ts';
import type { AttemptReport } from './delivery/attempt.ts';
import { logAttempt } from './delivery/attempt-line.ts';
import { createDeliveryMeter } from './delivery/delivery-meter.ts';
import { createEngine } from './delivery/engine.ts';
import { isInForce } from './delivery/faults/fault-plan.ts';
import type { QueueHealth } from './delivery/gate/gates.ts';
import { createOutgoing, type Outgoing, type OutgoingOptions } from './delivery/outgoing/client.ts';
import { createIdentitySource } from './delivery/outgoing/client-identity.ts';
import { egressProxyPlace } from './delivery/outgoing/egress-proxy.ts';
import { retryProfiles } from './delivery/retry/retry.ts';
import { createDeliveryThread } from './delivery/thread/start.ts';
import { createVerifyCallback } from './delivery/verify-callback.ts';
import { publicSecrets } from './demo.ts';
import { createDoctorRuns } from './doctor/runs.ts';
import { createGraph } from './graph/graph.ts';
import { createListener, type ListenerDeps } from './http/listener.ts';
import type { Log, LogLevel } from './observe/log.ts';
import type { MetricSnapshot } from './observe/metric-page.ts';
import {
  clientCertificateOf,
  deliverySettingsOf,
  hourMs,
  limitsOf,
  outgoingOptionsOf,
  retentionPolicyOf,
} from './room-settings.ts';
import type { RoutingRules } from './routing/conditions.ts';
import { createRouting, type Routing } from './routing/routing.ts';
import { openSamples } from './simulator/samples.ts';
import { openScenarios } from './simulator/scenario/library.ts';
import { createSimulator } from './simulator/simulator.ts';
import { createReplayRunner } from './store/replay-runner.ts';
import { createRetention } from './store/retention.ts';
import type { Store } from './store/store.ts';

export interface Server {
  /** Binds the ports and begins to deliver. Answers the addresses, e.g. `http://127.0.0.1:4000`. */
  start(): Promise<Addresses>;
  /** Stops accepting, lets attempts in flight end within the deadline, closes the store. */
  stop(): Promise<void>;
  /** For embedding and tests. */
  readonly store: Store;
}

export interface Addresses {
  url: string;
  /** The TLS port, and the authority that its clients are to trust. */
  tls: { url: string; caFile: string } | null;
}

export interface ServerDeps {
  config: Config;
  store: Store;
  clock: Clock;
  log: Log;
  /** What the bearer of /api/v1 is compared with. */
  adminKeyHash: Uint8Array;
  /** A store that lives in a thread gives out ports; delivery then gets a thread of its own. */
  newStorePort?: () => MessagePort;
  /** What such a store last told of its numbers. */
  storeMetrics?: () => MetricSnapshot | null;
  /** Instead of the network, without a delivery thread. */
  network?: Pick<OutgoingOptions, 'resolve' | 'connect'>;
  /** Beside the log: the demonstration of `wahook dev` and tests look on. */
  onAttempt?: (report: AttemptReport) => void;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Clients of the TLS port believe that they talk to Meta. */
const tlsNames = new Set([...loopbackNames, graphHost]);

export async function createServer(deps: ServerDeps): Promise<Server> {
  const { config, store, clock, log } = deps;
  const certificates = await certificatesOf(config, clock);
  const rules: RoutingRules = { rules: config.rules, developmentApps: config.developmentApps };
  const routing = await createRouting(store, rules);
  const outgoingOptions = await outgoingOptionsOf(config);
  const { policy } = outgoingOptions;
  if (outgoingOptions.proxy?.mode === 'connect-name')
    log.warn('the egress proxy resolves names: it alone keeps callbacks from leading inside your network');
  const clientCertificate = clientCertificateOf(config);
  const identity = createIdentitySource({ store, clock, settings: clientCertificate });
  const outgoing = createOutgoing({
    ...outgoingOptions,
    ...deps.network,
    clientIdentity: identity.get,
    wallNow: clock.now,
  });
  const metrics = createServerMetrics({
    store,
    clock,
    health: () => delivery.health(),
    isReplay: (queueId) => Boolean(routing.table().routeByQueue.get(queueId)?.replay),
    snapshots: () => [delivery.metrics(), deps.storeMetrics?.()].flatMap((each) => (each ? [each] : [])),
  });
  const count = createDeliveryMeter(metrics.registry);
  const delivery = createDelivery(deps, { rules, routing, outgoing, outgoingOptions, count });
  const check = createPublishCheck({
    clock,
    settings: {
      wireForm: { escapes: config.wireEscapes },
      extraFields: config.extraFields,
      schemaCheck: config.schemaCheck,
    },
  });
  const publish = createPublish({
    accept: countAccepted(
      createAccept({ store, routing, clock, dedupeWindowMs: config.dedupeWindowHours * hourMs }),
      metrics.registry,
    ),
    check,
  });
  const samples = await openSamples();
  const random = (bytes: number) => randomBytes(bytes);
  const library = openScenarios(samples, config.scenarioDirectory);
  const simulator = config.simulator
    ? createSimulator({ store, routing, samples, library, check, publish, clock, random })
    : null;
  /** Asked for when a call comes in, which is after the port was bound. */
  const publicUrl = (): string => config.publicUrl ?? `http://${placeOf(listener)}`;
  const graph = createGraph({
    store,
    clock,
    random,
    verifyCallback: createVerifyCallback({
      outgoing,
      policy,
      clock,
      random: Math.random,
      perMinute: config.handshakesPerMinute,
      ...(outgoingOptions.proxy && { egressProxy: egressProxyPlace(outgoingOptions.proxy) }),
      publicUrl,
      presentsCertificate: async (appId) =>
        (await store.subscriptions.app(appId))?.clientCertificate ?? false,
    }),
    extraFields: config.extraFields,
    limits: limitsOf(config),
    rules: config.rules,
    publicUrl,
    onNotice: ({ traceId, error }) => log.error({ trace: traceId, err: error }, 'graph call failed'),
  });
  const retention = createRetention({
    store,
    clock,
    policy: retentionPolicyOf(config),
    onNotice: ({ kind, message, cause }) => log.warn({ kind, err: cause }, message),
  });
  const replays = createReplayRunner({
    store,
    clock,
    onNotice: ({ kind, message, cause }) => log.warn({ kind, err: cause }, message),
  });
  const doctor = createDoctorRuns({
    network: { ...outgoingOptions, ...deps.network },
    clock,
    newId: () => randomBytes(6).toString('hex'),
    urlRules: () => ({
      policy,
      publicUrl: publicUrl(),
      egressProxy: outgoingOptions.proxy && egressProxyPlace(outgoingOptions.proxy),
    }),
    onBug: (error) => log.error({ err: error }, 'an examination failed'),
  });
  let ready = false;
  const routes: Pick<ListenerDeps, 'log' | 'graph' | 'mountAdmin' | 'isReady'> = {
    log,
    graph,
    mountAdmin: (app) =>
      mountAdmin(app, {
        store,
        routing,
        publish,
        simulator,
        samples,
        library,
        clock,
        retryProfile: retryProfiles[config.retryProfile],
        metrics: metrics.page,
        endpointHealth: delivery.health,
        wakeReplays: replays.wake,
        replayPerSecond: config.replayPerSecond,
        random,
        publicSecrets,
        extraFields: config.extraFields,
        allowFaults: config.allowFaults,
        clientCertificate,
        doctor,
        backupDirectory: config.backupDirectory,
        adminKeyHash: deps.adminKeyHash,
      }),
    isReady: () => ready,
  };
  const hostsAllowed = config.mode === 'dev' ? loopbackNames : null;
  const listener = createListener({ ...routes, hostsAllowed, tls: null });
  const tlsListener =
    certificates && createListener({ ...routes, hostsAllowed: tlsNames, tls: certificates.server });

  return {
    store,
    async start() {
      await listener.listen({ host: config.host, port: config.port });
      await tlsListener?.listen({ host: config.host, port: config.tlsPort ?? 0 });
      await delivery.start();
      warnOfFaults(deps, routing);
      retention.start();
      replays.start();
      ready = true;
      return {
        url: `http://${placeOf(listener)}`,
        tls: tlsListener && {
          url: `https://${placeOf(tlsListener)}`,
          caFile: certificates.authority.file,
        },
      };
    },
    async stop() {
      ready = false;
      await Promise.all([listener.close(), tlsListener?.close(), simulator?.stop()]);
      const deadline = new Promise<void>((resolve) => clock.after(config.shutdownDeadlineMs, resolve));
      await Promise.race([Promise.all([delivery.stop(), doctor.stop()]), deadline]);
      await delivery.abandon();
      routing.stop();
      identity.stop();
      await outgoing.close();
      await Promise.all([retention.stop(), replays.stop()]);
      metrics.stop();
      await store.close();
    },
  };
}

interface Delivery {
  start(): Promise<void>;
  health(): Promise<QueueHealth[]>;
  /** Of its thread, if it has one. */
  metrics(): MetricSnapshot | null;
  /** Starts nothing new; resolves when what is in flight has ended and is settled. */
  stop(): Promise<void>;
  /** Ends what `stop` did not, when there is no more time. */
  abandon(): Promise<void>;
}

/** In a thread of its own beside a store that has one; else right here, on the store and the clock it is given. */
function createDelivery(
  { config, store, clock, log, newStorePort, onAttempt }: ServerDeps,
  parts: {
    rules: RoutingRules;
    routing: Routing;
    outgoing: Outgoing;
    outgoingOptions: OutgoingOptions;
    count: (report: AttemptReport) => void;
  },
): Delivery {
  const settings = deliverySettingsOf(config);
  if (newStorePort) {
    return createDeliveryThread({
      newStorePort,
      bounds: { waitingRequestsMax: config.waitingRequestsMax, waitingBytesMax: config.waitingBytesMax },
      rules: parts.rules,
      outgoing: parts.outgoingOptions,
      clientCertificate: clientCertificateOf(config),
      settings,
      // The log was made with one of our levels.
      logLevel: log.level as LogLevel,
      clock,
      ...(onAttempt && { onAttempt }),
      onLost: (cause) => log.error({ err: cause }, 'the delivery thread failed; it is started again'),
    });
  }
  const { routing, outgoing } = parts;
  const engine = createEngine({
    store,
    routing,
    outgoing,
    clock,
    random: Math.random,
    settings,
    onAttempt(report) {
      logAttempt(log, report);
      parts.count(report);
      onAttempt?.(report);
    },
  });
  return { ...engine, metrics: () => null, abandon: async () => {} };
}

/** They are kept over a restart, so somebody may have forgotten them. */
function warnOfFaults({ config, clock, log }: ServerDeps, routing: Routing): void {
  for (const { app, faults } of routing.table().apps) {
    if (!faults || !config.allowFaults || !isInForce(faults, clock.now())) continue;
    const line = { app: app.graphId, faults: Object.keys(faults.faults), until: faults.expiresAt };
    log.warn(line, 'faults are on for this app: what it gets is disturbed on purpose');
  }
}

/** Of the TLS port, if there is to be one. */
async function certificatesOf(config: Config, clock: Clock): Promise<LocalCertificates | null> {
  if (config.tlsPort === null) return null;
  // A gateway that vouches for itself as graph.facebook.com would deceive people; the command line refuses it.
  assert(config.mode === 'dev', 'the TLS port is for dev only');
  return ensureLocalCertificates({ dataDirectory: config.data, now: clock.now() });
}

/** `127.0.0.1:4000`, `[::1]:4000` */
function placeOf(listener: FastifyInstance): string {
  // listen() on a host and port gives an AddressInfo, never a pipe name.
  const { address, port, family } = listener.server.address() as AddressInfo;
  return `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
