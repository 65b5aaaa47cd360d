// The directory's nouns as the rest of the house sees them. Secrets are not in here: they have verbs of
// their own, so that a list of apps can be logged or shown without a second thought.

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
}

/** A development app gets test events only. */
export type AppMode = 'development' | 'live';

export interface NewApp {
  graphId: string;
  name: string;
  businessId: number;
  mode: AppMode;
  /** Signs notifications; sealed at rest. */
  secret: string;
}

export interface Waba {
  id: number;
  graphId: string;
  name: string;
  /** The owning business. */
  businessId: number;
}

export type NewWaba = Omit<Waba, 'id'>;

export interface PhoneNumber {
  id: number;
  graphId: string;
  wabaId: number;
  /** Digits, no plus. */
  displayPhoneNumber: string;
}

export type NewPhoneNumber = Omit<PhoneNumber, 'id'>;

export type TokenKind = 'user' | 'system_user';

export interface Token {
  id: number;
  appId: number;
  kind: TokenKind;
  scopes: readonly string[];
  /** For people: the first characters and the last four. */
  label: string;
  createdAt: number;
  /** null: never. */
  expiresAt: number | null;
  revokedAt: number | null;
}

export interface NewToken {
  token: string;
  appId: number;
  kind: TokenKind;
  scopes: readonly string[];
  createdAt: number;
  expiresAt: number | null;
}

/** An app's subscription to the object `whatsapp_business_account`. */
export interface AppSubscription {
  appId: number;
  endpointId: number;
  callbackUrl: string;
  includeValues: boolean;
  active: boolean;
  /** When the callback answered the handshake. */
  verifiedAt: number;
  fields: readonly SubscribedField[];
}

export interface SubscribedField {
  name: string;
  /** API version of the payload, e.g. `v25.0`. */
  version: string;
}

export interface NewAppSubscription extends Omit<AppSubscription, 'endpointId'> {
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
  level: 'app';
  url: string;
  /** A closed endpoint keeps its history; nothing new is owed to it. */
  state: 'open' | 'closed';
  /** Its live queue. */
  queueId: number;
}
