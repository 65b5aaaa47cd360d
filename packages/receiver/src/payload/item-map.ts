// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// What a handler gets, by the name it is registered under.
import type { AccountAlert } from './account-alerts.ts';
import type { AccountReviewUpdate } from './account-review-update.ts';
import type { AccountSettingsUpdate } from './account-settings-update.ts';
import type {
  AccountDeleted, AccountOffboarded, AccountReconnected, AccountRestriction, AccountUpdate, AccountViolation,
  AdAccountLinked, AuthIntlPriceEligibilityUpdate, BusinessPrimaryLocationCountryUpdate, DisabledUpdate,
  MmLiteTermsSigned, PartnerAdded, PartnerAppInstalled, PartnerAppUninstalled,
  PartnerClientCertificationNeeded, PartnerClientCertificationStatusUpdate, PartnerRemoved, VerifiedAccount,
  VolumeBasedPricingTierUpdate,
} from './account-update.ts';
import type { AutomaticEvent } from './automatic-events.ts';
import type { BusinessCapabilityUpdate } from './business-capability-update.ts';
import type { BusinessStatusUpdate } from './business-status-update.ts';
import type { BusinessUsernameUpdate } from './business-username-updates.ts';
import type {
  Call, CallConnect, CallCreated, CallRecordingAvailable, CallStatus, CallTerminate,
  CallTranscriptionAvailable,
} from './calls.ts';
import type { CampaignStatusUpdate } from './campaign-status-update.ts';
import type { ConsumerProfileValue } from './consumer-profile.ts';
import type {
  AudioEcho, ContactsEcho, DocumentEcho, EditEcho, ImageEcho, LocationEcho, MessageEcho, ReactionEcho,
  RevokeEcho, SentInteractiveEcho, SentTemplateEcho, StickerEcho, TextEcho, VideoEcho,
} from './echoes.ts';
import type { ReportedError } from './errors.ts';
import type {
  FlowClientErrorRate, FlowEndpointAvailability, FlowEndpointErrorRate, FlowEndpointLatency, FlowEvent,
  FlowStatusChange, FlowVersionExpiryWarning,
} from './flows.ts';
import type {
  GroupCreate, GroupDelete, GroupJoinRequestCreated, GroupJoinRequestRevoked, GroupLifecycle,
  GroupParticipants, GroupParticipantsAdd, GroupParticipantsRemove, GroupSettings, GroupSettingsUpdate,
  GroupStanding, GroupSuspend, GroupSuspendCleared,
} from './groups.ts';
import type { ControlPassed, ControlTaken, Handover } from './handover.ts';
import type { HistoryItem } from './history.ts';
import type {
  AudioMessage, ButtonMessage, ContactsMessage, DocumentMessage, EditMessage, ImageMessage, InboundMessage,
  InteractiveMessage, LocationMessage, OrderMessage, ReactionMessage, RequestWelcomeMessage, RevokeMessage,
  StickerMessage, SystemMessage, TextMessage, UnknownMessage, UnsupportedMessage, VideoMessage,
} from './inbound.ts';
import type { PartnerSolutionEvent } from './partner-solutions.ts';
import type { PaymentConfigurationUpdate } from './payment-configuration-update.ts';
import type { PhoneNumberNameUpdate } from './phone-number-name-update.ts';
import type { PhoneNumberQualityUpdate } from './phone-number-quality-update.ts';
import type { PhoneNumberUsernameUpdate } from './phone-number-username-update.ts';
import type { SecurityEvent } from './security.ts';
import type { StandbyEcho } from './standby.ts';
import type { StateSync } from './state-sync.ts';
import type {
  DeletedStatus, DeliveredStatus, FailedStatus, PaymentStatus, PlayedStatus, ReadStatus, SentStatus, Status,
  WarningStatus,
} from './status.ts';
import type { TemplateCategoryDetection } from './template-category-detection.ts';
import type { TemplateCategoryUpdate } from './template-category-update.ts';
import type { TemplateComponentsUpdate } from './template-components-update.ts';
import type { TemplateQualityUpdate } from './template-quality-update.ts';
import type { TemplateStatusUpdate } from './template-status-update.ts';
import type { TrackingEvent } from './tracking-events.ts';
import type { LinkClick, UserAction } from './user-action.ts';
import type { UserIdUpdate } from './user-id-update.ts';
import type { UserPreference } from './user-preferences.ts';

