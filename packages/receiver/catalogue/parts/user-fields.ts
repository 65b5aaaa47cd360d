// Fields about users: preferences, IDs, the address book of a coexistence number.
import { definePart, docPage, int, list, open, opt, req, str, timeInteger, timeString } from '../build.ts';
import type { FieldEntry } from '../shapes.ts';
import { addressed, contact, userIds } from './identity.ts';

const preferences = definePart('user-preferences', {
  holds: 'What users prefer.',
  page: 'user_preferences',
  sources: [docPage('webhooks/reference/user_preferences'), docPage('in-app-signup')],
});

export const userPreferences: FieldEntry = {
  name: 'user_preferences',
  trigger: 'A user stops or resumes marketing messages.',
  value: preferences.object('UserPreferencesValue', 'What users of one number prefer.', {
    ...addressed,
    contacts: opt(list(contact), 'The users; `profile` may be missing.'),
    user_preferences: req(
      list(
        preferences.object('UserPreference', 'A choice of a user.', {
          wa_id: opt(str, 'WhatsApp ID. Missing when it cannot be shared.'),
          ...userIds('user_id', 'parent_user_id'),
          detail: req(str, 'A sentence, one for each value.'),
          category: req(open('marketing_messages'), 'What it is about.'),
          value: req(open('stop', 'resume', 'signup'), 'The choice. `signup` is seen in one library only.'),
          timestamp: req(timeInteger, 'When it was made.'),
          signup_id: opt(str, 'The opt-in link that was used.', { unconfirmed: 'dashboard sample only' }),
        }),
      ),
      'The choices.',
    ),
  }),
  items: [{ name: 'user_preferences', path: ['user_preferences'], kindBy: 'value' }],
  sources: preferences.part.sources,
  sample: 'stop',
};

const ids = definePart('user-id-update', {
  holds: 'Changes of business-scoped user IDs.',
  page: 'user_id_update',
  sources: [docPage('business-scoped-user-ids')],
});

const changedId = ids.object('ChangedId', 'An ID before and after.', {
  previous: req(str, 'Before.'),
  current: req(str, 'After.'),
});

export const userIdUpdate: FieldEntry = {
  name: 'user_id_update',
  trigger:
    'The business-scoped ID of a user changes. A system message `user_changed_user_id` arrives beside it.',
  value: ids.object('UserIdUpdateValue', 'Users whose ID changed.', {
    ...addressed,
    contacts: req(list(contact), 'The users, with their new IDs.'),
    user_id_update: req(
      list(
        ids.object('UserIdUpdate', 'A user’s IDs before and after.', {
          wa_id: opt(str, 'WhatsApp ID. Missing when it cannot be shared.'),
          detail: req(str, 'A sentence.'),
          user_id: req(changedId, 'The ID.'),
          parent_user_id: opt(changedId, 'The ID of the parent portfolio.'),
          timestamp: req(timeString, 'When it changed.'),
        }),
      ),
      'The changes.',
    ),
  }),
  items: [{ name: 'user_id_update', path: ['user_id_update'], kindBy: null }],
  sources: ids.part.sources,
  sample: 'with_phone',
  since: '2026',
};

const book = definePart('state-sync', {
  holds: 'The address book of a coexistence number.',
  page: 'smb_app_state_sync',
  sources: [docPage('webhooks/reference/smb_app_state_sync')],
});

export const smbAppStateSync: FieldEntry = {
  name: 'smb_app_state_sync',
  trigger:
    'The address book of a coexistence number is synchronised, or a contact is added, edited or removed there.',
  value: book.object('SmbAppStateSyncValue', 'Changes of the address book.', {
    ...addressed,
    state_sync: req(
      list(
        book.object('StateSync', 'A change of one contact.', {
          type: req(open('contact'), 'What changed.'),
          contact: req(
            book.object('AddressBookContact', 'A contact of the address book.', {
              full_name: opt(str, 'Whole name; absent on removal.'),
              first_name: opt(str, 'First name; absent on removal.'),
              phone_number: opt(str, 'Number: digits. Missing when it cannot be shared.'),
              ...userIds('user_id', 'parent_user_id'),
              username: opt(str, 'Username, where the user has one.', { since: '2026' }),
            }),
            'The contact.',
          ),
          action: req(open('add', 'remove'), 'What happened to it; an edit is sent as `add`.'),
          metadata: req(
            book.object('StateSyncMetadata', 'When it happened.', {
              timestamp: req(
                timeString,
                'When it happened. The table says integer, the example is a string.',
              ),
              version: opt(int, 'Undescribed.', { unconfirmed: 'in one library only' }),
            }),
            'When it happened.',
          ),
        }),
      ),
      'The changes.',
    ),
  }),
  items: [{ name: 'smb_app_state_sync', path: ['state_sync'], kindBy: 'action' }],
  sources: book.part.sources,
  sample: 'contact_add',
};
