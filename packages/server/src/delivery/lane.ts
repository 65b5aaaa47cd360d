// What one queue has in hand: first attempts in order, retries beside them, and a bound on how many requests
// run at once. Retries may use half of the window, so that a backlog of them cannot starve new events, and
// new events cannot starve them.

type Run = () => Promise<void>;

export class Lane {
  readonly #window: number;
  readonly #first = new Fifo<Run>();
  readonly #retries = new Fifo<Run>();
  #inFlight = 0;
  #turn: 'first' | 'retry' = 'first';

  constructor(window: number) {
    this.#window = window;
  }

  addFirst(run: Run): void {
    this.#first.push(run);
  }

  addRetry(run: Run): void {
    this.#retries.push(run);
  }

  /** The next thing to start, or undefined when the window is full or nothing waits. Counts it as in flight. */
  next(): Run | undefined {
    if (this.#inFlight >= this.#window) return undefined;
    const [preferred, other] =
      this.#turn === 'first' ? [this.#first, this.#retries] : [this.#retries, this.#first];
    const run = preferred.shift() ?? other.shift();
    if (!run) return undefined;
    this.#turn = this.#turn === 'first' ? 'retry' : 'first';
    this.#inFlight += 1;
    return run;
  }

  ended(): void {
    this.#inFlight -= 1;
  }
}

/** Array.prototype.shift moves every element; a backlog of hundreds is taken from the front thousands of times a second. */
class Fifo<T> {
  #items: T[] = [];
  #head = 0;

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.#head >= this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#head += 1;
    if (this.#head > 256 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
