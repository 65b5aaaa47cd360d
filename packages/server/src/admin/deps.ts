// What the routes of /api/v1 are given by the composition root, and what each request knows of its caller.
import type { Publish } from '../accept/publish.ts';
import type { Clock } from '../base/clock.ts';
import type { QueueHealth } from '../delivery/gate/gates.ts';
import type { ClientCertificateSettings } from '../delivery/outgoing/client-identity.ts';
import type { RetryProfile } from '../delivery/retry/retry.ts';
import type { Routing } from '../routing/routing.ts';
import type { Samples } from '../simulator/samples.ts';
import type { ScenarioLibrary } from '../simulator/scenario/library.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Store } from '../store/store.ts';
import type { KeyScope } from '../store/vocabulary.ts';
import type { Caller } from './admin-key.ts';

export interface AdminDeps {
  store: Store;
  routing: Routing;
  publish: Publish;
  /** null: it is off. */
  simulator: Simulator | null;
  samples: Samples;
  library: ScenarioLibrary;
  clock: Clock;
  /** The timetable that `attempts_left` follows from. */
  retryProfile: RetryProfile;
  /** How the endpoints are doing, by queue. */
  endpointHealth: () => Promise<QueueHealth[]>;
  /** A replay was made: it is taken up at once. */
  wakeReplays: () => void;
  /** The rate of a replay that names none. */
  replayPerSecond: number;
  /** For Prometheus. */
  metrics: () => Promise<string>;
  /** That many random bytes, for ids, secrets, tokens and keys. */
  random: (bytes: number) => Uint8Array;
  /** App secrets that stand in the documentation. */
  publicSecrets: readonly string[];
  /** Whether faults can be switched on for an app. */
  allowFaults: boolean;
  /** Field names known beside the catalogue. */
  extraFields: readonly string[];
  clientCertificate: ClientCertificateSettings;
  doctor: Doctor;
  /** Where backups go; null: nowhere. */
  backupDirectory: string | null;
  /** Hash of the root key, which may do everything. */
  adminKeyHash: Uint8Array;
}

/** Examines endpoints. What a run has found is shown in the doctor's own words. */
export interface Doctor {
  start(order: DoctorOrder): DoctorStarted;
  /** null: there is no such run, or it was long ago. */
  show(id: string): object | null;
  /** Newest first. */
  list(): object[];
}

export interface DoctorOrder {
  url: string;
  secret: string;
  verifyToken: string;
  /** Ids of checks or groups; empty means all. */
  only: readonly string[];
  skip: readonly string[];
  /** A page of the app with the ids it has handled. */
  observeUrl: string | null;
}

export type DoctorStarted =
  | { ok: true; id: string }
  | { ok: false; code: 'bad_request' | 'doctor_busy'; detail: string };

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any handler of /api/v1 runs. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** What the caller's key must be allowed to do. Every route of /api/v1 names it. */
    scope?: KeyScope;
  }
}
