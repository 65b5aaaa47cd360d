// The story of a notification that is sent more than once: what fails is asked for again, what succeeded is not run
// twice, and what happens when somebody else, the store or the process gets in between.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { memoryDedupe } from '../dedupe/memory.ts';
import type { DedupeStore } from '../dedupe/store.ts';
import { appSecret, postSigned, texts, verifyToken } from '../test/signed-post.ts';
import { createReceiver, type ReceiverOptions } from './receiver.ts';

function receiving(options: Partial<ReceiverOptions> = {}) {
  const errors: unknown[] = [];
  const receiver = createReceiver({ appSecret, verifyToken, ...options });
  receiver.onError((error) => void errors.push(error));
  return { errors, receiver };
}

/** A promise and its ends, to hold a handler where it is. */
function held() {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { until, release };
}

describe('items that fail', () => {
  it('are run again at the repeat, and those that succeeded are not', async () => {
    const { receiver, errors } = receiving();
    const seen: string[] = [];
    let broken = true;
    receiver.on('messages', ({ id }) => {
      seen.push(id);
      if (broken && id === 'b') throw new Error('b is broken');
    });
    expect(await postSigned(receiver, texts('a', 'b', 'c'))).toMatchObject({ kind: 'failed', status: 500 });
    expect(seen).toEqual(['a', 'b', 'c']);
    broken = false;
    expect(await postSigned(receiver, texts('a', 'b', 'c', 'd'))).toMatchObject({ kind: 'accepted' });
    expect(seen).toEqual(['a', 'b', 'c', 'b', 'd']);
    expect(await postSigned(receiver, texts('b'))).toMatchObject({ kind: 'accepted' });
    expect(seen).toHaveLength(5);
    expect(errors).toEqual([new Error('b is broken')]);
  });

  it('do not run their change again, nor the other way round', async () => {
    const { receiver } = receiving();
    const seen: string[] = [];
    const failing = new Set(['change', 'item']);
    const run = (what: string) => {
      seen.push(what);
      if (failing.delete(what)) throw new Error(what);
    };
    receiver.onChange(() => run('change')).on('messages', () => run('item'));
    expect((await postSigned(receiver, texts('a'))).status).toBe(500);
    failing.add('item');
    expect((await postSigned(receiver, texts('a'))).status).toBe(500);
    expect((await postSigned(receiver, texts('a'))).status).toBe(200);
    expect(seen).toEqual(['change', 'item', 'change', 'item', 'item']);
  });

  it('tell onError which item it was, and a broken onError hides nothing', async () => {
    const names: unknown[] = [];
    const receiver = createReceiver({ appSecret, verifyToken })
      .on('messages', () => Promise.reject(new Error('x')))
      .onError((_error, item) => void names.push(item?.name, item?.key));
    expect((await postSigned(receiver, texts('a'))).status).toBe(500);
    expect(names).toEqual(['messages.text', 'messages 9 a']);
  });

  it('reach every handler of errors, whatever one of them throws or rejects with', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const told: unknown[] = [];
    const receiver = createReceiver({ appSecret, verifyToken })
      .on('messages', () => Promise.reject(new Error('x')))
      .onError(() => {
        throw new Error('thrown');
      })
      .onError(async () => {
        throw new Error('rejected');
      })
      .onError((error) => void told.push(error));
    try {
      expect((await postSigned(receiver, texts('a'))).status).toBe(500);
      await vi.waitUntil(() => printed.mock.calls.length === 2, { interval: 1 });
      expect(printed.mock.calls).toEqual([[new Error('thrown')], [new Error('rejected')]]);
      expect(told).toEqual([new Error('x')]);
    } finally {
      printed.mockRestore();
    }
  });

  it('are waited for where the application has another class in the place of Promise', async () => {
    const { receiver } = receiving();
    const seen: string[] = [];
    receiver.on('messages', async ({ id }) => {
      await undefined;
      seen.push(id);
    });
    vi.stubGlobal('Promise', class Other<Value> extends Promise<Value> {});
    try {
      const outcome = postSigned(receiver, texts('a'));
      expect((await outcome).status).toBe(200);
      expect(seen).toEqual(['a']);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('that are there twice in one notification are run once', async () => {
    const { receiver } = receiving();
    let count = 0;
    receiver.on('messages', () => void count++);
    expect((await postSigned(receiver, texts('a', 'a', 'a'))).status).toBe(200);
    expect(count).toBe(1);
  });

  it('run each time where nobody remembers', async () => {
    const { receiver } = receiving({ dedupe: false });
    let count = 0;
    receiver.on('messages', () => void count++);
    await postSigned(receiver, texts('a', 'a'));
    await postSigned(receiver, texts('a'));
    expect(count).toBe(3);
  });
});

describe('the dedupe store', () => {
  const store = (over: Partial<DedupeStore>): DedupeStore => ({ ...memoryDedupe(), ...over });

  it('makes a second request wait for a repeat while the first is at work', async () => {
    const { receiver, errors } = receiving();
    const { until, release } = held();
    receiver.on('messages', () => until);
    const first = postSigned(receiver, texts('a'));
    const second = await postSigned(receiver, texts('a'));
    expect(second).toMatchObject({
      kind: 'failed',
      status: 503,
      errors: [],
      headers: { 'retry-after': '10' },
    });
    release();
    expect(await first).toMatchObject({ kind: 'accepted' });
    expect((await postSigned(receiver, texts('a'))).status).toBe(200);
    expect(errors).toEqual([]);
  });

  it.each([
    [
      'throws on claiming',
      {
        claim: () => {
          throw new Error('down');
        },
      },
      0,
    ],
    ['rejects a claim', { claim: () => Promise.reject(new Error('down')) }, 0],
    ['answers nonsense', { claim: () => ['perhaps' as 'new'] }, 0],
    ['answers too little', { claim: () => Promise.resolve([]) }, 0],
    [
      'throws when it should remember',
      {
        done: () => {
          throw new Error('down');
        },
      },
      1,
    ],
    ['rejects when it should remember', { done: () => Promise.reject(new Error('down')) }, 1],
  ])('that %s makes the sender repeat', async (_, over, runs) => {
    const { receiver, errors } = receiving({ dedupe: store(over) });
    let count = 0;
    receiver.on('messages', () => void count++);
    expect(await postSigned(receiver, texts('a'))).toMatchObject({ kind: 'failed', status: 500 });
    expect(count).toBe(runs);
    expect(errors).toMatchObject([{ message: expect.stringMatching(/dedupe store failed/) }]);
  });

  it('is asked for fifty at a time, and told of each end', async () => {
    const asked: number[] = [];
    const memory = memoryDedupe();
    const dedupe = store({
      claim: (keys) => {
        asked.push(keys.length);
        return Promise.resolve(memory.claim(keys));
      },
      done: (key) => Promise.resolve(memory.done(key)),
    });
    const { receiver } = receiving({ dedupe });
    const seen: string[] = [];
    receiver.on('messages', ({ id }) => void seen.push(id));
    const ids = Array.from({ length: 120 }, (_, i) => `id${i}`);
    expect((await postSigned(receiver, texts(...ids))).status).toBe(200);
    expect(asked).toEqual([50, 50, 20]);
    expect(seen).toEqual(ids);
    expect((await postSigned(receiver, texts(...ids))).status).toBe(200);
    expect(seen).toHaveLength(120);
  });

  it('keeps the claim of somebody else when its own had run out', async () => {
    const released: string[] = [];
    // No time at all: the claim has run out before the handler fails.
    const dedupe = store({ leaseMs: Number.MIN_VALUE, release: (key) => void released.push(key) });
    const { receiver } = receiving({ dedupe });
    receiver.on('messages', () => Promise.reject(new Error('late')));
    expect((await postSigned(receiver, texts('a'))).status).toBe(500);
    expect(released).toEqual([]);
  });
});

describe('items behind one that takes long', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are left to the repeat that got hold of them when their claims had run out', async () => {
    const { receiver } = receiving({ dedupe: memoryDedupe({ leaseMs: Number.MIN_VALUE }) });
    const { until, release } = held();
    const seen: string[] = [];
    receiver.on('messages', ({ id }) => {
      seen.push(id);
      return id === 'a' ? until : undefined;
    });
    const first = postSigned(receiver, texts('a', 'b', 'c'));
    expect((await postSigned(receiver, texts('b'))).status).toBe(200);
    release();
    expect((await first).status).toBe(200);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it.each(['at once', 'later'])('begin with a fresh claim, of a store that answers %s', async (when) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const memory = memoryDedupe({ leaseMs: 1_000 });
    const slow = {
      ...memory,
      claim: async (keys: readonly string[]) => memory.claim(keys),
      release: async (key: string) => memory.release(key),
    };
    const { receiver } = receiving({ dedupe: when === 'later' ? slow : memory });
    const verdicts: unknown[] = [];
    receiver.on('messages', ({ id }) => {
      vi.advanceTimersByTime(id === 'a' ? 600 : 900);
      verdicts.push(id, memory.claim([`messages 9 ${id}`]));
    });
    expect((await postSigned(receiver, texts('a', 'b', 'c'))).status).toBe(200);
    expect(verdicts).toEqual(['a', ['busy'], 'b', ['busy'], 'c', ['busy']]);
  });
});