/** Content by list name: what `on('messages', …)` gets. */
export interface ListMap {
  /** The value of `account_alerts`. */
  account_alerts: AccountAlert;
  /** The value of `account_review_update`. */
  account_review_update: AccountReviewUpdate;
  /** The value of `account_settings_update`. */
  account_settings_update: AccountSettingsUpdate;
  /** The value of `account_update`. */
  account_update: AccountUpdate;
  /** Of `automatic_events`: `automatic_events[]`. */
  automatic_events: AutomaticEvent;
  /** The value of `business_capability_update`. */
  business_capability_update: BusinessCapabilityUpdate;
  /** The value of `business_status_update`. */
  business_status_update: BusinessStatusUpdate;
  /** The value of `business_username_updates`. */
  business_username_updates: BusinessUsernameUpdate;
  /** Of `calls`: `calls[]`. */
  calls: Call;
  /** Of `calls`: `statuses[]`. */
  call_statuses: CallStatus;
  /** Of `calls`: `errors[]`. */
  call_errors: ReportedError;
  /** The value of `campaign_status_update`. */
  campaign_status_update: CampaignStatusUpdate;
  /** The value of `consumer_profile`. */
  consumer_profile: ConsumerProfileValue;
  /** The value of `flows`. */
  flows: FlowEvent;
  /** Of `group_lifecycle_update`: `groups[]`. */
  group_lifecycle_update: GroupLifecycle;
  /** Of `group_participants_update`: `groups[]`. */
  group_participants_update: GroupParticipants;
  /** Of `group_settings_update`: `groups[]`. */
  group_settings_update: GroupSettings;
  /** Of `group_status_update`: `groups[]`. */
  group_status_update: GroupStanding;
  /** Of `history`: `history[]`. */
  history: HistoryItem;
  /** Of `history`: `messages[]`. */
  history_messages: InboundMessage;
  /** Of `history`: `message_echoes[]`. */
  history_message_echoes: MessageEcho;
  /** Of `message_echoes`: `message_echoes[]`. */
  message_echoes: MessageEcho;
  /** The value of `message_template_components_update`. */
  message_template_components_update: TemplateComponentsUpdate;
  /** The value of `message_template_quality_update`. */
  message_template_quality_update: TemplateQualityUpdate;
  /** The value of `message_template_status_update`. */
  message_template_status_update: TemplateStatusUpdate;
  /** Of `messages`: `messages[]`. */
  messages: InboundMessage;
  /** Of `messages`: `statuses[]`. */
  statuses: Status;
  /** Of `messages`: `errors[]`. */
  errors: ReportedError;
  /** Of `messages`: `user_actions[]`. */
  user_actions: UserAction;
  /** The value of `messaging_handovers`. */
  messaging_handovers: Handover;
  /** The value of `partner_solutions`. */
  partner_solutions: PartnerSolutionEvent;
  /** The value of `payment_configuration_update`. */
  payment_configuration_update: PaymentConfigurationUpdate;
  /** The value of `phone_number_name_update`. */
  phone_number_name_update: PhoneNumberNameUpdate;
  /** The value of `phone_number_quality_update`. */
  phone_number_quality_update: PhoneNumberQualityUpdate;
  /** The value of `phone_number_username_update`. */
  phone_number_username_update: PhoneNumberUsernameUpdate;
  /** The value of `security`. */
  security: SecurityEvent;
  /** Of `smb_app_state_sync`: `state_sync[]`. */
  smb_app_state_sync: StateSync;
  /** Of `smb_message_echoes`: `message_echoes[]`. */
  smb_message_echoes: MessageEcho;
  /** Of `standby`: `standby.messages[]`. */
  standby_messages: InboundMessage;
  /** Of `standby`: `standby.message_echoes[]`. */
  standby_message_echoes: StandbyEcho;
  /** Of `standby`: `standby.statuses[]`. */
  standby_statuses: Status;
  /** The value of `template_category_update`. */
  template_category_update: TemplateCategoryUpdate;
  /** The value of `template_correct_category_detection`. */
  template_correct_category_detection: TemplateCategoryDetection;
  /** Of `tracking_events`: `events[]`. */
  tracking_events: TrackingEvent;
  /** Of `user_id_update`: `user_id_update[]`. */
  user_id_update: UserIdUpdate;
  /** Of `user_preferences`: `user_preferences[]`. */
  user_preferences: UserPreference;
}

