// The Store: everything wahook keeps, behind verbs that name what the rest of the house needs.
// One interface, one conformance suite (conformance.ts); today SQLite implements it. Every verb is
// asynchronous and takes whole batches, so that an implementation may live in a thread or across a network.
// Ids: `id`, `appId`, `wabaId` … are the store's own integers; `graphId` is the text of digits that the
// Graph API shows. Times are milliseconds since the Unix epoch unless the name says seconds.
import type { ClientCertificates } from './certificates.ts';
import type { DeliveryFilter } from './delivery-filter.ts';
import type { Apps, Businesses, PhoneNumbers, Subscriptions, Tokens, Users, Wabas } from './directory.ts';
import type { Endpoints } from './endpoints.ts';
import type { AppFaults, FaultBook } from './faults.ts';
import type { Held } from './held.ts';
import type { Installation } from './installation.ts';
import type { DeliveryState, Origin, Settlement } from './life-of-event.ts';
import type {
  AdminKey,
  App,
  AppReview,
  AppShare,
  AppSubscription,
  AuditEntry,
  Business,
  Endpoint,
  NewAdminKey,
  PhoneNumber,
  Waba,
  WabaPartner,
  WabaSubscription,
} from './nouns.ts';
import type { ReplayRoute, Replays } from './replays.ts';
import type { Upkeep } from './upkeep.ts';

export type { DeliveryFilter };

export interface Store {
  readonly businesses: Businesses;
  readonly apps: Apps;
  readonly users: Users;
  readonly wabas: Wabas;
  readonly phoneNumbers: PhoneNumbers;
  readonly tokens: Tokens;
  readonly subscriptions: Subscriptions;
  readonly routes: Routes;
  readonly endpoints: Endpoints;
  readonly faults: FaultBook;
  readonly events: Events;
  readonly feed: Feed;
  readonly deliveries: Deliveries;
  readonly replays: Replays;
  readonly held: Held;
  readonly usage: Usage;
  readonly adminKeys: AdminKeys;
  readonly certificates: ClientCertificates;
  readonly audit: Audit;
  readonly installation: Installation;
  readonly upkeep: Upkeep;
  /** Commits what is waiting, then closes. Calls made afterwards are refused with StoreError `closed`. */
  close(): Promise<void>;
}

/** What could not be done, in words for a person; never a stack trace. Thrown only by opening and by directory verbs. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export type StoreErrorCode =
  | 'in_use' // another process holds the data directory
  | 'not_writable' // the directory or its files cannot be written
  | 'unsafe_permissions' // others may write to the directory, or it belongs to somebody else
  | 'newer_version' // written by a newer wahook
  | 'not_a_store' // the file is not a wahook database
  | 'corrupt' // the database fails its own check
  | 'wrong_key' // the master key is not the one that sealed the secrets
  | 'full' // no room on the disk
  | 'conflict' // an id or token that must be unique exists already
  | 'missing' // a row that was referred to does not exist
  | 'closed';

/** Everything that routing needs, read in one go and held in memory by it. */
export interface Routes {
  load(): Promise<RouteSnapshot>;
  /** Calls back after each committed change of what `load` would answer. Returns a function that stops it. */
  onChange(callback: (version: number) => void): () => void;
}

export interface RouteSnapshot {
  version: number;
  businesses: Business[];
  apps: App[];
  wabas: Waba[];
  phoneNumbers: PhoneNumber[];
  reviews: AppReview[];
  shares: AppShare[];
  partners: WabaPartner[];
  appSubscriptions: AppSubscription[];
  wabaSubscriptions: WabaSubscription[];
  endpoints: Endpoint[];
  replays: ReplayRoute[];
  faults: AppFaults[];
}

export interface NewEvent {
  /** null where the entry is about a business portfolio, not a WABA. */
  wabaId: number | null;
  /** `entry[].id` as it goes on the wire. */
  entryId: string;
  /** `entry[].time` in Unix seconds; null: the wire form has none. */
  entryTime: number | null;
  /** Position of the entry within the body it came in; changes of one entry share it. */
  entryNo: number;
  field: string;
  /** Graph id of the phone number, where the change names one. */
  phoneNumber: string | null;
  /** The exact bytes of the whole change object, as they will be sent. Empty once retention has stripped it. */
  change: Uint8Array;
  /** The queues it is owed to. */
  queueIds: readonly number[];
}

export interface AcceptRequest {
  origin: Origin;
  acceptedAt: number;
  /** The version of the routes that `queueIds` were chosen by. */
  routesVersion: number;
  /** One received body: they get neighbouring seqs and travel as one group. */
  events: readonly NewEvent[];
  idempotency?: { keyHash: Uint8Array; bodyHash: Uint8Array };
  /** Leaves out events whose key was accepted within the window, or stands earlier in the request. */
  dedupe?: {
    windowMs: number;
    /** One for each event, saying what it is; null: the event is always stored. */
    keys: readonly (Uint8Array | null)[];
  };
}