describe('acknowledging first', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('answers before the handlers run, and reports what fails', async () => {
    const { receiver, errors } = receiving({ acknowledge: 'first' });
    const seen: string[] = [];
    receiver.on('messages', ({ id }) => {
      seen.push(id);
      if (id === 'a') throw new Error('too late');
    });
    const waited: Promise<unknown>[] = [];
    const outcome = await postSigned(receiver, texts('a', 'b'), { waitUntil: (work) => waited.push(work) });
    expect(outcome).toMatchObject({ kind: 'accepted', status: 200 });
    expect(seen).toEqual([]);
    await Promise.all(waited);
    expect(waited).toHaveLength(1);
    expect(seen).toEqual(['a', 'b']);
    expect(errors).toEqual([new Error('too late')]);
  });

  it.each([
    ['is still running by the clock of the store', 0],
    ['has been taken by somebody else, who is gone', 1],
  ])('handles an item whose own claim %s', async (_, taken) => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
    const memory = memoryDedupe({ leaseMs: 1_000 });
    let asked = 0;
    const dedupe = {
      ...memory,
      claim: (keys: readonly string[]) => {
        if (asked++ === 1 && taken > 0) memory.claim(keys);
        return memory.claim(keys);
      },
      // A lease in the store begins when the question arrives there, and so ends later than the receiver thinks.
      leaseMs: 990,
    };
    const { receiver, errors } = receiving({ acknowledge: 'first', dedupe });
    const seen: string[] = [];
    receiver.on('messages', ({ id }) => {
      seen.push(id);
      if (id === 'a') vi.advanceTimersByTime(taken > 0 ? 1_001 : 992);
    });
    const waited: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void waited.push(work);
    expect((await postSigned(receiver, texts('a', 'b', 'c'), { waitUntil })).status).toBe(200);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(taken > 0 ? 2_000 : 100);
    await Promise.all(waited);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(errors).toEqual([]);
  });

  it('asks again for what it could not claim', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const memory = memoryDedupe();
    let isDown = true;
    const claim = (keys: readonly string[]) => {
      if (isDown) throw new Error('down');
      return memory.claim(keys);
    };
    const { receiver, errors } = receiving({ acknowledge: 'first', dedupe: { ...memory, claim } });
    const seen: string[] = [];
    receiver.on('messages', ({ id }) => void seen.push(id));
    expect((await postSigned(receiver, texts('a', 'b'))).status).toBe(200);
    await vi.advanceTimersByTimeAsync(60_000);
    // Told once: a thousand that wait would tell it two hundred times a second.
    expect([seen, errors.length]).toEqual([[], 1]);
    isDown = false;
    const drained = receiver.drain();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await drained).toEqual({ left: 0 });
    expect([seen, errors.length]).toEqual([['a', 'b'], 1]);
  });

  it.each([
    ['nothing', undefined],
    ['too little', ['new']],
  ])('loses nothing to a store that answers %s', async (_, answered) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const memory = memoryDedupe();
    let isBroken = true;
    // As a store without types may answer.
    const claim = async (keys: readonly string[]) =>
      isBroken ? (answered as unknown as readonly []) : memory.claim(keys);
    const { receiver, errors } = receiving({ acknowledge: 'first', dedupe: { ...memory, claim } });
    const seen: string[] = [];
    receiver.on('messages', ({ id }) => void seen.push(id));
    expect((await postSigned(receiver, texts('a', 'b'))).status).toBe(200);
    await vi.advanceTimersByTimeAsync(10);
    expect(errors).toHaveLength(1);
    isBroken = false;
    await vi.advanceTimersByTimeAsync(100);
    expect(seen).toEqual(['a', 'b']);
  });

  it('keeps no process alive for a store that fails, once it drains', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const keepsAlive = (ms: number) => {
      const pause = timers.mock.results[timers.mock.calls.findIndex(([, each]) => each === ms)];
      return pause?.type === 'return' && pause.value.hasRef();
    };
    const memory = memoryDedupe();
    let isDown = true;
    let asked = 0;
    const claim = (keys: readonly string[]) => {
      asked++;
      if (isDown) throw new Error('the pool has ended');
      return memory.claim(keys);
    };
    const { receiver } = receiving({ acknowledge: 'first', dedupe: { ...memory, claim } });
    receiver.on('messages', () => {});
    expect((await postSigned(receiver, texts('a'))).status).toBe(200);
    await vi.waitFor(() => expect(asked).toBe(1));
    expect(keepsAlive(50)).toBe(true);
    expect(await receiver.drain({ timeoutMs: 1 })).toEqual({ left: 1 });
    await vi.waitFor(() => expect(asked).toBe(2));
    expect(keepsAlive(100)).toBe(false);
    isDown = false;
    expect(await receiver.drain()).toEqual({ left: 0 });
    timers.mockRestore();
  });

  it('does not acknowledge what the platform will not wait for', async () => {
    const { receiver, errors } = receiving({ acknowledge: 'first' });
    receiver.on('messages', () => {});
    const broken = new TypeError('Illegal invocation');
    const waitUntil = () => {
      throw broken;
    };
    expect(await postSigned(receiver, texts('a'), { waitUntil })).toMatchObject({
      kind: 'failed',
      status: 500,
    });
    expect(errors).toEqual([broken]);
  });

  it('still refuses before it acknowledges', async () => {
    const { receiver } = receiving({ acknowledge: 'first' });
    receiver.on('messages', () => {});
    expect(await postSigned(receiver, 'x')).toMatchObject({ status: 400 });
    expect(await postSigned(receiver, texts('a'), { headers: () => undefined })).toMatchObject({
      status: 401,
    });
  });

  it('takes on no more than it may, and drains before it ends', async () => {
    const { receiver } = receiving({ acknowledge: 'first', backgroundMax: 2 });
    const { until, release } = held();
    let ended = 0;
    receiver.on('messages', async () => {
      await until;
      ended++;
    });
    const statuses = [];
    for (const id of ['a', 'b', 'c']) statuses.push((await postSigned(receiver, texts(id))).status);
    expect(statuses).toEqual([200, 200, 503]);
    expect(await receiver.drain({ timeoutMs: 1 })).toEqual({ left: 2 });
    expect(await postSigned(receiver, texts('d'))).toMatchObject({ status: 503, reason: 'draining' });
    const drained = receiver.drain();
    release();
    expect(await drained).toEqual({ left: 0 });
    expect(ended).toBe(2);
  });
});

