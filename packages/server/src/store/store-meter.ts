// Counts commits and watches the disk's state, beside the store and in its thread.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { secondsBuckets } from '../observe/metric-page.ts';
import type { Commit } from './committer.ts';
import type { StoreNotice } from './notice.ts';

export interface StoreMeter {
  onCommit(commit: Commit): void;
  onNotice(notice: Pick<StoreNotice, 'kind'>): void;
}

const sizeBuckets = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

export function createStoreMeter(registry: Registry): StoreMeter {
  const durations = new Histogram({
    name: 'wahook_commit_duration_seconds',
    help: 'Time of a commit of events and settlements, from begin to the disk.',
    buckets: secondsBuckets,
    registers: [registry],
  });
  const sizes = new Histogram({
    name: 'wahook_commit_size',
    help: 'What one commit holds, by kind.',
    labelNames: ['kind'],
    buckets: sizeBuckets,
    registers: [registry],
  });
  const notices = new Counter({
    name: 'wahook_store_notices_total',
    help: 'What the store had to say, by kind; see the log.',
    labelNames: ['kind'],
    registers: [registry],
  });
  const isLow = new Gauge({
    name: 'wahook_disk_low',
    help: '1 while new events are refused for want of room on the disk.',
    registers: [registry],
  });
  isLow.set(0);

  return {
    onCommit({ durationMs, events, settlements }) {
      durations.observe(durationMs / 1e3);
      sizes.observe({ kind: 'events' }, events);
      sizes.observe({ kind: 'settlements' }, settlements);
    },
    onNotice({ kind }) {
      notices.inc({ kind });
      if (kind === 'disk_low' || kind === 'disk_full') isLow.set(1);
      if (kind === 'disk_enough' || kind === 'disk_recovered') isLow.set(0);
    },
  };
}
