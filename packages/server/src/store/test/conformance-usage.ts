// Rate limits: what is admitted, when it is free again, and that neither a restart nor a neighbour changes it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Bench } from '../conformance.ts';
import type { UsageCall, UsageCount } from '../store.ts';
import { acceptOwed, settlement } from './samples.ts';

/** Small numbers, so that few calls fill a window. */
const limit = { bucket: 'buc:1:1', budget: 3, windowMs: 100, slotMs: 10 };

function callAt(now: number, overrides: Partial<UsageCall> = {}): UsageCall {
  return { ...limit, now, ...overrides };
}

export function usageChapter(bench: Bench): void {
  countingCases(bench);
  windowCases(bench);
  neighbourCases(bench);
}

function countingCases(bench: Bench): void {
  it('admits as many calls as the budget, counts the rest too, and says when the next will be free', async () => {
    const { usage } = bench.store;
    expect(await usage.take(callAt(1_000))).toEqual({
      admitted: true,
      calls: 1,
      cpuMs: 0,
      wallMs: 0,
      freeAt: null,
    });
    expect(await usage.take(callAt(1_015))).toMatchObject({ admitted: true, calls: 2, freeAt: null });
    // Two are left when the slot of 1000 has gone: 1000 + 100 + 10.
    expect(await usage.take(callAt(1_021))).toMatchObject({ admitted: true, calls: 3, freeAt: 1_110 });
    expect(await usage.take(callAt(1_022))).toMatchObject({ admitted: false, calls: 4, freeAt: 1_120 });
    expect(await usage.take(callAt(1_119))).toMatchObject({ admitted: false, calls: 4, freeAt: 1_130 });
    expect(await usage.take(callAt(1_130))).toMatchObject({ admitted: true, calls: 2, freeAt: null });
  });

  it('adds up what calls cost, to the microsecond, and reads it without counting', async () => {
    const { usage } = bench.store;
    await usage.take(callAt(1_000));
    const cost = { ...callAt(1_005), cpuMs: 0.25, wallMs: 12.5 };
    await usage.spend(cost);
    await usage.spend({ ...cost, now: 1_011 });
    const count = { calls: 1, cpuMs: 0.5, wallMs: 25, freeAt: null };
    expect(await usage.read(callAt(1_020))).toEqual(count);
    expect(await usage.read(callAt(1_020))).toEqual(count);
    expect(await usage.read(callAt(1_110))).toEqual({ calls: 0, cpuMs: 0.25, wallMs: 12.5, freeAt: null });
    expect(await usage.read(callAt(1_020, { bucket: 'unheard of' }))).toMatchObject({ calls: 0, cpuMs: 0 });
    expect(await usage.read(callAt(1_020, { budget: 1 }))).toMatchObject({ freeAt: 1_110 });
  });

  it('counts buckets apart', async () => {
    const { usage } = bench.store;
    for (let call = 0; call < 5; call++) await usage.take(callAt(1_000));
    expect(await usage.take(callAt(1_000, { bucket: 'buc:1:2' }))).toMatchObject({
      admitted: true,
      calls: 1,
    });
  });

  it('admits no more than the budget of many calls made at once', async () => {
    const { usage } = bench.store;
    const counts = await Promise.all(Array.from({ length: 50 }, () => usage.take(callAt(1_000))));
    expect(counts.map((count) => count.calls)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(counts.filter((count) => count.admitted)).toHaveLength(3);
  });

  it('remembers calls over a restart', async () => {
    for (let call = 0; call < 3; call++) await bench.store.usage.take(callAt(1_000));
    const store = await bench.subject.reopen();
    expect(await store.usage.take(callAt(1_001))).toMatchObject({ admitted: false, calls: 4 });
  });

  it('counts on when the clock is set back a little, and is not stuck when it was far ahead', async () => {
    const { usage } = bench.store;
    for (let call = 0; call < 3; call++) await usage.take(callAt(5_000));
    expect(await usage.take(callAt(4_950))).toMatchObject({ admitted: false, calls: 4 });
    expect(await usage.take(callAt(1_000))).toMatchObject({ admitted: true, calls: 1 });
  });

  it('refuses a limit that makes no sense', async () => {
    const { usage } = bench.store;
    for (const wrong of [
      { budget: 0 },
      { windowMs: 0 },
      { windowMs: 3_600_001 },
      { slotMs: 0 },
      { slotMs: 60_001 },
    ]) {
      await expect(usage.take(callAt(1_000, wrong))).rejects.toThrow('No such limit');
      await expect(usage.read(callAt(1_000, wrong))).rejects.toThrow('No such limit');
    }
  });
}

function windowCases(bench: Bench): void {
  const plans = fc.record({
    budget: fc.integer({ min: 1, max: 6 }),
    windowMs: fc.integer({ min: 1, max: 60 }),
    slotMs: fc.integer({ min: 1, max: 20 }),
    start: fc.integer({ min: 1, max: 100_000 }),
    // Long pauses among bursts, so that windows fill and empty.
    pauses: fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 80 })), {
      minLength: 1,
      maxLength: 40,
    }),
  });

  it('never admits more than the budget in any window, and frees at most one slot late', async () => {
    const { usage } = bench.store;
    let bucket = 0;
    await fc.assert(
      fc.asyncProperty(plans, async ({ start, pauses, ...plan }) => {
        const query = { ...plan, bucket: `plan ${bucket++}` };
        const times = timesOf(start, pauses);
        const counts: UsageCount[] = [];
        for (const now of times) counts.push(await usage.take({ ...query, now }));

        const admitted = times.filter((_, index) => counts[index]?.admitted);
        for (const from of admitted) {
          const within = admitted.filter((time) => time >= from && time <= from + plan.windowMs);
          expect(within.length).toBeLessThanOrEqual(plan.budget);
        }
        for (const [index, now] of times.entries()) {
          const made = times.slice(0, index + 1);
          const exact = made.filter((time) => time >= now - plan.windowMs).length;
          const late = made.filter((time) => time > now - plan.windowMs - plan.slotMs).length;
          expect(counts[index]?.calls).toBeGreaterThanOrEqual(exact);
          expect(counts[index]?.calls).toBeLessThanOrEqual(late);
          expect(counts[index]?.admitted).toBe((counts[index]?.calls ?? 0) <= plan.budget);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('frees exactly when it said, if no more calls come', async () => {
    const { usage } = bench.store;
    let bucket = 0;
    await fc.assert(
      fc.asyncProperty(plans, async ({ start, pauses, ...plan }) => {
        const query = { ...plan, bucket: `promise ${bucket++}` };
        const times = timesOf(start, pauses);
        const counts = await Promise.all(times.map((now) => usage.take({ ...query, now })));
        const last = counts.at(-1);
        const now = times.at(-1) ?? 0;
        const freeAt = last?.freeAt ?? null;
        expect(freeAt === null).toBe((last?.calls ?? 0) < plan.budget);
        if (freeAt === null) return;
        expect(freeAt).toBeGreaterThan(now);
        const before = await usage.read({ ...query, now: freeAt - 1 });
        expect(before.calls).toBeGreaterThanOrEqual(plan.budget);
        expect(before.freeAt).toBe(freeAt);
        const then = await usage.read({ ...query, now: freeAt });
        expect(then.calls).toBeLessThan(plan.budget);
        expect(then.freeAt).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
}

function timesOf(start: number, pauses: readonly number[]): number[] {
  let now = start;
  return pauses.map((pause) => {
    now += pause;
    return now;
  });
}

function neighbourCases(bench: Bench): void {
  it('goes along with events and settlements, and a faulty one spoils none of them', async () => {
    const { store } = bench;
    const [seq] = await acceptOwed(store, [1]);
    const [first, faulty, settled, accepted, second] = await Promise.allSettled([
      store.usage.take(callAt(1_000)),
      store.usage.spend({ ...callAt(1_000), cpuMs: Number.NaN, wallMs: 1 }),
      store.deliveries.settle([settlement([seq ?? 0])]),
      acceptOwed(store, [1]),
      store.usage.take(callAt(1_000)),
    ]);
    expect(faulty.status).toBe('rejected');
    expect(settled.status).toBe('fulfilled');
    expect(accepted.status).toBe('fulfilled');
    expect(first).toMatchObject({ value: { calls: 1 } });
    expect(second).toMatchObject({ value: { calls: 2 } });
    expect(await store.usage.read(callAt(1_000))).toMatchObject({ calls: 2, wallMs: 0 });
    expect(await store.deliveries.get(`1-${seq}`)).toMatchObject({ state: 'delivered' });
  });

  it('commits calls that wait when the store is closed', async () => {
    const waiting = bench.store.usage.take(callAt(1_000));
    const store = await bench.subject.reopen();
    expect(await waiting).toMatchObject({ calls: 1 });
    expect(await store.usage.read(callAt(1_000))).toMatchObject({ calls: 1 });
  });
}
