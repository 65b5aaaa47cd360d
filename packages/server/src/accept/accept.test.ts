import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRouting, type Routing } from '../routing/routing.ts';
import { seed } from '../store/test/directory-samples.ts';
import { openTestStore, type TestStore } from '../store/test/open-store.ts';
import { type Accept, createAccept } from './accept.ts';
import type { IncomingChange } from './incoming.ts';

const hour = 60 * 60 * 1000;

let test: TestStore;
let routing: Routing;
let accept: Accept;
beforeEach(async () => {
  test = await openTestStore();
  await seed(test.store);
  routing = await createRouting(test.store, { rules: 'current', developmentApps: 'test' });
  accept = createWith(24 * hour);
});
afterEach(async () => {
  routing.stop();
  await test.dispose();
});

function createWith(dedupeWindowMs: number): Accept {
  return createAccept({ store: test.store, routing, clock: test.clock, dedupeWindowMs });
}

function templatePaused(entryTime: number): IncomingChange {
  const change = { value: { event: 'PAUSED' }, field: 'message_template_status_update' };
  return {
    entryId: '300',
    entryTime,
    entryNo: 0,
    field: change.field,
    phoneNumber: null,
    wabaInfoId: null,
    change: new TextEncoder().encode(JSON.stringify(change)),
  };
}

const from = (origin: 'upstream' | 'publish', ...times: number[]) => ({
  origin,
  changes: times.map(templatePaused),
  addressedTo: null,
});

describe('what comes from upstream twice', () => {
  it('is stored once within the window, and counted', async () => {
    expect(await accept.accept(from('upstream', 1, 2))).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(await accept.accept(from('upstream', 2, 3))).toMatchObject({
      accepted: 1,
      duplicates: 1,
      firstSeq: 3,
    });
    test.clock.advance(24 * hour);
    expect(await accept.accept(from('upstream', 1))).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  it('is stored twice where dedupe is off', async () => {
    accept = createWith(0);
    await accept.accept(from('upstream', 1));
    expect(await accept.accept(from('upstream', 1))).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  it('is no duplicate of its own first try, when the routes have changed since the match', async () => {
    await test.store.businesses.create({ graphId: '101', name: 'Harbour Tea' });
    expect(await accept.accept(from('upstream', 1))).toMatchObject({ accepted: 1, duplicates: 0 });
  });
});

describe('what is published twice', () => {
  it('is stored twice: publishers have the Idempotency-Key', async () => {
    await accept.accept(from('publish', 1));
    expect(await accept.accept(from('publish', 1))).toMatchObject({ accepted: 1, duplicates: 0 });
  });
});
