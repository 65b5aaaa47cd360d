// Work that goes on after its request was answered, counted and bounded, and waited for at shutdown. In memory only:
// what is here when the process dies is gone, and nobody sends it again.
// Also counts requests that are still being handled, because a shutdown waits for both.

/** 24 days. */
const timerMax = 2 ** 31 - 1;

export class Background {
  readonly #most: number;
  /** Notifications that were answered and are not handled yet. */
  #waiting = 0;
  /** Everything under way, those included. A number and not a set of promises: every request passes here. */
  #running = 0;
  #draining = false;
  #whenIdle: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  get isFull(): boolean {
    return this.#waiting >= this.#most;
  }

  begin(): void {
    this.#running++;
  }

  end(): void {
    this.#running--;
    if (this.#running === 0) for (const tell of this.#whenIdle.splice(0)) tell();
  }

  /** Starts it in a turn of its own, so that the answer is out before the first handler runs. */
  async start(work: () => Promise<void>): Promise<void> {
    this.#waiting++;
    this.begin();
    try {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      await work();
    } finally {
      this.#waiting--;
      this.end();
    }
  }

  /** Resolves when nothing is under way, or with what is left when the time is over. */
  async drain(timeoutMs: number): Promise<{ left: number }> {
    if (!(timeoutMs >= 0))
      throw new TypeError(`timeoutMs must be a number of milliseconds, not ${timeoutMs}`);
    this.#draining = true;
    return new Promise((resolve) => {
      if (this.#running === 0) {
        resolve({ left: 0 });
        return;
      }
      // Timers run out at once when they are given more than they can count to.
      const bounded = Math.min(timeoutMs, timerMax);
      const timer = setTimeout(() => resolve({ left: this.#running }), bounded);
      this.#whenIdle.push(() => {
        clearTimeout(timer);
        resolve({ left: 0 });
      });
    });
  }
}
