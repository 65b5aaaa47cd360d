// The client certificate as connections use it: read from the store or from the operator's files, kept in memory,
// read again when the store tells of a change or some time has passed. One that was good stays in use while a
// newer one cannot be had.
import type { Clock } from '../../base/clock.ts';
import { expiryOf, fingerprintOf } from '../../certificates/judge.ts';
import { type OwnCertificateFiles, readOwnCertificate } from '../../certificates/own-certificate.ts';
import type { Store } from '../../store/store.ts';
import { currentCertificate } from './client-certificates.ts';

export interface ClientIdentity {
  /** Its fingerprint; the same identity is always the same object. */
  id: string;
  /** PEM: the certificate and its intermediates. */
  chain: string;
  key: string;
  expiresAt: number;
}

/** Plain data, so that it can travel to another thread. */
export interface ClientCertificateSettings {
  /** Common name of wahook's own certificate. */
  name: string;
  /** null: wahook's own. */
  files: OwnCertificateFiles | null;
}

export interface IdentitySource {
  /** Rejects when there is none and none can be made. */
  get(): Promise<ClientIdentity>;
  stop(): void;
}

export interface IdentityDeps {
  store: Pick<Store, 'certificates' | 'routes'>;
  clock: Clock;
  settings: ClientCertificateSettings;
}

/** Files are replaced by programs that tell nobody; whether a leaf of our own is due changes slowly. */
const filesKeptMs = 60_000;
const storedKeptMs = 3_600_000;
/** Pause after a failed look at something newer. */
const retryMs = 10_000;

export function createIdentitySource({ store, clock, settings }: IdentityDeps): IdentitySource {
  let kept: { identity: ClientIdentity; until: number; change: number } | null = null;
  let changes = 0;
  let loading: Promise<ClientIdentity> | null = null;
  const stop = store.routes.onChange(() => {
    changes++;
  });

  async function load(): Promise<ClientIdentity> {
    // Counted before reading: a change that comes meanwhile makes the next caller look again.
    const change = changes;
    const now = clock.now();
    try {
      const found = settings.files
        ? await fromFiles(settings.files)
        : await fromStore({ store, clock, name: settings.name });
      const identity = kept?.identity.id === found.id ? kept.identity : found;
      kept = { identity, change, until: now + (settings.files ? filesKeptMs : storedKeptMs) };
      return identity;
    } catch (error) {
      if (!kept) throw error;
      kept = { ...kept, change, until: now + retryMs };
      return kept.identity;
    }
  }

  return {
    get() {
      if (kept && kept.change === changes && clock.now() < kept.until) return Promise.resolve(kept.identity);
      loading ??= load().finally(() => {
        loading = null;
      });
      return loading;
    },
    stop,
  };
}

async function fromFiles(files: OwnCertificateFiles): Promise<ClientIdentity> {
  const { leaf, chain, key } = await readOwnCertificate(files);
  return { id: fingerprintOf(leaf), chain, key, expiresAt: expiryOf(leaf) };
}

async function fromStore(deps: Parameters<typeof currentCertificate>[0]): Promise<ClientIdentity> {
  const { leaf, intermediate, leafKey } = await currentCertificate(deps);
  return {
    id: fingerprintOf(leaf),
    chain: leaf + intermediate,
    key: leafKey,
    expiresAt: expiryOf(leaf),
  };
}
