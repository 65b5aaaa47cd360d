// The four fields about groups.
import { bool, definePart, docPage, list, open, opt, req, str, timeEither } from '../build.ts';
import type { FieldEntry, Members, Named } from '../shapes.ts';
import { reportedError } from './errors.ts';
import { addressed, userIds } from './identity.ts';

const here = definePart('groups', {
  holds: 'Changes of groups.',
  page: 'group_lifecycle_update',
  sources: [docPage('groups/webhooks')],
});

const errors = opt(list(reportedError), 'Why it failed, or failed in part.');
const head = here.object('GroupHead', 'What every change of a group has.', {
  timestamp: req(timeEither, 'When it happened. A string; one documented example prints an integer.'),
  group_id: req(str, 'Opaque ID of the group.'),
  request_id: opt(str, 'The request of the business that this answers.'),
  errors,
});
const byType = { by: 'type', byDoc: 'What happened.', head };

const lifecycle = here.tagged('GroupLifecycle', 'A group was made or deleted, or could not be.', {
  ...byType,
  other: 'OtherGroupLifecycle',
  variants: [
    here.variant('GroupCreate', 'group_create', 'A group was made; with `errors`: could not be.', {
      subject: req(str, 'Name of the group.'),
      description: opt(str, 'Description of the group.'),
      invite_link: opt(str, 'Link to join; on success.'),
      join_approval_mode: opt(open('auto_approve', 'approval_required'), 'How users join; on success.'),
    }),
    here.variant('GroupDelete', 'group_delete', 'A group was deleted; with `errors`: could not be.'),
  ],
});

const names: Members = {
  wa_id: opt(str, 'WhatsApp ID. Missing when it cannot be shared.'),
  ...userIds('user_id', 'parent_user_id'),
  username: opt(str, 'Username, where the user has one.', { since: '2026' }),
};
const inputDoc = 'The user as the request of the business named them.';
const participant = here.object('GroupParticipant', 'A user in a group.', {
  input: opt(str, inputDoc),
  ...names,
});
const failedParticipant = here.object('FailedParticipant', 'A user who could not be removed.', {
  input: req(str, inputDoc),
  errors: opt(list(reportedError), 'Why.'),
});
const joinRequest: Members = {
  join_request_id: req(str, 'ID of the request to join.'),
  reason: opt(open('invite_link'), 'How the user came.'),
  ...names,
};

const participants = here.tagged('GroupParticipants', 'Users joined, left, or asked to join.', {
  ...byType,
  other: 'OtherGroupParticipants',
  variants: [
    here.variant(
      'GroupParticipantsAdd',
      ['group_participants_add', 'group_add_participants'],
      'Users joined, or their requests were approved. `group_add_participants` is the OpenAPI description’s name.',
      {
        reason: req(open('invite_link'), 'How they came.'),
        added_participants: req(list(participant), 'Who joined; with `input` where a request was approved.'),
      },
    ),
    here.variant(
      'GroupJoinRequestCreated',
      'group_join_request_created',
      'A user asks to join.',
      joinRequest,
    ),
    here.variant(
      'GroupJoinRequestRevoked',
      'group_join_request_revoked',
      'A user took the request to join back.',
      joinRequest,
    ),
    here.variant(
      'GroupParticipantsRemove',
      ['group_participants_remove', 'group_remove_participants'],
      'Users left or were removed. `group_remove_participants` is the OpenAPI description’s name.',
      {
        initiated_by: opt(
          open('business', 'participant'),
          'Who did it. One page prints it outside the group.',
        ),
        removed_participants: opt(list(participant), 'Who is no longer in the group.'),
        failed_participants: opt(list(failedParticipant), 'Who could not be removed.'),
      },
    ),
  ],
});

const changed = (what: string): Members => ({
  update_successful: req(bool, `Whether the ${what} was changed.`),
  errors: opt(list(reportedError), 'Why not.'),
});
const textSetting = (name: string, what: string) =>
  here.object(name, `The ${what} of a group.`, { text: req(str, `The ${what}.`), ...changed(what) });

const settings = here.tagged(
  'GroupSettings',
  'Settings of a group were changed; only the changed ones are there.',
  {
    ...byType,
    other: 'OtherGroupSettings',
    variants: [
      here.variant(
        'GroupSettingsUpdate',
        'group_settings_update',
        'Settings were changed, or could not be.',
        {
          profile_picture: opt(
            here.object('GroupPicture', 'The picture of a group.', {
              mime_type: req(str, 'MIME type.'),
              sha256: req(str, 'Hash of the bytes, base64.'),
              ...changed('picture'),
            }),
            'The picture.',
          ),
          group_subject: opt(textSetting('GroupSubject', 'name'), 'The name.'),
          group_description: opt(textSetting('GroupDescription', 'description'), 'The description.'),
        },
      ),
    ],
  },
);

const standing = here.tagged('GroupStanding', 'A group was suspended, or no longer is.', {
  ...byType,
  other: 'OtherGroupStanding',
  variants: [
    here.variant('GroupSuspend', 'group_suspend', 'The group was suspended.'),
    here.variant('GroupSuspendCleared', 'group_suspend_cleared', 'The suspension was lifted.'),
  ],
});

const field = (
  name: string,
  valueName: string,
  trigger: string,
  group: Named,
  sample: string,
  more: Pick<FieldEntry, 'aliases' | 'notes'> = {},
): FieldEntry => ({
  name,
  trigger,
  value: here.object(valueName, trigger, { ...addressed, groups: req(list(group), 'The changes.') }),
  items: [{ name, path: ['groups'], kindBy: 'type' }],
  sources: here.part.sources,
  sample,
  ...more,
});

export const groupFields: readonly FieldEntry[] = [
  field(
    'group_lifecycle_update',
    'GroupLifecycleUpdateValue',
    'A group is made or deleted, or could not be.',
    lifecycle,
    'create_success',
  ),
  field(
    'group_participants_update',
    'GroupParticipantsUpdateValue',
    'Users join, leave or are removed, or ask to join.',
    participants,
    'add_invite_link',
    {
      aliases: ['group_participant_update'],
      notes: [
        'The OpenAPI description writes `group_participant_update`. The receiver takes that for this field.',
      ],
    },
  ),
  field(
    'group_settings_update',
    'GroupSettingsUpdateValue',
    'Settings of a group are changed, or could not be.',
    settings,
    'success',
  ),
  field(
    'group_status_update',
    'GroupStatusUpdateValue',
    'A group is suspended, or a suspension is lifted.',
    standing,
    'suspended',
  ),
];
