// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// A change, by field.
import type { AccountAlert } from './account-alerts.ts';
import type { AccountReviewUpdate } from './account-review-update.ts';
import type { AccountSettingsUpdate } from './account-settings-update.ts';
import type { AccountUpdate } from './account-update.ts';
import type { AutomaticEventsValue } from './automatic-events.ts';
import type { BusinessCapabilityUpdate } from './business-capability-update.ts';
import type { BusinessStatusUpdate } from './business-status-update.ts';
import type { BusinessUsernameUpdate } from './business-username-updates.ts';
import type { CallsValue } from './calls.ts';
import type { CampaignStatusUpdate } from './campaign-status-update.ts';
import type { ConsumerProfileValue } from './consumer-profile.ts';
import type { MessageEchoesValue, SmbMessageEchoesValue } from './echoes.ts';
import type { FlowEvent } from './flows.ts';
import type {
  GroupLifecycleUpdateValue, GroupParticipantsUpdateValue, GroupSettingsUpdateValue, GroupStatusUpdateValue,
} from './groups.ts';
import type { Handover } from './handover.ts';
import type { HistoryValue } from './history.ts';
import type { MessagesValue } from './messages.ts';
import type { PartnerSolutionEvent } from './partner-solutions.ts';
import type { PaymentConfigurationUpdate } from './payment-configuration-update.ts';
import type { PhoneNumberNameUpdate } from './phone-number-name-update.ts';
import type { PhoneNumberQualityUpdate } from './phone-number-quality-update.ts';
import type { PhoneNumberUsernameUpdate } from './phone-number-username-update.ts';
import type { SecurityEvent } from './security.ts';
import type { StandbyValue } from './standby.ts';
import type { SmbAppStateSyncValue } from './state-sync.ts';
import type { TemplateCategoryDetection } from './template-category-detection.ts';
import type { TemplateCategoryUpdate } from './template-category-update.ts';
import type { TemplateComponentsUpdate } from './template-components-update.ts';
import type { TemplateQualityUpdate } from './template-quality-update.ts';
import type { TemplateStatusUpdate } from './template-status-update.ts';
import type { TrackingEventsValue } from './tracking-events.ts';
import type { UnknownKind } from './unknown-kind.ts';
import type { UserIdUpdateValue } from './user-id-update.ts';
import type { UserPreferencesValue } from './user-preferences.ts';

/** One change: a field and its value. */
export type Change =
  | AccountAlertsChange
  | AccountReviewUpdateChange
  | AccountSettingsUpdateChange
  | AccountUpdateChange
  | AutomaticEventsChange
  | BusinessCapabilityUpdateChange
  | BusinessStatusUpdateChange
  | BusinessUsernameUpdatesChange
  | CallsChange
  | CampaignStatusUpdateChange
  | ConsumerProfileChange
  | FlowsChange
  | GroupLifecycleUpdateChange
  | GroupParticipantsUpdateChange
  | GroupSettingsUpdateChange
  | GroupStatusUpdateChange
  | HistoryChange
  | MessageEchoesChange
  | MessageTemplateComponentsUpdateChange
  | MessageTemplateQualityUpdateChange
  | MessageTemplateStatusUpdateChange
  | MessagesChange
  | MessagingHandoversChange
  | PartnerSolutionsChange
  | PaymentConfigurationUpdateChange
  | PhoneNumberNameUpdateChange
  | PhoneNumberQualityUpdateChange
  | PhoneNumberUsernameUpdateChange
  | SecurityChange
  | SmbAppStateSyncChange
  | SmbMessageEchoesChange
  | StandbyChange
  | TemplateCategoryUpdateChange
  | TemplateCorrectCategoryDetectionChange
  | TrackingEventsChange
  | UserIdUpdateChange
  | UserPreferencesChange
  | OtherChange;

/** A change of `account_alerts`. */
export interface AccountAlertsChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'account_alerts';
  /** What changed. */
  readonly value: AccountAlert;
}

/** A change of `account_review_update`. */
export interface AccountReviewUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'account_review_update';
  /** What changed. */
  readonly value: AccountReviewUpdate;
}

/** A change of `account_settings_update`. */
export interface AccountSettingsUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'account_settings_update';
  /** What changed. */
  readonly value: AccountSettingsUpdate;
}

/** A change of `account_update`. */
export interface AccountUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'account_update';
  /** What changed. */
  readonly value: AccountUpdate;
}

/** A change of `automatic_events`. */
export interface AutomaticEventsChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'automatic_events';
  /** What changed. */
  readonly value: AutomaticEventsValue;
}

/** A change of `business_capability_update`. */
export interface BusinessCapabilityUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'business_capability_update';
  /** What changed. */
  readonly value: BusinessCapabilityUpdate;
}

/** A change of `business_status_update`. */
export interface BusinessStatusUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'business_status_update';
  /** What changed. */
  readonly value: BusinessStatusUpdate;
}

/** A change of `business_username_updates`. */
export interface BusinessUsernameUpdatesChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'business_username_updates';
  /** What changed. */
  readonly value: BusinessUsernameUpdate;
}

/** A change of `calls`. */
export interface CallsChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'calls';
  /** What changed. */
  readonly value: CallsValue;
}

