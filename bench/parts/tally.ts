// What one path of the sink has received: how many requests in which second, and how late each event was.
import { timeMarker } from './messages.ts';
import { percentile } from './statistics.ts';

export interface SinkReport {
  /** Answered with success. */
  events: number;
  /** All of them, whatever the answer was. */
  requests: number;
  /** In the second with the most. */
  requestsPerSecondMax: number;
  /** Milliseconds from publishing to receiving. */
  p50: number;
  p99: number;
  max: number;
}

const marker = Buffer.from(timeMarker);
const timeLength = 16;

export class Tally {
  #latencies: number[] = [];
  #requests = 0;
  #second = 0;
  #inSecond = 0;
  #inSecondMax = 0;

  get events(): number {
    return this.#latencies.length;
  }

  get requests(): number {
    return this.#requests;
  }

  countRequest(now: number): void {
    this.#requests += 1;
    const second = Math.floor(now / 1000);
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1;
    this.#second = second;
    if (this.#inSecond > this.#inSecondMax) this.#inSecondMax = this.#inSecond;
  }

  countEvents(body: Buffer, now: number): void {
    for (let at = body.indexOf(marker); at >= 0; at = body.indexOf(marker, at + timeLength)) {
      at += marker.length;
      this.#latencies.push(now - Number(body.toString('latin1', at, at + timeLength)));
    }
  }

  /** Of several paths together; each begins anew. */
  static report(tallies: readonly Tally[]): SinkReport {
    const latencies = tallies.flatMap((tally) => tally.#latencies);
    const report = {
      events: latencies.length,
      requests: tallies.reduce((sum, tally) => sum + tally.#requests, 0),
      requestsPerSecondMax: Math.max(0, ...tallies.map((tally) => tally.#inSecondMax)),
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      max: percentile(latencies, 1),
    };
    for (const tally of tallies) tally.#reset();
    return report;
  }

  #reset(): void {
    this.#latencies = [];
    this.#requests = 0;
    this.#inSecondMax = 0;
  }
}
