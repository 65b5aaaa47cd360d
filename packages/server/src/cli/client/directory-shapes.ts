// What the admin API answers about businesses, apps, accounts, users, tokens and keys, as far as the command line
// reads it. The server's side is admin/routes.

export interface List<Item> {
  data: Item[];
}

export interface ShownBusiness {
  id: string;
  name: string;
}

interface Owned {
  business_id: string | null;
  business_name: string | null;
}

export interface ShownApp extends Owned {
  id: string;
  name: string;
  mode: string;
  link: string | null;
  icon: string | null;
  require_app_secret: boolean;
  order: string;
  coalesce: boolean;
  /** Those that are on. */
  faults: string[];
}

export interface AppInFull extends ShownApp {
  subscription: {
    callback_url: string;
    active: boolean;
    client_certificate: boolean;
    verified_at: string;
    fields: { name: string; version: string }[];
  } | null;
}

export interface ShownPermission {
  permission: string;
  state: string;
  access: string | null;
  reason: string | null;
  at: string | null;
}

export type ShownShare = Owned;

export interface ShownWaba extends Owned {
  id: string;
  name: string;
}

export interface ShownPhoneNumber {
  id: string;
  waba_id: string | null;
  display_phone_number: string;
  verified_name: string;
  registered: boolean;
}

export interface WabaInFull extends ShownWaba {
  partners: (Owned & { tasks: string[] })[];
  users: { id: string; name: string; tasks: string[] }[];
  phone_numbers: ShownPhoneNumber[];
  subscribed_apps: { app_id: string | null; app_name: string | null; since: string }[];
  overrides: { app_id: string | null; level: string; phone_number_id: string | null; callback_url: string }[];
}

export interface ShownUser extends Owned {
  id: string;
  name: string;
  kind: string;
  role: string;
}

export interface ShownToken {
  id: number;
  label: string;
  app_id: string | null;
  user_id: string | null;
  user_name: string | null;
  kind: string;
  state: string;
  scopes: string[];
  granular_scopes: { scope: string; target_ids: string[] }[];
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
}

export interface ShownKey {
  id: number;
  label: string;
  scopes: string[];
  created_at: string;
  revoked_at: string | null;
}

export interface ShownClientCertificates {
  source: 'wahook' | 'file';
  /** The current one first. */
  data: ShownClientCertificate[];
  /** null: the authority is not wahook's. */
  ca_bundle: string | null;
}

export interface ShownClientCertificate {
  role: 'current' | 'next' | 'previous';
  common_name: string | null;
  fingerprint_sha256: string;
  expires_at: string;
  root: { name: string; fingerprint_sha256: string; expires_at: string; created_at: string } | null;
}

export interface ShownAuditEntry {
  id: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  details: Record<string, string | number | boolean | null>;
}

export interface ShownRouting {
  waba_id: string;
  field: string;
  phone_number_id: string | null;
  data: ShownAnswer[];
}

export interface ShownAnswer {
  app_id: string;
  app_name: string;
  receives: boolean;
  reason: string | null;
  says: string | null;
  endpoint: { level: string; url: string } | null;
  number_overrides?: { phone_number_id: string; url: string }[];
  conditions: { id: string; met: boolean; says: string; mend: string | null }[];
}
