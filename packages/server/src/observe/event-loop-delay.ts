// How late a thread's event loop runs, as a metric: what every request of that thread waits beside its own work.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const resolutionMs = 20;

/** Answers a function that ends it. */
export function watchEventLoop(registry: Registry, thread: 'main' | 'delivery' | 'database'): () => void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  new Gauge({
    name: 'wahook_event_loop_delay_seconds',
    help: 'How late the event loop ran since the last reading, by thread.',
    labelNames: ['thread', 'quantile'],
    registers: [registry],
    collect() {
      // Measured are whole rounds of the timer; an idle loop is one round late by this measure.
      const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1e3) || 0;
      this.set({ thread, quantile: '0.5' }, late(delay.percentile(50)));
      this.set({ thread, quantile: '0.99' }, late(delay.percentile(99)));
      this.set({ thread, quantile: '1' }, late(delay.max));
      delay.reset();
    },
  });
  return () => delay.disable();
}
