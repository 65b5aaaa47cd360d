// Words that are stored as they are: tasks, permissions, states. Meta's own where Meta has them.

/** What a person, or a partner business, may do on a WABA. Source: the reference of assigned_users, 2026. */
export const tasks = [
  'MANAGE',
  'DEVELOP',
  'MANAGE_TEMPLATES',
  'MANAGE_PHONE',
  'VIEW_COST',
  'MANAGE_EXTENSIONS',
  'VIEW_PHONE_ASSETS',
  'MANAGE_PHONE_ASSETS',
  'VIEW_TEMPLATES',
  'MESSAGING',
  'VIEW_INSIGHTS',
  'MANAGE_USERS',
  'MANAGE_BILLING',
] as const;
export type Task = (typeof tasks)[number];

/** What an app may be granted in App Review. Source: Meta's permissions reference, 2026. */
export const permissions = ['whatsapp_business_management', 'whatsapp_business_messaging'] as const;
export type Permission = (typeof permissions)[number];

/** Standard: accounts of the app's own business. Advanced: those of others too, where they let it. */
export const accessLevels = ['standard', 'advanced'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** Where a permission stands in App Review; an app that never asked has no state. */
export type ReviewState =
  | { state: 'requested' }
  | { state: 'submitted' }
  | { state: 'approved'; access: AccessLevel }
  | { state: 'rejected'; reason: string }
  | { state: 'revoked'; reason: string };

/** `business_integration`: the system user that a client's business made for a partner's app. */
export const tokenKinds = ['user', 'system_user', 'business_integration'] as const;
export type TokenKind = (typeof tokenKinds)[number];

export const userKinds = ['user', 'system_user'] as const;
export type UserKind = (typeof userKinds)[number];

/** An admin of a business has every task on the accounts that the business owns. */
export const roles = ['admin', 'employee'] as const;
export type Role = (typeof roles)[number];

/** What the bearer of an admin key may do on /api/v1; `admin` includes the rest. */
export const keyScopes = ['publish', 'read', 'operate', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];