/** A timer of one millisecond would have run out. */
function letTimersPass(): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, 5, 'still waiting'));
}

describe('draining', () => {
  it('waits for requests that are being handled as well', async () => {
    const { receiver } = receiving();
    const { until, release } = held();
    receiver.on('messages', () => until);
    const request = postSigned(receiver, texts('a'));
    expect(await receiver.drain({ timeoutMs: 1 })).toEqual({ left: 1 });
    const drained = receiver.drain({ timeoutMs: Number.POSITIVE_INFINITY });
    expect(await Promise.race([drained, letTimersPass()])).toBe('still waiting');
    release();
    expect((await request).status).toBe(200);
    expect(await drained).toEqual({ left: 0 });
  });

  it.each([-1, Number.NaN])('refuses to wait for %d milliseconds', async (timeoutMs) => {
    const { receiver } = receiving();
    await expect(receiver.drain({ timeoutMs })).rejects.toThrow(/timeoutMs must be/);
  });
});

describe('notifications without a signature', () => {
  it('are taken only where that was asked for, and wrong ones never', async () => {
    const { receiver } = receiving({ dangerouslyAcceptUnsigned: true });
    receiver.on('messages', () => {});
    expect(await postSigned(receiver, texts('a'), { headers: () => undefined })).toMatchObject({
      status: 200,
    });
    const wrong = { headers: () => `sha256=${'0'.repeat(64)}` };
    expect(await postSigned(receiver, texts('a'), wrong)).toMatchObject({ status: 401 });
    // As it may come from the environment.
    const text = receiving({ dangerouslyAcceptUnsigned: 'false' as never }).receiver;
    expect(await postSigned(text, texts('a'), { headers: () => undefined })).toMatchObject({ status: 401 });
  });
});