export type AcceptOutcome =
  /** `duplicates` were left out. When all were, nothing is accepted and both seqs are 0. */
  | { kind: 'accepted'; accepted: number; duplicates: number; firstSeq: number; lastSeq: number }
  /** The same idempotency key with the same body was answered before: this is that answer. */
  | { kind: 'repeated'; accepted: number; firstSeq: number; lastSeq: number }
  /** The same idempotency key came with another body. */
  | { kind: 'key_reused' }
  /** The routes have changed since `routesVersion`: match again. Nothing was stored. */
  | { kind: 'stale' }
  /** Too many requests are waiting for the disk. Nothing was stored. */
  | { kind: 'busy' }
  /** The commit failed, so nothing was stored. */
  | { kind: 'failed'; reason: 'disk_full' | 'storage_error'; message: string };

export interface Events {
  /** Settles after the commit that holds all events of the request, or holds none of them. Never rejects while open. */
  accept(request: AcceptRequest): Promise<AcceptOutcome>;
  /** Newest first. */
  list(filter: EventFilter): Promise<StoredEvent[]>;
  get(seq: number): Promise<StoredEvent | null>;
}

export interface EventFilter {
  wabaId?: number;
  field?: string;
  phoneNumber?: string;
  /** Only events with a smaller seq: the cursor of the next page. */
  beforeSeq?: number;
  limit: number;
}

export interface StoredEvent extends Omit<NewEvent, 'queueIds'> {
  seq: number;
  /** seq of the first event of the body it came in. */
  group: number;
  origin: Origin;
  acceptedAt: number;
}

export interface OwedEvent {
  seq: number;
  group: number;
  wabaId: number | null;
  entryId: string;
  entryTime: number | null;
  entryNo: number;
  field: string;
  phoneNumber: string | null;
  origin: Origin;
  acceptedAt: number;
  change: Uint8Array;
}

/**
 * Hands what is owed to delivery. The store alone knows how far each queue has been handed out (`sentTo`) and
 * how much more delivery can hold (credit); settling gives credit back. Within a queue events come in order of
 * seq and a group is never split between two calls. After a restart everything owed is handed out again.
 */
export interface Feed {
  /** One consumer: the delivery engine. Queues get nothing before this call. */
  start(consumer: FeedConsumer): void;
  /** Stops handing out; calls nothing afterwards. */
  stop(): void;
  /** Takes back what the consumer lost before it could be settled: the next sweep hands it out again. */
  release(queueId: number, seqs: readonly number[]): void;
  /** Compares what is owed with what was handed out, and hands out again what was lost. Answers how many events. */
  sweep(): Promise<number>;
}

export interface FeedConsumer {
  /** How much of one queue delivery holds at once. A single group may exceed it. */
  credit: { events: number; bytes: number };
  onOwed(queueId: number, events: OwedEvent[]): void;
}

export interface Deliveries {
  /**
   * Records the ends of attempts. A settlement counts only for members that are still owed. Resolves after the
   * commit; on a storage error it keeps the settlements and tries again, so that nothing needs to be sent twice.
   * Rejects only for a settlement that can never be stored (a bug: members that do not rise, a retry without
   * its time), after its neighbours were stored, and when the store is closed before the disk took it.
   */
  settle(settlements: readonly Settlement[]): Promise<void>;
  /**
   * Retrying deliveries whose time has come, earliest first, with their events. Every queue gets its share of
   * the answer before any gets a second one. May answer fewer than are due where their events are large; ask again.
   */
  due(query: DueQuery): Promise<DueDelivery[]>;
  /** The earliest `nextAt` of all retrying deliveries but those. */
  nextDueAt(except: ReadonlySet<string>, exceptQueues?: ReadonlySet<number>): Promise<number | null>;
  /**
   * Gives a page of a queue's retrying deliveries, by first seq, earlier times: the first `startAt`, each next one
   * `everyMs` later. What is due earlier stays so. `lastSeq` is the cursor of the next page; null: there was nothing.
   */
  pullForward(
    query: OwedPage & { startAt: number; everyMs: number },
  ): Promise<{ count: number; lastSeq: number | null }>;
  /** What is owed to a queue and was never tried, by seq. Also what delivery has in hand. */
  untried(query: OwedPage): Promise<OwedHead[]>;
  /** A queue's retrying deliveries, by first seq. Also what delivery has in hand. */
  waiting(query: OwedPage): Promise<WaitingDelivery[]>;
  /** Newest first. A page exceeds `limit` by the deliveries that share its last seq, so that none falls between pages. */
  list(filter: DeliveryFilter): Promise<StoredDelivery[]>;
  get(id: string): Promise<(StoredDelivery & { attempts: StoredAttempt[]; seqs: number[] }) | null>;
  /** How much is owed and not settled, by queue: never tried, and waiting for another try. */
  backlog(): Promise<{ queueId: number; pending: number; retrying: number }[]>;
}

