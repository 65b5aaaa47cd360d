// The directory's nouns as the rest of the house sees them. Secrets are not in here: they have verbs of
// their own, so that a list of apps can be logged or shown without a second thought.
import type { KeyScope, Permission, ReviewState, Role, Task, TokenKind, UserKind } from './vocabulary.ts';

export interface Business {
  id: number;
  graphId: string;
  name: string;
}

export interface App {
  id: number;
  graphId: string;
  name: string;
  /** The owning business. */
  businessId: number;
  mode: AppMode;
  /** Shown in `subscribed_apps`; null: Meta's usual link made of the id. */
  link: string | null;
  icon: string | null;
  /** "Require app secret": every call must carry an `appsecret_proof`. */
  requireAppSecret: boolean;
  /** Which of its notifications wait for the one before. */
  order: AppOrder;
  /** Whether what has piled up is sent in larger notifications. */
  coalesce: boolean;
}

/** What is sent one after the other: nothing, the events of a conversation, or those of a phone number. */
export type AppOrder = 'none' | 'conversation' | 'number';

/** What can be edited about an app. */
export type AppChange = Partial<
  Pick<App, 'name' | 'mode' | 'link' | 'icon' | 'requireAppSecret' | 'order' | 'coalesce'>
>;

/** A development app gets test events only. */
export type AppMode = 'development' | 'live';

/** Without the rest: no link, no icon, no proof required, no order, nothing coalesced. */
export interface NewApp extends AppChange, Pick<App, 'graphId' | 'name' | 'businessId' | 'mode'> {
  name: string;
  mode: AppMode;
  /** Signs notifications; sealed at rest. */
  secret: string;
}

/** How far one permission of an app has come in App Review. */
export interface AppReview {
  appId: number;
  permission: Permission;
  review: ReviewState;
  at: number;
}

/** An app that is lent to a business which does not own it. */
export interface AppShare {
  appId: number;
  businessId: number;
}

export interface Waba {
  id: number;
  graphId: string;
  name: string;
  /** The owning business. */
  businessId: number;
}

export type NewWaba = Omit<Waba, 'id'>;

/** A business that the owner of a WABA lets work on it. */
export interface WabaPartner {
  wabaId: number;
  businessId: number;
  tasks: readonly Task[];
}

/** A person, or a system user, of a business. */
export interface User {
  id: number;
  graphId: string;
  name: string;
  kind: UserKind;
  businessId: number;
  role: Role;
}

export type NewUser = Omit<User, 'id'>;

/** A person's tasks on a WABA. */
export interface WabaUser {
  wabaId: number;
  userId: number;
  tasks: readonly Task[];
}

export interface PhoneNumber {
  id: number;
  graphId: string;
  wabaId: number;
  /** Digits, no plus. */
  displayPhoneNumber: string;
  verifiedName: string;
  /** Registered for Cloud API; one such number makes its WABA active. */
  registered: boolean;
}

export type PhoneNumberChange = Partial<Pick<PhoneNumber, 'verifiedName' | 'registered'>>;

/** Without them: the WABA's name, and registered. */
export interface NewPhoneNumber
  extends Omit<PhoneNumber, 'id' | 'verifiedName' | 'registered'>,
    PhoneNumberChange {}

export interface Token {
  id: number;
  appId: number;
  kind: TokenKind;
  /** The person or system user it stands for. */
  userId: number;
  scopes: readonly string[];
  /** Scopes that are narrowed to some WABAs, by graph id. */
  granularTargets: readonly GranularTarget[];
  /** For people: the first characters and the last four. */
  label: string;
  createdAt: number;
  /** null: never. */
  expiresAt: number | null;
  revokedAt: number | null;
}

export interface GranularTarget {
  scope: string;
  targetIds: readonly string[];
}

export interface NewToken
  extends Pick<Token, 'appId' | 'kind' | 'userId' | 'scopes' | 'createdAt' | 'expiresAt'>,
    Partial<Pick<Token, 'granularTargets'>> {
  token: string;
}

/** An app's subscription to the object `whatsapp_business_account`. */
export interface AppSubscription {
  appId: number;
  endpointId: number;
  callbackUrl: string;
  includeValues: boolean;
  active: boolean;
  /** Since when the app's own endpoint gets nothing, after an outage or by an operator's word; null: it is active. */
  deactivatedAt: number | null;
  /** "Attach a client certificate to webhook requests"; covers the app's overrides too. */
  clientCertificate: boolean;
  /** When the callback answered the handshake. */
  verifiedAt: number;
  fields: readonly SubscribedField[];
}

export interface SubscribedField {
  name: string;
  /** API version of the payload, e.g. `v25.0`. */
  version: string;
}

/** One that was verified since it was deactivated is active again. */
export interface NewAppSubscription
  extends Omit<AppSubscription, 'endpointId' | 'clientCertificate' | 'deactivatedAt'> {
  /** Kept as it is when absent; false for a new subscription. */
  clientCertificate?: boolean;
  /** Sealed at rest. */
  verifyToken: string;
}

export interface WabaSubscription {
  appId: number;
  wabaId: number;
  at: number;
}

/** Where an app's notifications go at one level. What is owed belongs to it, not to its URL. */
export interface Endpoint {
  id: number;
  appId: number;
  level: EndpointLevel;
  /** Of the levels `waba` and `number`. */
  wabaId: number | null;
  /** Of the level `number`. */
  phoneNumberId: number | null;
  url: string;
  state: EndpointState;
  /** Its live queue. */
  queueId: number;
  /** Requests per second at most, 0 for no limit; null: as the settings say. */
  ratePerSecond: number | null;
  /** Requests in flight at most; null: as the settings say. */
  windowMax: number | null;
  /** Since then it is owed nothing new, and what it is owed waits; null: it is active. */
  deactivatedAt: number | null;
}

export type EndpointLevel = 'app' | 'waba' | 'number';

/**
 * Only an open endpoint is owed new events. A draining one (a removed override) still gets what it was owed; a
 * closed one (a removed subscription) does not.
 */
export type EndpointState = 'open' | 'draining' | 'closed';

/** Where an app can have a callback of its own: a WABA, or one of its phone numbers. */
export interface OverridePlace {
  appId: number;
  wabaId: number;
  /** null: the whole WABA. */
  phoneNumberId: number | null;
}

export interface NewOverride extends OverridePlace {
  url: string;
  /** Sealed at rest. */
  verifyToken: string;
}

export interface AdminKey {
  id: number;
  label: string;
  scopes: readonly KeyScope[];
  createdAt: number;
  revokedAt: number | null;
}

export interface NewAdminKey {
  hash: Uint8Array;
  label: string;
  scopes: readonly KeyScope[];
  createdAt: number;
}

/** One change that somebody made, for the audit log. */
export interface AuditEntry {
  id: number;
  at: number;
  /** Who: `key:<label>`, `app:<graph id>`, `user:<graph id>`. */
  actor: string;
  /** What, as noun and verb: `override.set`, `token.revoked`. */
  action: string;
  /** On what, by graph id where there is one. */
  subject: string;
  /** Old and new where they may be shown; never a secret. */
  details: Readonly<Record<string, string | number | boolean | null>>;
}
