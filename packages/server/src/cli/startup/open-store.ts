// Opens the data directory of `dev` and of `start`: its key, its store, and the checks that belong to each. What
// is opened and then refused is closed again.
import assert from 'node:assert/strict';
import { hashAdminKey } from '../../admin/admin-key.ts';
import type { Clock } from '../../base/clock.ts';
import type { Config } from '../../config.ts';
import { demo, seedDemo } from '../../demo.ts';
import type { Log } from '../../observe/log.ts';
import type { MasterKey } from '../../store/master-key.ts';
import type { StoreNotice } from '../../store/notice.ts';
import type { Store } from '../../store/store.ts';
import { openStoreThread, type StoreThread } from '../../store/thread/open.ts';
import { CliError } from '../cli-error.ts';
import { adminKeyHash } from './admin-key-file.ts';
import { demoProblemsOfStore } from './demo-refusal.ts';
import { devKeyFile, loadOrCreateKey } from './key-file.ts';

export interface OpenInput {
  config: Config;
  clock: Clock;
  log: Log;
}

export interface Opened extends StoreThread {
  adminKeyHash: Uint8Array;
  /** Settles when the database thread has ended without being told to, which nothing can go on after. */
  lost: Promise<unknown>;
}

/** Seeds the demo data on the first start. */
export async function openDevStore(input: OpenInput): Promise<Opened> {
  const { config, clock } = input;
  const { key } = await loadOrCreateKey(devKeyFile(config.data), config.data);
  const opened = await open(input, key);
  return closeOnFailure(opened.store, async () => {
    await seedDemo(opened.store, clock);
    return { ...opened, adminKeyHash: hashAdminKey(config.adminKey ?? demo.adminKey) };
  });
}

/** `tell` gets a line for each file that was made. */
export async function openGatewayStore(input: OpenInput & { tell: (line: string) => void }): Promise<Opened> {
  const { config, tell } = input;
  const { masterKeyFile } = config;
  // keyPlaceProblems() refuses the start before it gets here.
  assert(masterKeyFile !== null, 'start has no master key file');
  const { key, created } = await loadOrCreateKey(masterKeyFile, config.data);
  if (created) {
    tell(
      `Made the master key ${masterKeyFile}. Back it up apart from the data: without it the secrets are lost.`,
    );
  }
  const opened = await open(input, key);
  const { store } = opened;
  return closeOnFailure(store, async () => {
    const problems = await demoProblemsOfStore(store, config.data);
    if (problems.length > 0) throw new CliError(problems);
    const { hash, createdFile } = await adminKeyHash({
      store,
      dataDirectory: config.data,
      given: config.adminKey,
    });
    if (createdFile)
      tell(`Wrote a new admin key to ${createdFile}. Move it to a safe place: only its hash is kept.`);
    return { ...opened, adminKeyHash: hash };
  });
}

async function open({ config, log }: OpenInput, masterKey: MasterKey): Promise<Omit<Opened, 'adminKeyHash'>> {
  let onLost: (cause: unknown) => void = () => {};
  const lost = new Promise<unknown>((resolve) => {
    onLost = resolve;
  });
  const opened = await openStoreThread({
    directory: config.data,
    masterKey,
    waitingRequestsMax: config.waitingRequestsMax,
    waitingBytesMax: config.waitingBytesMax,
    diskLowBytes: config.diskLowBytes,
    ballastBytes: config.ballastBytes,
    onNotice: (notice) => logNotice(log, notice),
    onLost,
  });
  return { ...opened, lost };
}

function logNotice(log: Log, { kind, message, cause }: StoreNotice): void {
  const isOver = kind === 'unclean_start' || kind === 'disk_recovered' || kind === 'disk_enough';
  if (isOver) log.warn({ kind }, message);
  else log.error({ kind, err: cause }, message);
}

async function closeOnFailure<Result>(store: Store, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    await store.close();
    throw error;
  }
}