export interface DueQuery {
  now: number;
  limit: number;
  /** At most so many of one queue; without it, `limit`. */
  perQueue?: number;
  /** Ids of deliveries to leave out. */
  except: ReadonlySet<string>;
  exceptQueues?: ReadonlySet<number>;
}

export interface OwedPage {
  queueId: number;
  /** Only larger seqs: the cursor. */
  afterSeq: number;
  limit: number;
}

/** An owed event as far as judging it again needs it. */
export type OwedHead = Pick<
  OwedEvent,
  'seq' | 'wabaId' | 'entryId' | 'field' | 'phoneNumber' | 'origin' | 'acceptedAt'
>;

export interface WaitingDelivery {
  queueId: number;
  seqs: number[];
  attempts: number;
  acceptedAt: number;
  giveUpAt: number;
  events: OwedHead[];
}

export interface DueDelivery {
  queueId: number;
  /** Of the last attempt. */
  reason: string;
  attempts: number;
  giveUpAt: number;
  nextAt: number;
  events: OwedEvent[];
}

export interface StoredDelivery {
  /** `<queue>-<first seq>` */
  id: string;
  queueId: number;
  appId: number;
  firstSeq: number;
  events: number;
  state: DeliveryState;
  attemptCount: number;
  /** HTTP status of the last attempt, null when there was no answer. */
  lastStatus: number | null;
  /** One word, the same in row, log, metric and console: `ok`, `http_503`, `timeout` … */
  reason: string;
  acceptedAt: number;
  firstAttemptAt: number | null;
  lastAttemptAt: number | null;
  nextAt: number | null;
  giveUpAt: number;
  /** The replay that it belongs to; null: the live queue. */
  replayId: number | null;
  /** The replay that brought this dead letter to its receiver. */
  replayedBy: number | null;
  /** First seq of the delivery it was split from; its own when it was the one that was split. */
  splitFrom: number | null;
  /** That its attempts carried, each once. */
  faults: readonly string[];
}

export interface StoredAttempt {
  no: number;
  startedAt: number;
  durationMs: number;
  status: number | null;
  reason: string;
  /** The first bytes of the answer. */
  excerpt: Uint8Array | null;
  faults: readonly string[];
}

/**
 * Rate limits: calls counted in slots of time. A call is counted whether it is admitted or not, because failing
 * calls lengthen the wait. Never admits too many; frees at most one slot late; survives a crash.
 */
export interface Usage {
  take(call: UsageCall): Promise<UsageCount>;
  /** Adds what a call cost, once it is known. */
  spend(cost: UsageCost): Promise<void>;
  /** What `take` would count, without a call. */
  read(call: UsageCall): Promise<Omit<UsageCount, 'admitted'>>;
}

export interface UsageCall {
  /** Who is counted together, e.g. `buc:<app>:<waba>`. */
  bucket: string;
  /** Calls allowed within the window; at least one. */
  budget: number;
  /** At most an hour: older slots are forgotten. */
  windowMs: number;
  /** At most a minute. The same for all calls of a bucket. */
  slotMs: number;
  now: number;
}

export interface UsageCost {
  bucket: string;
  slotMs: number;
  now: number;
  /** Fractions count, to the microsecond. */
  cpuMs: number;
  wallMs: number;
}

export interface UsageCount {
  admitted: boolean;
  /** Calls within the window; those of `take` include this one. */
  calls: number;
  cpuMs: number;
  wallMs: number;
  /** When the count will have fallen below the budget if no more calls come; null when it is below now. */
  freeAt: number | null;
}

export interface AdminKeys {
  create(key: NewAdminKey): Promise<AdminKey>;
  /** Revoked keys are returned too: the caller says that they are. */
  find(hash: Uint8Array): Promise<AdminKey | null>;
  /** Newest first, the last thousand. */
  list(): Promise<AdminKey[]>;
  /** Idempotent: the first time counts. */
  revoke(keyId: number, at: number): Promise<void>;
}

export interface Audit {
  record(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<AuditEntry[]>;
}

export interface AuditFilter {
  subject?: string;
  /** Only entries with a smaller id: the cursor of the next page. */
  beforeId?: number;
  limit: number;
}
