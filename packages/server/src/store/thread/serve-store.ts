// The store's side of a port: carries out calls, and sends back answers, owed events and changes of the routes,
// gathered per turn of the event loop.
import type { MessagePort } from 'node:worker_threads';
import { type Store, StoreError } from '../store.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { type Owed, packOwed, unpackAccept, unpackSettlement } from './packed.ts';
import type { Answer, Call, Reply, Request } from './wire.ts';

/** Which port a store's feed goes to: it has one consumer. */
const feeding = new WeakMap<Store, MessagePort>();

export function serveStore(store: Store, port: MessagePort): void {
  let reply = emptyReply();
  let owed: Owed[] = [];
  let isScheduled = false;

  function send(): void {
    isScheduled = false;
    const bytes = new ByteWriter();
    const packed = owed.length > 0 ? packOwed(owed, bytes) : null;
    const sending: Reply = { ...reply, owed: packed, bytes: bytes.joined() };
    reply = emptyReply();
    owed = [];
    port.postMessage(sending, [sending.bytes.buffer]);
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(send);
  }

  function answer(each: Answer): void {
    reply.answers.push(each);
    schedule();
  }

  async function answerWith(id: number, run: () => unknown): Promise<void> {
    try {
      answer({ id, ok: true, value: await run() });
    } catch (error) {
      const code = error instanceof StoreError ? error.code : null;
      const message = error instanceof Error ? error.message : String(error);
      answer({ id, ok: false, code, message });
    }
  }

  function accept({ id, request }: Extract<Call, { kind: 'accept' }>, bytes: ByteReader): void {
    const outcome = store.events.accept(unpackAccept(request, bytes));
    outcome.then(
      (value) => {
        if (value.kind !== 'accepted') return answer({ id, ok: true, value });
        reply.accepted.push([id, value.accepted, value.duplicates, value.firstSeq, value.lastSeq]);
        schedule();
      },
      () => answerWith(id, () => outcome),
    );
  }

  function settle({ id, settlements }: Extract<Call, { kind: 'settle' }>, bytes: ByteReader): void {
    const settled = store.deliveries.settle(settlements.map((packed) => unpackSettlement(packed, bytes)));
    settled.then(
      () => {
        reply.settled.push(id);
        schedule();
      },
      () => answerWith(id, () => settled),
    );
  }

  /** A thread that was started again may feed already when the end of its predecessor becomes known. */
  function stopFeed(): void {
    if (feeding.get(store) !== port) return;
    feeding.delete(store);
    store.feed.stop();
  }

  const stopWatching = store.routes.onChange((version) => {
    reply.routesVersion = version;
    schedule();
  });
  port.on('close', () => {
    stopWatching();
    stopFeed();
  });
  port.on('message', (request: Request) => {
    // Written to the disk, and sent on, within a few turns.
    const bytes = new ByteReader(request.bytes, { areKept: false });
    for (const call of request.calls) {
      switch (call.kind) {
        case 'verb':
          void answerWith(call.id, () => verbOf(store, call)(...call.args));
          break;
        case 'accept':
          accept(call, bytes);
          break;
        case 'settle':
          settle(call, bytes);
          break;
        case 'feed_start':
          feeding.set(store, port);
          store.feed.start({
            credit: call.credit,
            onOwed(queueId, events) {
              owed.push({ run: call.run, queueId, events });
              schedule();
            },
          });
          break;
        case 'feed_stop':
          stopFeed();
          break;
        case 'feed_release':
          store.feed.release(call.queueId, call.seqs);
          break;
      }
    }
  });
}

function emptyReply(): Omit<Reply, 'owed' | 'bytes'> {
  return { answers: [], accepted: [], settled: [], routesVersion: null };
}

/** Both ends are built from one source, so a verb that the other end knows is there. */
function verbOf(
  store: Store,
  { noun, verb }: { noun: keyof Store; verb: string },
): (...args: unknown[]) => unknown {
  const owner: object = noun === 'close' ? store : store[noun];
  const found: unknown = Reflect.get(owner, noun === 'close' ? 'close' : verb);
  if (typeof found !== 'function') throw new TypeError(`the store has no verb ${noun}.${verb}`);
  return (...args) => Reflect.apply(found, owner, args);
}
