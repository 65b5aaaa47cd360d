// Whom a request to send a message is addressed to. Echoes of another responder hold its whole request, as that
// responder wrote it.
// Source: business-messaging/whatsapp/webhooks/reference/standby, business-scoped-user-ids
import { textOf } from './member.ts';
import type { UserNames } from './user-names.ts';

/** Country code, a dot, `ENT.` for a parent, letters and digits. */
const userIdPattern = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]+$/;

/**
 * `to` takes a phone number, and is what counts where `recipient` has a user id beside it. A number in the request may
 * have been written with punctuation, which the platform's own items are without.
 */
export function addresseeOf(request: unknown): UserNames {
  const name =
    groupAddressed(request) === null ? (textOf(request, 'to') ?? textOf(request, 'recipient')) : null;
  const id = name === null ? null : userIdPattern.exec(name);
  const digits = name?.replaceAll(/[ ()+.-]/g, '') ?? '';
  return {
    userId: id !== null && id[1] === undefined ? id[0] : null,
    parentUserId: id !== null && id[1] !== undefined ? id[0] : null,
    phone: /^[0-9]+$/.test(digits) ? digits : null,
  };
}

/** The group, for a message to one. */
export function groupAddressed(request: unknown): string | null {
  return textOf(request, 'recipient_type') === 'group' ? textOf(request, 'to') : null;
}
