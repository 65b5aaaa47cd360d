// What every dedupe store promises, run over each of them. `open` gives a new store with the lease of ten seconds and
// a memory of a hundred, and a way to let time pass for it.
import { describe, expect, it } from 'vitest';
import type { DedupeStore } from './store.ts';

export const conformanceTimes = { leaseMs: 10_000, rememberMs: 100_000 };

export type OpenedStore = { store: DedupeStore; pass: (ms: number) => void; other: DedupeStore };

/** `other` is the same memory seen from another process, or the store itself where there is none. */
export function dedupeConformance(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as a dedupe store`, () => {
    it('claims a key once, and says that it is busy until the claim ends', async () => {
      const { store, other } = await open();
      expect(await store.claim(['a'])).toEqual(['new']);
      expect(await other.claim(['a'])).toEqual(['busy']);
      await store.done('a');
      expect(await other.claim(['a'])).toEqual(['done']);
    });

    it('answers several keys in their order', async () => {
      const { store, other } = await open();
      await store.claim(['b', 'c']);
      await store.done('c');
      expect(await other.claim(['d', 'c', 'b', 'a'])).toEqual(['new', 'done', 'busy', 'new']);
    });

    it('gives a released key to the next one', async () => {
      const { store, other } = await open();
      await store.claim(['a', 'b']);
      await store.release('a');
      expect(await other.claim(['a', 'b'])).toEqual(['new', 'busy']);
    });

    it('lets a claim run out, and no sooner', async () => {
      const { store, pass, other } = await open();
      await store.claim(['a']);
      pass(store.leaseMs - 1);
      expect(await other.claim(['a'])).toEqual(['busy']);
      pass(2);
      expect(await other.claim(['a'])).toEqual(['new']);
      expect(await store.claim(['a'])).toEqual(['busy']);
    });

    it('remembers what was handled although its claim had run out', async () => {
      const { store, pass } = await open();
      await store.claim(['a']);
      pass(store.leaseMs + 1);
      await store.done('a');
      expect(await store.claim(['a'])).toEqual(['done']);
    });

    it('forgets in the end', async () => {
      const { store, pass } = await open();
      await store.claim(['a']);
      await store.done('a');
      pass(conformanceTimes.rememberMs / 2 - 1);
      expect(await store.claim(['a'])).toEqual(['done']);
      pass(conformanceTimes.rememberMs * 2);
      expect(await store.claim(['a'])).toEqual(['new']);
    });

    it('gives a key that many ask for at once to one of them', async () => {
      const { store, other } = await open();
      const asked = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? store : other).claim(['a', 'b']));
      const verdicts = (await Promise.all(asked)).flat();
      expect(verdicts.filter((verdict) => verdict === 'new')).toHaveLength(2);
      expect(verdicts.filter((verdict) => verdict === 'busy')).toHaveLength(38);
    });

    it('takes any text as a key', async () => {
      const { store } = await open();
      const keys = ["'; drop table x; --", '__proto__', '', 'é\ud83d\ude00', 'x'.repeat(600), 'constructor'];
      expect(await store.claim(keys)).toEqual(keys.map(() => 'new'));
      for (const key of keys) await store.done(key);
      expect(await store.claim(keys)).toEqual(keys.map(() => 'done'));
    });
  });
}
