// Work that goes on after its request was answered, counted and bounded, and waited for at shutdown. In memory only:
// what is here when the process dies is gone, and nobody sends it again.
// Also counts requests that are still being handled, because a shutdown waits for both.

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
  drain(timeoutMs: number): Promise<{ left: number }> {
    this.#draining = true;
    return new Promise((resolve) => {
      if (this.#running === 0) {
        resolve({ left: 0 });
        return;
      }
      const timer = setTimeout(() => resolve({ left: this.#running }), timeoutMs);
      this.#whenIdle.push(() => {
        clearTimeout(timer);
        resolve({ left: 0 });
      });
    });
  }
}
