// What Prometheus reads. Each thread counts by itself and gives its numbers away as plain data now and then; here
// they become one page. No label ever holds an endpoint, a number or anything else there may be any number of.
import { AggregatorRegistry, type Registry } from 'prom-client';

/** The numbers of one registry at one time. Can travel between threads. */
export type MetricSnapshot = object[];

/** How often a thread gives its numbers away. */
export const snapshotEveryMs = 2_000;

export function snapshotOf(registry: Registry): Promise<MetricSnapshot> {
  return registry.getMetricsAsJSON();
}

/** Equal metrics of several snapshots are added up. */
export function metricPage(snapshots: readonly MetricSnapshot[]): Promise<string> {
  return AggregatorRegistry.aggregate([...snapshots]).metrics();
}

/** From a tenth of a millisecond to a minute. */
export const secondsBuckets = [
  0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];
