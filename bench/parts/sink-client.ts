// The sink as scenarios see it.
import type { Part } from './child.ts';
import type { Behaviour, SinkWord } from './sink.ts';
import type { SinkReport } from './tally.ts';

export interface Sink {
  url: string;
  pid: number;
  /** Events answered with success since the last report. */
  count(paths?: string[]): Promise<number>;
  /** What came since the last report of these paths, which begin anew. */
  report(paths?: string[]): Promise<SinkReport>;
  behave(path: string, behaviour: Behaviour): Promise<void>;
}

export function sinkOf(part: Part): Sink {
  const ask = <T>(word: SinkWord) => part.ask<T>(word);
  return {
    url: part.url,
    pid: part.pid,
    count: (paths) => ask({ do: 'count', paths: paths ?? null }),
    report: (paths) => ask({ do: 'report', paths: paths ?? null }),
    async behave(path, behaviour) {
      await ask({ do: 'behave', path, behaviour });
    },
  };
}

/** Waits until so many events have arrived since the last report. */
export async function untilReceived(sink: Sink, events: number, paths?: string[]): Promise<void> {
  let latest = 0;
  let changedAt = performance.now();
  while (true) {
    const count = await sink.count(paths);
    if (count >= events) return;
    if (count !== latest) changedAt = performance.now();
    latest = count;
    if (performance.now() - changedAt > 60_000)
      throw new Error(`${count} of ${events} events were delivered, and none for a minute`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
