// A Store whose work is done at the other end of a port. It offers the same verbs, so that nothing outside this
// folder knows of threads.
import type { MessagePort } from 'node:worker_threads';
import type { Settlement } from '../life-of-event.ts';
import {
  type AcceptOutcome,
  type AcceptRequest,
  type FeedConsumer,
  type OwedEvent,
  type Store,
  StoreError,
  type StoreErrorCode,
} from '../store.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { type Owed, packAccept, packSettlement, unpackAccepted, unpackOwed } from './packed.ts';
import type { Call, Reply, Request } from './wire.ts';

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
  let bytes = new ByteWriter();
  let nextId = 1;
  let gone: StoreError | null = null;
  let waitingRequests = 0;
  let waitingBytes = 0;

  function send(): void {
    const request: Request = { calls, bytes: bytes.joined() };
    calls = [];
    bytes = new ByteWriter();
    port.postMessage(request, [request.bytes.buffer]);
  }

  function push(call: Call): void {
    if (calls.length === 0) setImmediate(send);
    calls.push(call);
  }

  function ask(callOf: (id: number) => Call): Promise<unknown> {
    if (gone) return Promise.reject(gone);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      push(callOf(id));
    });
  }

  function askVerb(noun: keyof Store, verb: string, args: unknown[]): Promise<unknown> {
    return ask((id) => ({ kind: 'verb', id, noun, verb, args }));
  }

  function answered(id: number): Pending | undefined {
    const call = pending.get(id);
    pending.delete(id);
    return call;
  }

  port.on('message', (reply: Reply) => {
    const { answers, accepted, settled, owed, routesVersion } = reply;
    // First the version: who is answered next may rely on being told of what it has changed.
    if (routesVersion !== null) for (const listener of listeners) guarded(() => listener(routesVersion));
    for (const answer of answers) {
      const call = answered(answer.id);
      if (answer.ok) call?.resolve(answer.value);
      else call?.reject(asError(answer));
    }
    for (const packed of accepted) answered(packed[0])?.resolve(unpackAccepted(packed));
    for (const id of settled) answered(id)?.resolve(undefined);
    // In a later turn, as the store itself does it: whoever was just answered may stop the feed before.
    if (owed) setImmediate(handOverAll, unpackOwed(owed, new ByteReader(reply.bytes, { areKept: true })));
  });

  function handOverAll(owed: readonly Owed[]): void {
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

  /** Every verb of a noun, made when it is asked for; `own` are those that go another way. */
  function remote<Noun extends keyof Store>(noun: Noun, own: Partial<Store[Noun]> = {}): Store[Noun] {
    const verbs = new Map<string, unknown>(Object.entries(own));
    return new Proxy(
      {},
      {
        get(_target, verb) {
          const name = String(verb);
          const known = verbs.get(name) ?? ((...args: unknown[]) => askVerb(noun, name, args));
          verbs.set(name, known);
          return known;
        },
      },
      // The other end offers exactly the verbs of this noun; all of them answer promises.
    ) as Store[Noun];
  }

  async function accept(request: AcceptRequest): ReturnType<Store['events']['accept']> {
    const size = request.events.reduce((sum, event) => sum + event.change.byteLength, 0);
    if (waitingRequests >= bounds.waitingRequestsMax || waitingBytes + size > bounds.waitingBytesMax) {
      return { kind: 'busy' };
    }
    waitingRequests += 1;
    waitingBytes += size;
    try {
      const outcome = await ask((id) => ({ kind: 'accept', id, request: packAccept(request, bytes) }));
      // The other end answers this call with nothing else.
      return outcome as AcceptOutcome;
    } finally {
      waitingRequests -= 1;
      waitingBytes -= size;
    }
  }

  async function settle(settlements: readonly Settlement[]): Promise<void> {
    await ask((id) => ({
      kind: 'settle',
      id,
      settlements: settlements.map((settlement) => packSettlement(settlement, bytes)),
    }));
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
    faults: remote('faults'),
    deliveries: remote('deliveries', { settle }),
    replays: remote('replays'),
    held: remote('held'),
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
    events: remote('events', { accept }),
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
      await askVerb('close', 'close', []);
    },
    abandon(message) {
      gone = new StoreError('closed', message);
      for (const call of pending.values()) call.reject(gone);
      pending.clear();
    },
  };
}

function asError({ code, message }: { code: string | null; message: string }): Error {
  // Codes travel as text; the other end writes only codes of StoreError.
  return code === null ? new Error(message) : new StoreError(code as StoreErrorCode, message);
}
