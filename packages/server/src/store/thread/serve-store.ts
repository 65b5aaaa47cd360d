// The store's side of a port: carries out calls, and sends back answers, owed events and changes of the routes,
// gathered per turn of the event loop.
import type { MessagePort } from 'node:worker_threads';
import { type Store, StoreError } from '../store.ts';
import type { Answer, Call, Reply, Request } from './wire.ts';

export function serveStore(store: Store, port: MessagePort): void {
  let reply = emptyReply();
  let isScheduled = false;

  function send(): void {
    isScheduled = false;
    port.postMessage(reply);
    reply = emptyReply();
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

  async function carryOut(call: Extract<Call, { kind: 'verb' }>): Promise<void> {
    try {
      answer({ id: call.id, ok: true, value: await verbOf(store, call)(...call.args) });
    } catch (error) {
      const code = error instanceof StoreError ? error.code : null;
      answer({
        id: call.id,
        ok: false,
        code,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }

  const stopWatching = store.routes.onChange((version) => {
    reply.routesVersion = version;
    schedule();
  });
  let feeds = false;
  port.on('close', () => {
    stopWatching();
    if (feeds) store.feed.stop();
  });
  port.on('message', ({ calls }: Request) => {
    for (const call of calls) {
      switch (call.kind) {
        case 'verb':
          void carryOut(call);
          break;
        case 'feed_start':
          feeds = true;
          store.feed.start({
            credit: call.credit,
            onOwed(queueId, events) {
              reply.owed.push({ run: call.run, queueId, events });
              schedule();
            },
          });
          break;
        case 'feed_stop':
          store.feed.stop();
          break;
        case 'feed_release':
          store.feed.release(call.queueId, call.seqs);
          break;
      }
    }
  });
}

function emptyReply(): Reply {
  return { answers: [], owed: [], routesVersion: null };
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
