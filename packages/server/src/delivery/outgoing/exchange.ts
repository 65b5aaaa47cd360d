// One request and its answer, as undici's dispatch handler. It settles exactly once: with the answer, with the
// reason why there is none, or when its time is over, wherever the request is then: waiting, connecting, half
// answered. Keeps the first bytes of a body, follows no redirect, unpacks nothing. Ending a connection whose answer
// is not complete is left to the pool.
import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { Deadlines } from './deadlines.ts';
import { type Failure, type FailureReason, failure, failureOf } from './failure.ts';

export type Outcome =
  | {
      kind: 'response';
      status: number;
      /** As the endpoint wrote it, cut to 100 characters. Quote it before showing it. */
      statusText: string;
      retryAfter: string | null;
      /** Other than null: the excerpt is compressed, and stays so. */
      contentEncoding: string | null;
      /** Those that were asked for; absent where none were. */
      headers?: Readonly<Record<string, string>>;
      /** The first bytes of the body. */
      excerpt: Uint8Array;
      excerptTruncated: boolean;
      durationMs: number;
    }
  | { kind: 'failed'; reason: FailureReason; detail: string; durationMs: number };

export interface ExchangeDeps {
  deadlines: Deadlines;
  /** Monotonic. */
  now: () => number;
  excerptBytesMax: number;
  headersKept: readonly string[];
  /** The last word on a failure. */
  explain: (failure: Failure) => Failure;
}

/** No longer text of these is of use to anybody. */
const headerTextMax = 100;
const tooLate = new Error('the deadline has passed');

export class Exchange implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<Outcome>;
  /** The answer was read to its end, so that the connection can be used again. */
  isComplete = false;
  isSettled = false;
  readonly #deps: ExchangeDeps;
  readonly #startedAt: number;
  readonly #stopDeadline: () => void;
  #resolve: (outcome: Outcome) => void = () => {};
  #status = 0;
  #statusText = '';
  #headers: IncomingHttpHeaders = {};
  #received = 0;
  readonly #excerpt: Uint8Array[] = [];

  constructor(deps: ExchangeDeps) {
    this.#deps = deps;
    this.#startedAt = deps.now();
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#stopDeadline = deps.deadlines.start(() => this.#fail(failure('timeout')));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Taken back before its first byte is written.
    if (this.isSettled) controller.abort(tooLate);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    statusText = '',
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#statusText = statusText;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#deps.excerptBytesMax - this.#received;
    // Copied, so that a short excerpt does not keep a whole network buffer alive.
    if (room > 0) this.#excerpt.push(new Uint8Array(chunk.subarray(0, room)));
    this.#received += chunk.length;
  }

  onResponseEnd(): void {
    this.isComplete = true;
    this.#answered();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // undici has cut the connection; for the verdict the status is enough.
    if (error instanceof errors.ResponseExceededMaxSizeError) this.#answered();
    else this.#fail(failureOf(error));
  }

  #answered(): void {
    this.#settle({
      kind: 'response',
      status: this.#status,
      statusText: this.#statusText.slice(0, headerTextMax),
      retryAfter: headerText(this.#headers['retry-after']),
      contentEncoding: headerText(this.#headers['content-encoding']),
      ...(this.#deps.headersKept.length > 0 && { headers: this.#kept() }),
      excerpt: joined(this.#excerpt),
      excerptTruncated: !this.isComplete || this.#received > this.#deps.excerptBytesMax,
      durationMs: this.#duration(),
    });
  }

  #kept(): Record<string, string> {
    const entries = this.#deps.headersKept.flatMap((name) => {
      const text = headerText(this.#headers[name]);
      return text === null ? [] : [[name, text] as const];
    });
    return Object.fromEntries(entries);
  }

  #fail(found: Failure): void {
    const explained = this.#deps.explain(found);
    this.#settle({ kind: 'failed', ...explained, durationMs: this.#duration() });
  }

  #settle(outcome: Outcome): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.#stopDeadline();
    this.#resolve(outcome);
  }

  #duration(): number {
    return this.#deps.now() - this.#startedAt;
  }
}

function headerText(value: string | string[] | undefined): string | null {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined ? null : text.slice(0, headerTextMax);
}

const noBytes = new Uint8Array();

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [first = noBytes] = chunks;
  return chunks.length < 2 ? first : new Uint8Array(Buffer.concat(chunks));
}
