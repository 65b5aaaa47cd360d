import { copyFile, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { demo, seedDemo } from '../../demo.ts';
import { loadMasterKey } from '../../store/master-key.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { run, start, temporaryDirectory, until } from '../test-support/recording.ts';

/** A place for a gateway, and the flags that name it. */
async function gateway() {
  const directory = await temporaryDirectory();
  const data = path.join(directory, 'data');
  const keyFile = path.join(directory, 'keys', 'master.key');
  return { data, keyFile, flags: ['start', '--port', '0', '--data', data, '--master-key-file', keyFile] };
}

/** Starts it, does nothing, stops it. */
async function startAndStop(
  flags: string[],
): Promise<{ exitCode: number; lines: string[]; errors: string[] }> {
  const { lines, errors, stop } = start([...flags, '--json']);
  await until(() => lines.length > 0);
  return { exitCode: await stop(), lines, errors };
}

/** Writes to the gateway's store behind its back. */
async function changeStore(
  place: { data: string; keyFile: string },
  change: (store: Store) => Promise<unknown>,
) {
  const masterKey = await loadMasterKey(place.keyFile);
  const store = await openSqliteStore({ directory: place.data, clock: systemClock, masterKey });
  await change(store);
  await store.close();
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

describe('the first wahook start', () => {
  it('makes the master key and the admin key for the owner alone, and says where', async () => {
    const { data, keyFile, flags } = await gateway();
    const gate = start([...flags, '--json']);
    await until(() => gate.lines.length > 0);
    expect(gate.lines).toEqual([expect.stringMatching(/^\{"url":"http:\/\/127\.0\.0\.1:\d+"\}$/)]);
    const adminKeyFile = path.join(data, 'admin.key');
    expect(gate.errors).toEqual([
      expect.stringContaining(`Made the master key ${keyFile}.`),
      expect.stringContaining(`Wrote a new admin key to ${adminKeyFile}.`),
    ]);
    expect([await modeOf(data), await modeOf(keyFile), await modeOf(adminKeyFile)]).toEqual([
      '700',
      '600',
      '600',
    ]);

    const { url }: { url: string } = JSON.parse(gate.lines[0] ?? '');
    const adminKey = (await readFile(adminKeyFile, 'utf8')).trim();
    const events = await run(['events', '--url', url, '--admin-key', adminKey]);
    expect(events).toMatchObject({ exitCode: 0, errors: [] });
    expect((await run(['events', '--url', url])).exitCode).toBe(1);
    expect(await gate.stop()).toBe(0);
  });

  it('is followed by others that keep both keys', async () => {
    const place = await gateway();
    await startAndStop(place.flags);
    const keys = () => Promise.all([readFile(place.keyFile), readFile(path.join(place.data, 'admin.key'))]);
    const before = await keys();
    expect(await startAndStop(place.flags)).toMatchObject({ exitCode: 0, errors: [] });
    expect(await keys()).toEqual(before);
  });

  it('takes up the admin key of a start that was cut off before it was on record', async () => {
    const { data, flags } = await gateway();
    await mkdir(data, { mode: 0o700 });
    const adminKey = `wahook-admin-${'k'.repeat(32)}`;
    await writeFile(path.join(data, 'admin.key'), `${adminKey}\n`, { mode: 0o600 });
    const gate = start([...flags, '--json']);
    await until(() => gate.lines.length > 0);
    const { url }: { url: string } = JSON.parse(gate.lines[0] ?? '');
    expect((await run(['events', '--url', url, '--admin-key', adminKey])).exitCode).toBe(0);
    expect(await gate.stop()).toBe(0);
  });

  it('makes no admin key when one is given', async () => {
    const { data, flags } = await gateway();
    const { errors } = await startAndStop([...flags, '--admin-key', 'chosen-by-the-operator-01']);
    expect(errors).toEqual([expect.stringContaining('Made the master key')]);
    await expect(stat(path.join(data, 'admin.key'))).rejects.toThrow('ENOENT');
  });
});

describe('wahook start refuses', () => {
  it('everything that is wrong at once', async () => {
    const data = await temporaryDirectory();
    const flags = ['--port', '0', '--data', data, '--host', '0.0.0.0', '--admin-key', demo.adminKey];
    const { exitCode, lines, errors } = await run(['start', ...flags]);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([]);
    expect(errors).toEqual([
      expect.stringContaining('accept the risk with --insecure-http'),
      expect.stringContaining('--master-key-file or WAHOOK_MASTER_KEY_FILE'),
      expect.stringContaining('The admin key is the public one of `wahook dev`.'),
    ]);
  });

  it('a master key inside the data directory, also behind a link', async () => {
    const directory = await temporaryDirectory();
    const data = path.join(directory, 'data');
    const link = path.join(directory, 'link');
    await mkdir(data, { mode: 0o700 });
    await symlink(data, link);
    for (const keyFile of [
      path.join(data, 'master.key'),
      path.join(data, 'a', 'b'),
      path.join(link, 'key'),
    ]) {
      const { exitCode, errors } = await run([
        'start',
        '--data',
        data,
        '--master-key-file',
        keyFile,
        '--port',
        '0',
      ]);
      expect(exitCode).toBe(1);
      expect(errors).toEqual([expect.stringContaining('lies inside the data directory')]);
    }
  });

  it("a directory of wahook dev, even with dev's key copied out of it", async () => {
    const { data, keyFile, flags } = await gateway();
    const dev = start(['dev', '--json', '--no-receiver', '--port', '0', '--data', data]);
    await until(() => dev.lines.length > 0);
    await dev.stop();
    const seeded = [expect.stringContaining('was seeded by `wahook dev`')];
    expect(await run(flags)).toMatchObject({ exitCode: 1, errors: seeded });

    const copy = path.join(await temporaryDirectory(), 'master.key');
    await copyFile(path.join(data, 'master.key'), copy);
    await expect(stat(keyFile)).rejects.toThrow('ENOENT');
    expect(await run([...flags, '--master-key-file', copy])).toMatchObject({ exitCode: 1, errors: seeded });
  });

  it('a store that is marked as demo data wherever its key lies', async () => {
    const place = await gateway();
    await startAndStop(place.flags);
    await changeStore(place, (store) => seedDemo(store, systemClock));
    const { exitCode, errors } = await run(place.flags);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([expect.stringContaining('was seeded by `wahook dev`')]);
  });

  it('a demo secret or token by its value, and names what holds it', async () => {
    const place = await gateway();
    await startAndStop(place.flags);
    await changeStore(place, async (store) => {
      const business = await store.businesses.create({ graphId: '1', name: 'Some business' });
      const { secret } = demo.stranger.app;
      const app = await store.apps.create({
        graphId: '2',
        name: 'Ours',
        secret,
        businessId: business.id,
        mode: 'live',
      });
      const user = await store.users.create({
        graphId: '3',
        name: 'Somebody',
        kind: 'user',
        businessId: business.id,
        role: 'admin',
      });
      const { accessToken: token } = demo;
      await store.tokens.create({
        token,
        appId: app.id,
        userId: user.id,
        kind: 'user',
        scopes: [],
        createdAt: 0,
        expiresAt: null,
      });
    });
    const { exitCode, errors } = await run(place.flags);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      expect.stringContaining('App 2 has a secret of `wahook dev`'),
      expect.stringMatching(/^The access token .* is one of `wahook dev` and public/),
    ]);
    expect(errors.join()).not.toContain(demo.accessToken);
  });

  it('to make a new master key beside data that another one sealed', async () => {
    const place = await gateway();
    await startAndStop(place.flags);
    const other = path.join(await temporaryDirectory(), 'other.key');
    const { exitCode, errors } = await run([...place.flags, '--master-key-file', other]);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([expect.stringContaining('is missing, and')]);
    await expect(stat(other)).rejects.toThrow('ENOENT');
  });

  it('a key that did not seal this data, and says which one is needed', async () => {
    const place = await gateway();
    const other = await gateway();
    await startAndStop(place.flags);
    await startAndStop(other.flags);
    const { exitCode, errors } = await run([...place.flags, '--master-key-file', other.keyFile]);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      expect.stringContaining('Start with the key file that belongs to this data directory.'),
    ]);
  });

  it('to overwrite an admin.key that it knows nothing of', async () => {
    const { data, flags } = await gateway();
    await startAndStop([...flags, '--admin-key', 'chosen-by-the-operator-01']);
    await writeFile(path.join(data, 'admin.key'), 'precious');
    const { exitCode, errors } = await run(flags);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([expect.stringContaining('exists already, but no admin key is on record')]);
    expect(await readFile(path.join(data, 'admin.key'), 'utf8')).toBe('precious');
  });
});
