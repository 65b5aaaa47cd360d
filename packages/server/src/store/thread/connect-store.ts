// A Store whose work is done at the other end of a port. It offers the same verbs, so that nothing outside this
// folder knows of threads.
import type { MessagePort } from 'node:worker_threads';
import {
  type AcceptRequest,
  type FeedConsumer,
  type OwedEvent,
  type Store,
  StoreError,
  type StoreErrorCode,
} from '../store.ts';
import type { Call, Reply } from './wire.ts';

/** What may be on its way to the disk before `accept` answers busy. */
export interface WaitingBounds {
  waitingRequestsMax: number;
  waitingBytesMax: number;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export interface ConnectedStore extends Store {
  /** Refuses every call, made and to come: the other end is gone. */
  abandon(message: string): void;
}

export function connectStore(
  port: MessagePort,
  bounds: WaitingBounds,
  onCallbackFailed: (cause: unknown) => void,
): ConnectedStore {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(version: number) => void>();
  let consumer: FeedConsumer | null = null;
  let feedRun = 0;
  let calls: Call[] = [];
  let nextId = 1;
  let gone: StoreError | null = null;
  let waitingRequests = 0;
  let waitingBytes = 0;

  function send(): void {
    const sending = calls;
    calls = [];
    port.postMessage({ calls: sending });
  }

  function push(call: Call): void {
    if (calls.length === 0) setImmediate(send);
    calls.push(call);
  }

  function ask(noun: keyof Store, verb: string, args: unknown[]): Promise<unknown> {
    if (gone) return Promise.reject(gone);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      push({ kind: 'verb', id, noun, verb, args });
    });
  }

  port.on('message', ({ answers, owed, routesVersion }: Reply) => {
    // First the version: who is answered next may rely on being told of what it has changed.
    if (routesVersion !== null) for (const listener of listeners) guarded(() => listener(routesVersion));
    for (const answer of answers) {
      const call = pending.get(answer.id);
      pending.delete(answer.id);
      if (answer.ok) call?.resolve(answer.value);
      else call?.reject(asError(answer));
    }
    // In a later turn, as the store itself does it: whoever was just answered may stop the feed before.
    if (owed.length > 0) setImmediate(handOverAll, owed);
  });

  function handOverAll(owed: Reply['owed']): void {
    for (const { run, queueId, events } of owed) if (run === feedRun) handOver(queueId, events);
  }

  function handOver(queueId: number, events: OwedEvent[]): void {
    const taken = guarded(() => consumer?.onOwed(queueId, events));
    if (!taken) push({ kind: 'feed_release', queueId, seqs: events.map((event) => event.seq) });
  }

  /** A callback that throws must not keep the rest of a message from being read. */
  function guarded(callback: () => void): boolean {
    try {
      callback();
      return true;
    } catch (cause) {
      onCallbackFailed(cause);
      return false;
    }
  }

  /** Every verb of a noun, made when it is asked for. */
  function remote<Noun extends keyof Store>(noun: Noun): Store[Noun] {
    const verbs = new Map<string, (...args: unknown[]) => Promise<unknown>>();
    return new Proxy(
      {},
      {
        get(_target, verb) {
          const name = String(verb);
          const known = verbs.get(name) ?? ((...args: unknown[]) => ask(noun, name, args));
          verbs.set(name, known);
          return known;
        },
      },
      // The other end offers exactly the verbs of this noun; all of them answer promises.
    ) as Store[Noun];
  }

  const events = remote('events');
  async function accept(request: AcceptRequest): ReturnType<Store['events']['accept']> {
    const bytes = request.events.reduce((sum, event) => sum + event.change.byteLength, 0);
    if (waitingRequests >= bounds.waitingRequestsMax || waitingBytes + bytes > bounds.waitingBytesMax) {
      return { kind: 'busy' };
    }
    waitingRequests += 1;
    waitingBytes += bytes;
    try {
      return await events.accept({ ...request, events: request.events.map(compact) });
    } finally {
      waitingRequests -= 1;
      waitingBytes -= bytes;
    }
  }

  return {
    businesses: remote('businesses'),
    apps: remote('apps'),
    users: remote('users'),
    wabas: remote('wabas'),
    phoneNumbers: remote('phoneNumbers'),
    tokens: remote('tokens'),
    subscriptions: remote('subscriptions'),
    endpoints: remote('endpoints'),
    deliveries: remote('deliveries'),
    usage: remote('usage'),
    adminKeys: remote('adminKeys'),
    certificates: remote('certificates'),
    audit: remote('audit'),
    installation: remote('installation'),
    upkeep: remote('upkeep'),
    routes: {
      load: remote('routes').load,
      onChange(callback) {
        listeners.add(callback);
        return () => listeners.delete(callback);
      },
    },
    events: { accept, list: events.list, get: events.get },
    feed: {
      start(to) {
        consumer = to;
        feedRun += 1;
        push({ kind: 'feed_start', run: feedRun, credit: to.credit });
      },
      stop() {
        consumer = null;
        feedRun += 1;
        push({ kind: 'feed_stop' });
      },
      release(queueId, seqs) {
        push({ kind: 'feed_release', queueId, seqs });
      },
      sweep: remote('feed').sweep,
    },
    async close() {
      await ask('close', 'close', []);
    },
    abandon(message) {
      gone = new StoreError('closed', message);
      for (const call of pending.values()) call.reject(gone);
      pending.clear();
    },
  };
}

/** Cloning a view copies the whole buffer behind it, so a small view of a large buffer is copied out first. */
function compact<Carrier extends { change: Uint8Array }>(event: Carrier): Carrier {
  const isWhole = event.change.byteLength === event.change.buffer.byteLength;
  return isWhole ? event : { ...event, change: event.change.slice() };
}

function asError({ code, message }: { code: string | null; message: string }): Error {
  // Codes travel as text; the other end writes only codes of StoreError.
  return code === null ? new Error(message) : new StoreError(code as StoreErrorCode, message);
}
