// Connects to the first of a name's addresses that answers. The next one is tried as soon as one fails, and beside
// it when it has not answered for a moment (RFC 8305), so that an address that swallows packets costs a quarter of
// a second and not the whole attempt. Each try holds a socket of the budget; with none to spare it waits its turn.
import type { Socket } from 'node:net';
import { ConnectFailed } from './failure.ts';
import type { SocketBudget } from './socket-budget.ts';

/** Opens a connection to one address; rejects when it fails or the signal aborts. */
export type Dial = (address: string, signal: AbortSignal) => Promise<Socket>;

export interface ConnectedSocket {
  socket: Socket;
  /** Gives its place in the budget back. */
  giveBack: () => void;
}

/** What RFC 8305 recommends. */
const nextTryAfterMs = 250;

export async function connectToFirst(options: {
  addresses: readonly string[];
  dial: Dial;
  budget: SocketBudget;
  signal: AbortSignal;
  /** Told before and after the wait for the first place. */
  onWait: (waits: boolean) => void;
}): Promise<ConnectedSocket> {
  options.onWait(true);
  const giveBack = await options.budget.take(options.signal);
  options.onWait(false);
  return race({ ...options, giveBack });
}

function race({
  addresses,
  dial,
  budget,
  signal,
  giveBack: firstPlace,
}: {
  addresses: readonly string[];
  dial: Dial;
  budget: SocketBudget;
  signal: AbortSignal;
  giveBack: () => void;
}): Promise<ConnectedSocket> {
  const untried = [...addresses];
  const running = new Set<AbortController>();
  let timer: NodeJS.Timeout | undefined;

  return new Promise((resolve, reject) => {
    let isOver = false;

    function end(): void {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', abortAll);
      abortAll();
    }

    function abortAll(): void {
      for (const abort of running) abort.abort();
    }

    function start(giveBack: () => void): void {
      const address = untried.shift();
      if (address === undefined) return;
      const abort = new AbortController();
      running.add(abort);
      dial(address, abort.signal)
        .finally(() => running.delete(abort))
        .then(
          (socket) => won(socket, giveBack),
          (error: unknown) => lost(error, giveBack),
        );
      clearTimeout(timer);
      timer = setTimeout(startBeside, nextTryAfterMs);
    }

    function startBeside(): void {
      if (untried.length === 0) return;
      const giveBack = budget.tryTake();
      if (giveBack) start(giveBack);
      else timer = setTimeout(startBeside, nextTryAfterMs);
    }

    function won(socket: Socket, giveBack: () => void): void {
      if (isOver) {
        socket.destroy();
        giveBack();
        return;
      }
      end();
      resolve({ socket, giveBack });
    }

    function lost(error: unknown, giveBack: () => void): void {
      if (!isOver && !signal.aborted && untried.length > 0) {
        start(giveBack);
        return;
      }
      giveBack();
      if (isOver || running.size > 0) return;
      end();
      reject(error);
    }

    if (untried.length === 0) {
      firstPlace();
      reject(new ConnectFailed('name_not_resolved'));
      return;
    }
    signal.addEventListener('abort', abortAll, { once: true });
    start(firstPlace);
    if (signal.aborted) abortAll();
  });
}
