// Counts what is accepted and what is refused, by origin.
import { Counter, type Registry } from 'prom-client';
import type { Origin } from '../store/life-of-event.ts';
import type { Accept } from './accept.ts';

export function countAccepted(accept: Accept, registry: Registry): Accept {
  const events = new Counter({
    name: 'wahook_events_accepted_total',
    help: 'Events stored, by origin.',
    labelNames: ['origin'],
    registers: [registry],
  });
  const duplicates = new Counter({
    name: 'wahook_events_duplicate_total',
    help: 'Events left out because they were accepted before, by origin.',
    labelNames: ['origin'],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'wahook_accepts_refused_total',
    help: 'Bodies refused as a whole after they were read, by origin and reason.',
    labelNames: ['origin', 'reason'],
    registers: [registry],
  });
  // Looked up once for each of the four origins: finding a series by its labels costs more than counting.
  const known = new Map<Origin, { events: Counter.Internal; duplicates: Counter.Internal }>();

  function seriesOf(origin: Origin): { events: Counter.Internal; duplicates: Counter.Internal } {
    let series = known.get(origin);
    if (!series) {
      series = { events: events.labels(origin), duplicates: duplicates.labels(origin) };
      known.set(origin, series);
    }
    return series;
  }

  return {
    async accept(incoming) {
      const { origin } = incoming;
      const outcome = await accept.accept(incoming);
      if (!outcome.ok) refused.inc({ origin, reason: outcome.refusal.code });
      else if (!outcome.repeated) {
        const series = seriesOf(origin);
        series.events.inc(outcome.accepted);
        series.duplicates.inc(outcome.duplicates);
      }
      return outcome;
    },
  };
}
