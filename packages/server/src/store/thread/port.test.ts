// The store behind a port keeps the same promises as the store itself; and the thread that holds it in earnest.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { storeConformance } from '../conformance.ts';
import type { Store } from '../store.ts';
import { StoreError } from '../store.ts';
import { seed, subscriptionOf } from '../test/directory-samples.ts';
import { openTestStore, testKey } from '../test/open-store.ts';
import { acceptOwed } from '../test/samples.ts';
import { connectStore } from './connect-store.ts';
import { openStoreThread, type StoreThread } from './open.ts';
import { serveStore } from './serve-store.ts';

const bounds = { waitingRequestsMax: 5_000, waitingBytesMax: 64 * 1024 * 1024 };

storeConformance('SQLite behind a port', async (options) => {
  const opened = await openTestStore(options);
  function connect(store: Store): Store {
    const { port1, port2 } = new MessageChannel();
    serveStore(store, port1);
    const connected = connectStore(port2, { ...bounds, ...options }, () => {});
    const close = async () => {
      await connected.close().catch(() => {});
      connected.abandon('The store is closed.');
      port2.close();
    };
    return { ...connected, close };
  }
  const subject = {
    store: connect(opened.store),
    clock: opened.clock,
    async reopen() {
      await subject.store.close();
      subject.store = connect(await opened.reopen());
      return subject.store;
    },
    async dispose() {
      await subject.store.close();
      await opened.dispose();
    },
  };
  return subject;
});

describe('two ports to one store', () => {
  it('keep the feed with the one that started it last, though the other closes later', async () => {
    const opened = await openTestStore();
    const ends = [1, 2].map(() => {
      const { port1, port2 } = new MessageChannel();
      serveStore(opened.store, port1);
      return { port: port2, store: connectStore(port2, bounds, () => {}) };
    });
    const [first, second] = ends;
    if (!first || !second) throw new Error('two were made');
    const credit = { events: 10, bytes: 1_000_000 };
    const owed: number[] = [];
    first.store.feed.start({ credit, onOwed: () => {} });
    await first.store.feed.sweep();
    second.store.feed.start({
      credit,
      onOwed: (_queueId, events) => owed.push(...events.map(({ seq }) => seq)),
    });
    await second.store.feed.sweep();
    first.port.close();
    // The other end has seen it close by the time it answers this.
    await once(first.port, 'close');
    await second.store.installation.isDemo();
    const { app, waba } = await seed(opened.store);
    await opened.store.subscriptions.saveApp(subscriptionOf(app.id));
    const { queueId } = await opened.store.subscriptions.saveOverride({
      ...{ appId: app.id, wabaId: waba.id, phoneNumberId: null },
      ...{ url: 'https://waba.example/', verifyToken: 'lantern-verify' },
    });
    await acceptOwed(opened.store, [queueId]);
    await until(() => owed.length === 1);
    second.port.close();
    await opened.dispose();
  });
});

describe('the database thread', () => {
  const directories: string[] = [];

  afterEach(async () => {
    for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
  });

  async function open(directory?: string): Promise<StoreThread & { lost: unknown[]; directory: string }> {
    const place = directory ?? (await mkdtemp(path.join(tmpdir(), 'wahook-thread-')));
    directories.push(place);
    const lost: unknown[] = [];
    const start = { directory: place, masterKey: testKey, ...bounds };
    const opened = await openStoreThread({
      ...start,
      onNotice: () => {},
      onLost: (cause) => lost.push(cause),
    });
    return { ...opened, lost, directory: place };
  }

  it('stores, answers after the commit, and closes without being lost', async () => {
    const { store, lost, directory } = await open();
    const business = await store.businesses.create({ graphId: '1', name: 'One' });
    expect(await store.businesses.find('1')).toEqual(business);
    await store.close();
    expect(lost).toEqual([]);
    await expect(store.businesses.list()).rejects.toThrow('closed');

    const again = await open(directory);
    expect(await again.store.businesses.list()).toEqual([business]);
    await again.store.close();
  });

  it('refuses as the store would: a second process, an id that exists', async () => {
    const first = await open();
    await expect(open(first.directory)).rejects.toMatchObject({ name: 'StoreError', code: 'in_use' });
    await first.store.businesses.create({ graphId: '1', name: 'One' });
    const twice = first.store.businesses.create({ graphId: '1', name: 'Two' });
    await expect(twice).rejects.toBeInstanceOf(StoreError);
    await expect(twice).rejects.toMatchObject({ code: 'conflict' });
    await first.store.close();
  });
});
