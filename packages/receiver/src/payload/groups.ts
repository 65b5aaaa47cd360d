// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Changes of groups.
import type { ReportedError } from './errors.ts';
import type { Metadata } from './identity.ts';
import type { UnknownKind } from './unknown-kind.ts';

/**
 * A group is made or deleted, or could not be.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupLifecycleUpdateValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The changes. */
  readonly groups: readonly GroupLifecycle[];
}

/**
 * A group was made or deleted, or could not be.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export type GroupLifecycle =
  | GroupCreate
  | GroupDelete
  | OtherGroupLifecycle;

/**
 * A group was made; with `errors`: could not be.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupCreate extends GroupHead {
  /** What happened. */
  readonly type: 'group_create';
  /** Name of the group. */
  readonly subject: string;
  /** Description of the group. */
  readonly description?: string;
  /** Link to join; on success. */
  readonly invite_link?: string;
  /** How users join; on success. */
  readonly join_approval_mode?: 'auto_approve' | 'approval_required' | (string & {});
}

/**
 * A group was deleted; with `errors`: could not be.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupDelete extends GroupHead {
  /** What happened. */
  readonly type: 'group_delete';
}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherGroupLifecycle extends GroupHead {
  /** What happened. */
  readonly type: UnknownKind;
}

/**
 * What every change of a group has.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupHead {
  /**
   * When it happened. A string; one documented example prints an integer. Unix seconds, as a number or a
   * string of digits.
   */
  readonly timestamp: string | number;
  /** Opaque ID of the group. */
  readonly group_id: string;
  /** The request of the business that this answers. */
  readonly request_id?: string;
  /** Why it failed, or failed in part. */
  readonly errors?: readonly ReportedError[];
}

/**
 * Users join, leave or are removed, or ask to join.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupParticipantsUpdateValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The changes. */
  readonly groups: readonly GroupParticipants[];
}

/**
 * Users joined, left, or asked to join.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export type GroupParticipants =
  | GroupParticipantsAdd
  | GroupJoinRequestCreated
  | GroupJoinRequestRevoked
  | GroupParticipantsRemove
  | OtherGroupParticipants;

/**
 * Users joined, or their requests were approved. `group_add_participants` is the OpenAPI description’s name.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupParticipantsAdd extends GroupHead {
  /** What happened. */
  readonly type: 'group_participants_add' | 'group_add_participants';
  /** How they came. */
  readonly reason: 'invite_link' | (string & {});
  /** Who joined; with `input` where a request was approved. */
  readonly added_participants: readonly GroupParticipant[];
}

/**
 * A user asks to join.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupJoinRequestCreated extends GroupHead {
  /** What happened. */
  readonly type: 'group_join_request_created';
  /** ID of the request to join. */
  readonly join_request_id: string;
  /** How the user came. */
  readonly reason?: 'invite_link' | (string & {});
  /** WhatsApp ID. Missing when it cannot be shared. */
  readonly wa_id?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly parent_user_id?: string;
  /** Username, where the user has one. Since 2026. */
  readonly username?: string;
}

/**
 * A user took the request to join back.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupJoinRequestRevoked extends GroupHead {
  /** What happened. */
  readonly type: 'group_join_request_revoked';
  /** ID of the request to join. */
  readonly join_request_id: string;
  /** How the user came. */
  readonly reason?: 'invite_link' | (string & {});
  /** WhatsApp ID. Missing when it cannot be shared. */
  readonly wa_id?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly parent_user_id?: string;
  /** Username, where the user has one. Since 2026. */
  readonly username?: string;
}

/**
 * Users left or were removed. `group_remove_participants` is the OpenAPI description’s name.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupParticipantsRemove extends GroupHead {
  /** What happened. */
  readonly type: 'group_participants_remove' | 'group_remove_participants';
  /** Who did it. One page prints it outside the group. */
  readonly initiated_by?: 'business' | 'participant' | (string & {});
  /** Who is no longer in the group. */
  readonly removed_participants?: readonly GroupParticipant[];
  /** Who could not be removed. */
  readonly failed_participants?: readonly FailedParticipant[];
}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherGroupParticipants extends GroupHead {
  /** What happened. */
  readonly type: UnknownKind;
}

/**
 * A user in a group.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupParticipant {
  /** The user as the request of the business named them. */
  readonly input?: string;
  /** WhatsApp ID. Missing when it cannot be shared. */
  readonly wa_id?: string;
  /**
   * Business-scoped user ID: a two-letter country code, a dot, then up to 128 alphanumerics, such as
   * `US.90000000000000000017`. Since 2026.
   */
  readonly user_id?: string;
  /**
   * Business-scoped user ID of the parent portfolio: country code, `.ENT.`, then the ID. Only for enrolled
   * portfolios. Since 2026.
   */
  readonly parent_user_id?: string;
  /** Username, where the user has one. Since 2026. */
  readonly username?: string;
}

/**
 * A user who could not be removed.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface FailedParticipant {
  /** The user as the request of the business named them. */
  readonly input: string;
  /** Why. */
  readonly errors?: readonly ReportedError[];
}

/**
 * Settings of a group are changed, or could not be.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupSettingsUpdateValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The changes. */
  readonly groups: readonly GroupSettings[];
}

/**
 * Settings of a group were changed; only the changed ones are there.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export type GroupSettings =
  | GroupSettingsUpdate
  | OtherGroupSettings;

/**
 * Settings were changed, or could not be.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupSettingsUpdate extends GroupHead {
  /** What happened. */
  readonly type: 'group_settings_update';
  /** The picture. */
  readonly profile_picture?: GroupPicture;
  /** The name. */
  readonly group_subject?: GroupSubject;
  /** The description. */
  readonly group_description?: GroupDescription;
}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherGroupSettings extends GroupHead {
  /** What happened. */
  readonly type: UnknownKind;
}

/**
 * The picture of a group.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupPicture {
  /** MIME type. */
  readonly mime_type: string;
  /** Hash of the bytes, base64. */
  readonly sha256: string;
  /** Whether the picture was changed. */
  readonly update_successful: boolean;
  /** Why not. */
  readonly errors?: readonly ReportedError[];
}

/**
 * The name of a group.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupSubject {
  /** The name. */
  readonly text: string;
  /** Whether the name was changed. */
  readonly update_successful: boolean;
  /** Why not. */
  readonly errors?: readonly ReportedError[];
}

/**
 * The description of a group.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupDescription {
  /** The description. */
  readonly text: string;
  /** Whether the description was changed. */
  readonly update_successful: boolean;
  /** Why not. */
  readonly errors?: readonly ReportedError[];
}

/**
 * A group is suspended, or a suspension is lifted.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupStatusUpdateValue {
  /** Always `whatsapp`. */
  readonly messaging_product: 'whatsapp';
  /** The number of the business. */
  readonly metadata: Metadata;
  /** The changes. */
  readonly groups: readonly GroupStanding[];
}

/**
 * A group was suspended, or no longer is.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export type GroupStanding =
  | GroupSuspend
  | GroupSuspendCleared
  | OtherGroupStanding;

/**
 * The group was suspended.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupSuspend extends GroupHead {
  /** What happened. */
  readonly type: 'group_suspend';
}

/**
 * The suspension was lifted.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
 */
export interface GroupSuspendCleared extends GroupHead {
  /** What happened. */
  readonly type: 'group_suspend_cleared';
}

/** A kind that this version does not list. Its `type` is any other string. */
export interface OtherGroupStanding extends GroupHead {
  /** What happened. */
  readonly type: UnknownKind;
}
