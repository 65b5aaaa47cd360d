// Who may do and who may receive: pure decisions over apps, WABAs and tokens. The Graph API asks before each
// call, routing asks before each delivery, and both get the same answer because it is the same function.
import type { App, Token, Waba } from '../store/nouns.ts';

/** Needed to manage a WABA's subscriptions. Source: Meta's permissions reference, 2026. */
export const managementScope = 'whatsapp_business_management';
export const messagingScope = 'whatsapp_business_messaging';

export const whatsappScopes: readonly string[] = [managementScope, messagingScope];

export type TokenRefusal = 'token_revoked' | 'token_expired';

export function judgeToken(token: Token, now: number): TokenRefusal | null {
  if (token.revokedAt !== null && token.revokedAt <= now) return 'token_revoked';
  if (token.expiresAt !== null && token.expiresAt <= now) return 'token_expired';
  return null;
}

/**
 * May this app edit this WABA? Today an app may when both belong to one business; partners, tasks and App
 * Review come with the complete permission model and belong here.
 */
export function mayEdit(app: App, waba: Waba): boolean {
  return app.businessId === waba.businessId;
}

export function hasScope(token: Token, scope: string): boolean {
  return token.scopes.includes(scope);
}