/** Content by item name: what `on('messages.text', …)` gets. */
export interface ItemMap {
  'account_review_update.APPROVED': AccountReviewUpdate & { readonly decision: 'APPROVED' };
  'account_review_update.REJECTED': AccountReviewUpdate & { readonly decision: 'REJECTED' };
  'account_review_update.PENDING': AccountReviewUpdate & { readonly decision: 'PENDING' };
  'account_review_update.DEFERRED': AccountReviewUpdate & { readonly decision: 'DEFERRED' };
  'account_update.ACCOUNT_DELETED': AccountDeleted;
  'account_update.ACCOUNT_RESTRICTION': AccountRestriction;
  'account_update.ACCOUNT_VIOLATION': AccountViolation;
  'account_update.AD_ACCOUNT_LINKED': AdAccountLinked;
  'account_update.AUTH_INTL_PRICE_ELIGIBILITY_UPDATE': AuthIntlPriceEligibilityUpdate;
  'account_update.BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE': BusinessPrimaryLocationCountryUpdate;
  'account_update.DISABLED_UPDATE': DisabledUpdate;
  'account_update.MM_LITE_TERMS_SIGNED': MmLiteTermsSigned;
  'account_update.PARTNER_ADDED': PartnerAdded;
  'account_update.PARTNER_APP_INSTALLED': PartnerAppInstalled;
  'account_update.PARTNER_APP_UNINSTALLED': PartnerAppUninstalled;
  'account_update.PARTNER_REMOVED': PartnerRemoved;
  'account_update.PARTNER_CLIENT_CERTIFICATION_NEEDED': PartnerClientCertificationNeeded;
  'account_update.PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE': PartnerClientCertificationStatusUpdate;
  'account_update.VOLUME_BASED_PRICING_TIER_UPDATE': VolumeBasedPricingTierUpdate;
  'account_update.ACCOUNT_OFFBOARDED': AccountOffboarded;
  'account_update.ACCOUNT_RECONNECTED': AccountReconnected;
  'account_update.VERIFIED_ACCOUNT': VerifiedAccount;
  'automatic_events.LeadSubmitted': AutomaticEvent & { readonly event_name: 'LeadSubmitted' };
  'automatic_events.Purchase': AutomaticEvent & { readonly event_name: 'Purchase' };
  'business_status_update.COMPROMISED_NOTIFICATION': BusinessStatusUpdate & { readonly event: 'COMPROMISED_NOTIFICATION' };
  'business_username_updates.approved': BusinessUsernameUpdate & { readonly status: 'approved' };
  'business_username_updates.deleted': BusinessUsernameUpdate & { readonly status: 'deleted' };
  'business_username_updates.reserved': BusinessUsernameUpdate & { readonly status: 'reserved' };
  'calls.connect': CallConnect;
  'calls.terminate': CallTerminate;
  'calls.call_created': CallCreated;
  'calls.call_recording_available': CallRecordingAvailable;
  'calls.call_transcription_available': CallTranscriptionAvailable;
  'call_statuses.RINGING': CallStatus & { readonly status: 'RINGING' };
  'call_statuses.ACCEPTED': CallStatus & { readonly status: 'ACCEPTED' };
  'call_statuses.REJECTED': CallStatus & { readonly status: 'REJECTED' };
  'flows.FLOW_STATUS_CHANGE': FlowStatusChange;
  'flows.CLIENT_ERROR_RATE': FlowClientErrorRate;
  'flows.ENDPOINT_ERROR_RATE': FlowEndpointErrorRate;
  'flows.ENDPOINT_LATENCY': FlowEndpointLatency;
  'flows.ENDPOINT_AVAILABILITY': FlowEndpointAvailability;
  'flows.FLOW_VERSION_EXPIRY_WARNING': FlowVersionExpiryWarning;
  'group_lifecycle_update.group_create': GroupCreate;
  'group_lifecycle_update.group_delete': GroupDelete;
  'group_participants_update.group_participants_add': GroupParticipantsAdd & { readonly type: 'group_participants_add' };
  'group_participants_update.group_add_participants': GroupParticipantsAdd & { readonly type: 'group_add_participants' };
  'group_participants_update.group_join_request_created': GroupJoinRequestCreated;
  'group_participants_update.group_join_request_revoked': GroupJoinRequestRevoked;
  'group_participants_update.group_participants_remove': GroupParticipantsRemove & { readonly type: 'group_participants_remove' };
  'group_participants_update.group_remove_participants': GroupParticipantsRemove & { readonly type: 'group_remove_participants' };
  'group_settings_update.group_settings_update': GroupSettingsUpdate;
  'group_status_update.group_suspend': GroupSuspend;
  'group_status_update.group_suspend_cleared': GroupSuspendCleared;
  'history_messages.text': TextMessage;
  'history_messages.image': ImageMessage;
  'history_messages.video': VideoMessage;
  'history_messages.audio': AudioMessage;
  'history_messages.document': DocumentMessage;
  'history_messages.sticker': StickerMessage;
  'history_messages.location': LocationMessage;
  'history_messages.contacts': ContactsMessage;
  'history_messages.interactive': InteractiveMessage;
  'history_messages.button': ButtonMessage;
  'history_messages.order': OrderMessage;
  'history_messages.reaction': ReactionMessage;
  'history_messages.system': SystemMessage;
  'history_messages.unsupported': UnsupportedMessage;
  'history_messages.unknown': UnknownMessage;
  'history_messages.request_welcome': RequestWelcomeMessage;
  'history_messages.edit': EditMessage;
  'history_messages.revoke': RevokeMessage;
  'history_message_echoes.text': TextEcho;
  'history_message_echoes.image': ImageEcho;
  'history_message_echoes.video': VideoEcho;
  'history_message_echoes.audio': AudioEcho;
  'history_message_echoes.document': DocumentEcho;
  'history_message_echoes.sticker': StickerEcho;
  'history_message_echoes.location': LocationEcho;
  'history_message_echoes.contacts': ContactsEcho;
  'history_message_echoes.reaction': ReactionEcho;
  'history_message_echoes.interactive': SentInteractiveEcho;
  'history_message_echoes.template': SentTemplateEcho;
  'history_message_echoes.edit': EditEcho;
  'history_message_echoes.revoke': RevokeEcho;
  'message_echoes.text': TextEcho;
  'message_echoes.image': ImageEcho;
  'message_echoes.video': VideoEcho;
  'message_echoes.audio': AudioEcho;
  'message_echoes.document': DocumentEcho;
  'message_echoes.sticker': StickerEcho;
  'message_echoes.location': LocationEcho;
  'message_echoes.contacts': ContactsEcho;
  'message_echoes.reaction': ReactionEcho;
  'message_echoes.interactive': SentInteractiveEcho;
  'message_echoes.template': SentTemplateEcho;
  'message_echoes.edit': EditEcho;
  'message_echoes.revoke': RevokeEcho;
  'message_template_status_update.APPROVED': TemplateStatusUpdate & { readonly event: 'APPROVED' };
  'message_template_status_update.ARCHIVED': TemplateStatusUpdate & { readonly event: 'ARCHIVED' };
  'message_template_status_update.UNARCHIVED': TemplateStatusUpdate & { readonly event: 'UNARCHIVED' };
  'message_template_status_update.DELETED': TemplateStatusUpdate & { readonly event: 'DELETED' };
  'message_template_status_update.DISABLED': TemplateStatusUpdate & { readonly event: 'DISABLED' };
  'message_template_status_update.FLAGGED': TemplateStatusUpdate & { readonly event: 'FLAGGED' };
  'message_template_status_update.IN_APPEAL': TemplateStatusUpdate & { readonly event: 'IN_APPEAL' };
  'message_template_status_update.LIMIT_EXCEEDED': TemplateStatusUpdate & { readonly event: 'LIMIT_EXCEEDED' };
  'message_template_status_update.LOCKED': TemplateStatusUpdate & { readonly event: 'LOCKED' };
  'message_template_status_update.PAUSED': TemplateStatusUpdate & { readonly event: 'PAUSED' };
  'message_template_status_update.PENDING': TemplateStatusUpdate & { readonly event: 'PENDING' };
  'message_template_status_update.REINSTATED': TemplateStatusUpdate & { readonly event: 'REINSTATED' };
  'message_template_status_update.PENDING_DELETION': TemplateStatusUpdate & { readonly event: 'PENDING_DELETION' };
  'message_template_status_update.REJECTED': TemplateStatusUpdate & { readonly event: 'REJECTED' };
  'messages.text': TextMessage;
  'messages.image': ImageMessage;
  'messages.video': VideoMessage;
  'messages.audio': AudioMessage;
  'messages.document': DocumentMessage;
  'messages.sticker': StickerMessage;
  'messages.location': LocationMessage;
  'messages.contacts': ContactsMessage;
  'messages.interactive': InteractiveMessage;
  'messages.button': ButtonMessage;
  'messages.order': OrderMessage;
  'messages.reaction': ReactionMessage;
  'messages.system': SystemMessage;
  'messages.unsupported': UnsupportedMessage;
  'messages.unknown': UnknownMessage;
  'messages.request_welcome': RequestWelcomeMessage;
  'messages.edit': EditMessage;
  'messages.revoke': RevokeMessage;
  'statuses.sent': SentStatus;
  'statuses.delivered': DeliveredStatus;
  'statuses.read': ReadStatus;
  'statuses.played': PlayedStatus;
  'statuses.failed': FailedStatus;
  'statuses.deleted': DeletedStatus;
  'statuses.warning': WarningStatus;
  'statuses.pending': PaymentStatus & { readonly status: 'pending' };
  'statuses.captured': PaymentStatus & { readonly status: 'captured' };
  'user_actions.marketing_messages_link_click': LinkClick;
  'messaging_handovers.control_passed': ControlPassed;
  'messaging_handovers.control_taken': ControlTaken;
  'partner_solutions.SOLUTION_CREATED': PartnerSolutionEvent & { readonly event: 'SOLUTION_CREATED' };
  'partner_solutions.SOLUTION_UPDATED': PartnerSolutionEvent & { readonly event: 'SOLUTION_UPDATED' };
  'phone_number_name_update.APPROVED': PhoneNumberNameUpdate & { readonly decision: 'APPROVED' };
  'phone_number_name_update.DEFERRED': PhoneNumberNameUpdate & { readonly decision: 'DEFERRED' };
  'phone_number_name_update.PENDING': PhoneNumberNameUpdate & { readonly decision: 'PENDING' };
  'phone_number_name_update.REJECTED': PhoneNumberNameUpdate & { readonly decision: 'REJECTED' };
  'phone_number_quality_update.ONBOARDING': PhoneNumberQualityUpdate & { readonly event: 'ONBOARDING' };
  'phone_number_quality_update.THROUGHPUT_UPGRADE': PhoneNumberQualityUpdate & { readonly event: 'THROUGHPUT_UPGRADE' };
  'phone_number_quality_update.FLAGGED': PhoneNumberQualityUpdate & { readonly event: 'FLAGGED' };
  'phone_number_quality_update.UNFLAGGED': PhoneNumberQualityUpdate & { readonly event: 'UNFLAGGED' };
  'phone_number_quality_update.UPGRADE': PhoneNumberQualityUpdate & { readonly event: 'UPGRADE' };
  'phone_number_quality_update.DOWNGRADE': PhoneNumberQualityUpdate & { readonly event: 'DOWNGRADE' };
  'phone_number_username_update.APPROVED': PhoneNumberUsernameUpdate & { readonly decision: 'APPROVED' };
  'phone_number_username_update.REJECTED': PhoneNumberUsernameUpdate & { readonly decision: 'REJECTED' };
  'security.PIN_CHANGED': SecurityEvent & { readonly event: 'PIN_CHANGED' };
  'security.PIN_RESET_REQUEST': SecurityEvent & { readonly event: 'PIN_RESET_REQUEST' };
  'security.PIN_REQUEST_SUCCESS': SecurityEvent & { readonly event: 'PIN_REQUEST_SUCCESS' };
  'security.PIN_RESET_SUCCESS': SecurityEvent & { readonly event: 'PIN_RESET_SUCCESS' };
  'smb_app_state_sync.add': StateSync & { readonly action: 'add' };
  'smb_app_state_sync.remove': StateSync & { readonly action: 'remove' };
  'smb_message_echoes.text': TextEcho;
  'smb_message_echoes.image': ImageEcho;
  'smb_message_echoes.video': VideoEcho;
  'smb_message_echoes.audio': AudioEcho;
  'smb_message_echoes.document': DocumentEcho;
  'smb_message_echoes.sticker': StickerEcho;
  'smb_message_echoes.location': LocationEcho;
  'smb_message_echoes.contacts': ContactsEcho;
  'smb_message_echoes.reaction': ReactionEcho;
  'smb_message_echoes.interactive': SentInteractiveEcho;
  'smb_message_echoes.template': SentTemplateEcho;
  'smb_message_echoes.edit': EditEcho;
  'smb_message_echoes.revoke': RevokeEcho;
  'standby_messages.text': TextMessage;
  'standby_messages.image': ImageMessage;
  'standby_messages.video': VideoMessage;
  'standby_messages.audio': AudioMessage;
  'standby_messages.document': DocumentMessage;
  'standby_messages.sticker': StickerMessage;
  'standby_messages.location': LocationMessage;
  'standby_messages.contacts': ContactsMessage;
  'standby_messages.interactive': InteractiveMessage;
  'standby_messages.button': ButtonMessage;
  'standby_messages.order': OrderMessage;
  'standby_messages.reaction': ReactionMessage;
  'standby_messages.system': SystemMessage;
  'standby_messages.unsupported': UnsupportedMessage;
  'standby_messages.unknown': UnknownMessage;
  'standby_messages.request_welcome': RequestWelcomeMessage;
  'standby_messages.edit': EditMessage;
  'standby_messages.revoke': RevokeMessage;
  'standby_statuses.sent': SentStatus;
  'standby_statuses.delivered': DeliveredStatus;
  'standby_statuses.read': ReadStatus;
  'standby_statuses.played': PlayedStatus;
  'standby_statuses.failed': FailedStatus;
  'standby_statuses.deleted': DeletedStatus;
  'standby_statuses.warning': WarningStatus;
  'standby_statuses.pending': PaymentStatus & { readonly status: 'pending' };
  'standby_statuses.captured': PaymentStatus & { readonly status: 'captured' };
  'tracking_events.sent': TrackingEvent & { readonly event_name: 'sent' };
  'user_preferences.stop': UserPreference & { readonly value: 'stop' };
  'user_preferences.resume': UserPreference & { readonly value: 'resume' };
  'user_preferences.signup': UserPreference & { readonly value: 'signup' };
}
