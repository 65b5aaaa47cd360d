// The suite that every implementation of the Store must pass. An implementation brings a way to open itself;
// the chapters ask for nothing but what store.ts promises. No case may be skipped without a written reason.
import { afterEach, beforeEach, describe } from 'vitest';
import type { TestClock } from '../test/support/test-clock.ts';
import type { Store } from './store.ts';
import { acceptChapter } from './test/conformance-accept.ts';
import { actorsChapter } from './test/conformance-actors.ts';
import { certificatesChapter } from './test/conformance-certificates.ts';
import { dedupeChapter } from './test/conformance-dedupe.ts';
import { deliveriesChapter } from './test/conformance-deliveries.ts';
import { directoryChapter } from './test/conformance-directory.ts';
import { endpointsChapter } from './test/conformance-endpoints.ts';
import { faultsChapter } from './test/conformance-faults.ts';
import { feedChapter } from './test/conformance-feed.ts';
import { heldChapter } from './test/conformance-held.ts';
import { isolationChapter } from './test/conformance-isolation.ts';
import { keysChapter } from './test/conformance-keys.ts';
import { overridesChapter } from './test/conformance-overrides.ts';
import { readsChapter } from './test/conformance-reads.ts';
import { replaysChapter } from './test/conformance-replays.ts';
import { routesChapter } from './test/conformance-routes.ts';
import { upkeepChapter } from './test/conformance-upkeep.ts';
import { usageChapter } from './test/conformance-usage.ts';

/** One store under test, with its own empty data. */
export interface Subject {
  store: Store;
  clock: TestClock;
  /** Closes the store and opens the same data again. `store` is the new one from then on. */
  reopen(): Promise<Store>;
  dispose(): Promise<void>;
}

export interface SubjectOptions {
  waitingRequestsMax?: number;
  waitingBytesMax?: number;
}

export type OpenSubject = (options?: SubjectOptions) => Promise<Subject>;

/** What a chapter works with; renewed before each case. */
export interface Bench {
  readonly store: Store;
  readonly clock: TestClock;
  readonly subject: Subject;
  /** Another store with other bounds; ends with the case too. */
  open(options: SubjectOptions): Promise<Subject>;
}

export function storeConformance(name: string, open: OpenSubject): void {
  describe(`${name} keeps the promises of the Store`, () => {
    const opened: Subject[] = [];
    const first = (): Subject => {
      const [subject] = opened;
      if (!subject) throw new Error('No store is open outside a case.');
      return subject;
    };
    const bench: Bench = {
      get subject() {
        return first();
      },
      get store() {
        return first().store;
      },
      get clock() {
        return first().clock;
      },
      async open(options) {
        const subject = await open(options);
        opened.push(subject);
        return subject;
      },
    };

    beforeEach(async () => {
      await bench.open({});
    });
    afterEach(async () => {
      for (const subject of opened.splice(0)) await subject.dispose();
    });

    describe('directory', () => directoryChapter(bench));
    describe('routes', () => routesChapter(bench));
    describe('actors', () => actorsChapter(bench));
    describe('overrides', () => overridesChapter(bench));
    describe('endpoints', () => endpointsChapter(bench));
    describe('faults', () => faultsChapter(bench));
    describe('keys and the audit log', () => keysChapter(bench));
    describe('client certificates', () => certificatesChapter(bench));
    describe('usage', () => usageChapter(bench));
    describe('accepting', () => acceptChapter(bench));
    describe('duplicates', () => dedupeChapter(bench));
    describe('the feed', () => feedChapter(bench));
    describe('deliveries', () => deliveriesChapter(bench));
    describe('holding back', () => heldChapter(bench));
    describe('upkeep', () => upkeepChapter(bench));
    describe('keeping endpoints apart', () => isolationChapter(bench));
    describe('replays', () => replaysChapter(bench));
    describe('reading', () => readsChapter(bench));
  });
}
