// The numbers of this thread, those that others give away, and what is looked up when somebody asks: one page.
import { Gauge, Registry } from 'prom-client';
import type { Clock } from '../base/clock.ts';
import type { QueueHealth } from '../delivery/gate/gates.ts';
import { watchEventLoop } from '../observe/event-loop-delay.ts';
import { type MetricSnapshot, metricPage, snapshotOf } from '../observe/metric-page.ts';
import type { Store } from '../store/store.ts';

export interface ServerMetrics {
  /** Of this thread. */
  registry: Registry;
  page(): Promise<string>;
  stop(): void;
}

export interface ServerMetricsDeps {
  store: Store;
  clock: Clock;
  health: () => Promise<QueueHealth[]>;
  /** The queue of a replay is none of an endpoint's own. */
  isReplay: (queueId: number) => boolean;
  /** Of other threads. */
  snapshots: () => readonly MetricSnapshot[];
}

/** Counting a large backlog takes the database a moment, so it is not done for every reader. */
const backlogEveryMs = 15_000;

export function createServerMetrics({
  store,
  clock,
  health,
  isReplay,
  snapshots,
}: ServerMetricsDeps): ServerMetrics {
  const registry = new Registry();
  const stopWatching = watchEventLoop(registry, 'main');
  let countedAt = -Infinity;

  new Gauge({
    name: 'wahook_backlog',
    help: 'What is owed: events never tried (pending), deliveries waiting for another try (retrying). Up to 15 s old.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const now = clock.now();
      // A clock that was set back would otherwise keep the old numbers until it has caught up.
      if (now >= countedAt && now - countedAt < backlogEveryMs) return;
      countedAt = now;
      const queues = await store.deliveries.backlog();
      for (const state of ['pending', 'retrying'] as const) {
        this.set(
          { state },
          queues.reduce((sum, queue) => sum + queue[state], 0),
        );
      }
    },
  });
  new Gauge({
    name: 'wahook_endpoints',
    help: 'Endpoints that were ever sent anything, by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const state of ['closed', 'open', 'probing', 'deactivated']) this.set({ state }, 0);
      for (const { queueId, isPaused, breaker } of await health())
        if (!isReplay(queueId)) this.inc({ state: isPaused ? 'deactivated' : breaker });
    },
  });
  new Gauge({
    name: 'wahook_requests_in_flight',
    help: 'Notifications being sent, over all endpoints.',
    registers: [registry],
    async collect() {
      this.set((await health()).reduce((sum, { inFlight }) => sum + inFlight, 0));
    },
  });
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory size in bytes.',
    registers: [registry],
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });

  return {
    registry,
    page: async () => metricPage([await snapshotOf(registry), ...snapshots()]),
    stop: stopWatching,
  };
}