/** A change of `campaign_status_update`. */
export interface CampaignStatusUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'campaign_status_update';
  /** What changed. */
  readonly value: CampaignStatusUpdate;
}

/** A change of `consumer_profile`. */
export interface ConsumerProfileChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'consumer_profile';
  /** What changed. */
  readonly value: ConsumerProfileValue;
}

/** A change of `flows`. */
export interface FlowsChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'flows';
  /** What changed. */
  readonly value: FlowEvent;
}

/** A change of `group_lifecycle_update`. */
export interface GroupLifecycleUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'group_lifecycle_update';
  /** What changed. */
  readonly value: GroupLifecycleUpdateValue;
}

/** A change of `group_participants_update`. */
export interface GroupParticipantsUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'group_participants_update';
  /** What changed. */
  readonly value: GroupParticipantsUpdateValue;
}

/** A change of `group_settings_update`. */
export interface GroupSettingsUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'group_settings_update';
  /** What changed. */
  readonly value: GroupSettingsUpdateValue;
}

/** A change of `group_status_update`. */
export interface GroupStatusUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'group_status_update';
  /** What changed. */
  readonly value: GroupStatusUpdateValue;
}

/** A change of `history`. */
export interface HistoryChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'history';
  /** What changed. */
  readonly value: HistoryValue;
}

/** A change of `message_echoes`. */
export interface MessageEchoesChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'message_echoes';
  /** What changed. */
  readonly value: MessageEchoesValue;
}

/** A change of `message_template_components_update`. */
export interface MessageTemplateComponentsUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'message_template_components_update';
  /** What changed. */
  readonly value: TemplateComponentsUpdate;
}

/** A change of `message_template_quality_update`. */
export interface MessageTemplateQualityUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'message_template_quality_update';
  /** What changed. */
  readonly value: TemplateQualityUpdate;
}

/** A change of `message_template_status_update`. */
export interface MessageTemplateStatusUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'message_template_status_update';
  /** What changed. */
  readonly value: TemplateStatusUpdate;
}

/** A change of `messages`. */
export interface MessagesChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'messages';
  /** What changed. */
  readonly value: MessagesValue;
}

/** A change of `messaging_handovers`. */
export interface MessagingHandoversChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'messaging_handovers';
  /** What changed. */
  readonly value: Handover;
}

/** A change of `partner_solutions`. */
export interface PartnerSolutionsChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'partner_solutions';
  /** What changed. */
  readonly value: PartnerSolutionEvent;
}

/** A change of `payment_configuration_update`. */
export interface PaymentConfigurationUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'payment_configuration_update';
  /** What changed. */
  readonly value: PaymentConfigurationUpdate;
}

/** A change of `phone_number_name_update`. */
export interface PhoneNumberNameUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'phone_number_name_update';
  /** What changed. */
  readonly value: PhoneNumberNameUpdate;
}

/** A change of `phone_number_quality_update`. */
export interface PhoneNumberQualityUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'phone_number_quality_update';
  /** What changed. */
  readonly value: PhoneNumberQualityUpdate;
}

/** A change of `phone_number_username_update`. */
export interface PhoneNumberUsernameUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'phone_number_username_update';
  /** What changed. */
  readonly value: PhoneNumberUsernameUpdate;
}

/** A change of `security`. */
export interface SecurityChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'security';
  /** What changed. */
  readonly value: SecurityEvent;
}

/** A change of `smb_app_state_sync`. */
export interface SmbAppStateSyncChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'smb_app_state_sync';
  /** What changed. */
  readonly value: SmbAppStateSyncValue;
}

/** A change of `smb_message_echoes`. */
export interface SmbMessageEchoesChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'smb_message_echoes';
  /** What changed. */
  readonly value: SmbMessageEchoesValue;
}

/** A change of `standby`. */
export interface StandbyChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'standby';
  /** What changed. */
  readonly value: StandbyValue;
}

/** A change of `template_category_update`. */
export interface TemplateCategoryUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'template_category_update';
  /** What changed. */
  readonly value: TemplateCategoryUpdate;
}

/** A change of `template_correct_category_detection`. */
export interface TemplateCorrectCategoryDetectionChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'template_correct_category_detection';
  /** What changed. */
  readonly value: TemplateCategoryDetection;
}

/** A change of `tracking_events`. */
export interface TrackingEventsChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'tracking_events';
  /** What changed. */
  readonly value: TrackingEventsValue;
}

/** A change of `user_id_update`. */
export interface UserIdUpdateChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'user_id_update';
  /** What changed. */
  readonly value: UserIdUpdateValue;
}

/** A change of `user_preferences`. */
export interface UserPreferencesChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: 'user_preferences';
  /** What changed. */
  readonly value: UserPreferencesValue;
}

/** A kind that this version does not list. Its `field` is any other string. */
export interface OtherChange extends ChangeHead {
  /** Names the shape of `value`. The platform adds fields without notice. */
  readonly field: UnknownKind;
}

/** What every change has. */
export interface ChangeHead {
  /** What changed; its shape depends on `field`. */
  readonly value: unknown;
}
