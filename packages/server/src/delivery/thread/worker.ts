// The delivery thread: routing, the outgoing module and the engine, on a store at the other end of a port.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Registry } from 'prom-client';
import { systemClock } from '../../base/clock.ts';
import { watchEventLoop } from '../../observe/event-loop-delay.ts';
import { createLog, type LogLevel } from '../../observe/log.ts';
import { snapshotEveryMs, snapshotOf } from '../../observe/metric-page.ts';
import type { RoutingRules } from '../../routing/conditions.ts';
import { createRouting } from '../../routing/routing.ts';
import { connectStore, type WaitingBounds } from '../../store/thread/connect-store.ts';
import { logAttempt } from '../attempt-line.ts';
import { createDeliveryMeter } from '../delivery-meter.ts';
import { createEngine } from '../engine.ts';
import { createOutgoing, type OutgoingOptions } from '../outgoing/client.ts';
import { type ClientCertificateSettings, createIdentitySource } from '../outgoing/client-identity.ts';
import type { DeliverySettings } from '../settings.ts';
import type { FromDeliveryThread } from './start.ts';

export interface DeliveryStart {
  storePort: MessagePort;
  bounds: WaitingBounds;
  rules: RoutingRules;
  outgoing: Omit<OutgoingOptions, 'clientIdentity' | 'resolve' | 'connect' | 'now' | 'wallNow'>;
  clientCertificate: ClientCertificateSettings;
  settings: DeliverySettings;
  logLevel: LogLevel;
  /** Whether somebody looks at each attempt; reports then travel to them. */
  isWatched: boolean;
}

if (!parentPort) throw new Error('this file is the start of a thread');
const parent = parentPort;
const tell = (message: FromDeliveryThread) => parent.postMessage(message);
// Written by start.ts, which starts this thread.
const start = workerData as DeliveryStart;

const log = createLog(start.logLevel);
const store = connectStore(start.storePort, start.bounds, (cause) =>
  log.error({ err: cause }, 'delivery threw when handed events'),
);
const routing = await createRouting(store, start.rules);
const identity = createIdentitySource({ store, clock: systemClock, settings: start.clientCertificate });
const outgoing = createOutgoing({ ...start.outgoing, clientIdentity: identity.get });
const registry = new Registry();
const count = createDeliveryMeter(registry);
watchEventLoop(registry, 'delivery');
const engine = createEngine({
  store,
  routing,
  outgoing,
  clock: systemClock,
  random: Math.random,
  settings: start.settings,
  onAttempt(report) {
    logAttempt(log, report);
    count(report);
    // An unexpected error may hold what cannot travel; it was logged here.
    if (start.isWatched && report.kind !== 'bug') tell({ kind: 'attempt', report });
  },
});
/** Pushed rather than asked for: whoever looks at it gets an answer also while this thread is busy. */
const healthEveryMs = 1_000;
let lastTold = '[]';
async function tellHealth(): Promise<void> {
  const health = await engine.health();
  const text = JSON.stringify(health);
  // Nothing is told while nothing happens.
  if (text !== lastTold) tell({ kind: 'health', health });
  lastTold = text;
}

await engine.start();
// What is known from before a restart is there before the first question.
await tellHealth();
const healthTimer = setInterval(tellHealth, healthEveryMs);
const giveMetrics = async () => tell({ kind: 'metrics', snapshot: await snapshotOf(registry) });
setInterval(giveMetrics, snapshotEveryMs).unref();
parent.once('message', async () => {
  clearInterval(healthTimer);
  await engine.stop();
  routing.stop();
  identity.stop();
  await outgoing.close();
  start.storePort.close();
  tell({ kind: 'stopped' });
  parent.close();
});
tell({ kind: 'ready' });
