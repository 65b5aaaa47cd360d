// The directory's part of the Store: who there is, what they may, and who receives what. Small and slow-changing;
// what routing reads of it raises `routes.version` with each write.
import type {
  App,
  AppChange,
  AppReview,
  AppShare,
  AppSubscription,
  Business,
  Endpoint,
  NewApp,
  NewAppSubscription,
  NewOverride,
  NewPhoneNumber,
  NewToken,
  NewUser,
  NewWaba,
  OverridePlace,
  PhoneNumber,
  PhoneNumberChange,
  Token,
  User,
  Waba,
  WabaPartner,
  WabaSubscription,
  WabaUser,
} from './nouns.ts';
import type { Task } from './vocabulary.ts';

export interface Businesses {
  create(business: { graphId: string; name: string }): Promise<Business>;
  find(graphId: string): Promise<Business | null>;
  list(): Promise<Business[]>;
}

export interface Apps {
  create(app: NewApp): Promise<App>;
  find(graphId: string): Promise<App | null>;
  get(appId: number): Promise<App | null>;
  list(): Promise<App[]>;
  update(appId: number, change: AppChange): Promise<App>;
  /** The app secret in clear: to sign, and to compare `APP_ID|APP_SECRET`. */
  secret(appId: number): Promise<string>;
  reviews(appId: number): Promise<AppReview[]>;
  saveReview(review: AppReview): Promise<void>;
  /** Idempotent. */
  share(share: AppShare): Promise<void>;
  /** Idempotent. */
  unshare(share: AppShare): Promise<void>;
  /** The apps lent to a business, or the businesses an app is lent to. */
  shares(filter: { appId?: number; businessId?: number }): Promise<AppShare[]>;
}

export interface Users {
  create(user: NewUser): Promise<User>;
  find(graphId: string): Promise<User | null>;
  get(userId: number): Promise<User | null>;
  list(): Promise<User[]>;
}

export interface Wabas {
  create(waba: NewWaba): Promise<Waba>;
  find(graphId: string): Promise<Waba | null>;
  get(wabaId: number): Promise<Waba | null>;
  list(): Promise<Waba[]>;
  /** Sets a business's tasks; none ends the partnership. */
  savePartner(partner: WabaPartner): Promise<void>;
  partners(wabaId: number): Promise<WabaPartner[]>;
  /** Sets a person's tasks; none takes them off the account. */
  saveUser(user: WabaUser): Promise<void>;
  /** Ordered by the person's graph id. */
  users(wabaId: number): Promise<(WabaUser & { user: User })[]>;
  /** Everything the permission model needs about one app and one person on one account, in one read. */
  standing(query: { appId: number; wabaId: number; userId: number | null }): Promise<Standing>;
}

/** How an app and a person stand to a WABA. */
export interface Standing {
  reviews: AppReview[];
  /** Tasks of the app's business on the account; empty when it is no partner. */
  partnerTasks: readonly Task[];
  /** The app is lent to the business that owns the account. */
  isShared: boolean;
  /** null when no person was asked for, or there is none. */
  user: User | null;
  userTasks: readonly Task[];
  /** Tasks of the person's business on the account; empty when it is no partner. */
  userPartnerTasks: readonly Task[];
}

export interface PhoneNumbers {
  create(number: NewPhoneNumber): Promise<PhoneNumber>;
  find(graphId: string): Promise<PhoneNumber | null>;
  update(phoneNumberId: number, change: PhoneNumberChange): Promise<PhoneNumber>;
  /** Ordered by graphId; all of them when no WABA is named. */
  list(wabaId?: number): Promise<PhoneNumber[]>;
}

export interface Tokens {
  /** Keeps a hash of the token, a prefix and its last four characters; never the token. */
  create(token: NewToken): Promise<Token>;
  /** Looks up by hash. Expired and revoked tokens are returned too: the caller says which it is. */
  find(token: string): Promise<Token | null>;
  get(tokenId: number): Promise<Token | null>;
  /** Newest first, the last thousand. */
  list(filter: { appId?: number }): Promise<Token[]>;
  /** Idempotent: the first time counts. */
  revoke(tokenId: number, at: number): Promise<void>;
}

/** Who receives, and where: fields per app, apps per WABA, callbacks of their own for some WABAs and numbers. */
export interface Subscriptions {
  app(appId: number): Promise<AppSubscription | null>;
  /** Creates or replaces the app's subscription; its endpoint and queue keep their ids when the URL changes. */
  saveApp(subscription: NewAppSubscription): Promise<AppSubscription>;
  /**
   * Removes the subscription and closes its endpoint and all overrides of the app. What is owed is cancelled by
   * delivery, with the reason.
   */
  removeApp(appId: number): Promise<void>;
  /** The verify token in clear, to repeat a handshake. */
  verifyToken(appId: number): Promise<string>;
  listByWaba(wabaId: number): Promise<WabaSubscription[]>;
  /** Idempotent; answers whether the subscription is new. */
  addWaba(subscription: { appId: number; wabaId: number; at: number }): Promise<{ created: boolean }>;
  /**
   * Creates or replaces the app's callback at that place; while it is open, its endpoint and queue keep their ids.
   * After a removal it is a new endpoint, so that what the old one is owed still goes to the old URL.
   */
  saveOverride(override: NewOverride): Promise<Endpoint>;
  /** Idempotent. The endpoint drains: it still gets what it is owed, and nothing new. */
  removeOverride(place: OverridePlace): Promise<{ removed: boolean }>;
  /** The open overrides of a WABA, of all apps. */
  overrides(wabaId: number): Promise<Endpoint[]>;
  /** The verify token of an open override in clear, to repeat a handshake. */
  overrideVerifyToken(endpointId: number): Promise<string>;
  setClientCertificate(appId: number, on: boolean): Promise<void>;
  /** Idempotent; answers whether there was one. Removes the app's override of the WABA; those of numbers stay, inert. */
  removeWaba(subscription: { appId: number; wabaId: number }): Promise<{ removed: boolean }>;
}
