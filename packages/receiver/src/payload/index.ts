// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Every type of a payload.

export type { AccountAlert, AlertInfo } from './account-alerts.ts';
export type {
  AdAccountWabaInfo, AuthInternationalRateEligibility, BanInfo, CertificationInfo, CertificationNeededInfo,
  DisconnectionInfo, ExceptionCountry, InstalledWabaInfo, PartnerWabaInfo, RestrictionInfo,
  UninstalledWabaInfo, ViolationInfo, VolumeTierInfo, WabaInfo,
} from './account-facts.ts';
export type { AccountReviewUpdate } from './account-review-update.ts';
export type {
  AccountSettingsUpdate, CallHours, CallIcons, CallRestriction, CallRestrictions, CallingSettings, Holiday,
  OperatingHours, PhoneNumberSettings, SipServer, SipSettings,
} from './account-settings-update.ts';
export type {
  AccountDeleted, AccountOffboarded, AccountReconnected, AccountRestriction, AccountUpdate, AccountViolation,
  AdAccountLinked, AuthIntlPriceEligibilityUpdate, BusinessPrimaryLocationCountryUpdate, DisabledUpdate,
  MmLiteTermsSigned, OtherAccountUpdate, PartnerAdded, PartnerAppInstalled, PartnerAppUninstalled,
  PartnerClientCertificationNeeded, PartnerClientCertificationStatusUpdate, PartnerRemoved, VerifiedAccount,
  VolumeBasedPricingTierUpdate,
} from './account-update.ts';
export type { AutomaticEvent, AutomaticEventsValue, PurchaseData } from './automatic-events.ts';
export type { BusinessCapabilityUpdate } from './business-capability-update.ts';
export type { BusinessStatusUpdate } from './business-status-update.ts';
export type { BusinessUsernameUpdate } from './business-username-updates.ts';
export type {
  Call, CallConnect, CallConnection, CallCreated, CallHead, CallRecording, CallRecordingAvailable,
  CallSession, CallStatus, CallTerminate, CallTranscript, CallTranscriptionAvailable, CallWebrtc, CallsValue,
  OtherCall,
} from './calls.ts';
export type { CampaignStatusUpdate } from './campaign-status-update.ts';
export type {
  AccountAlertsChange, AccountReviewUpdateChange, AccountSettingsUpdateChange, AccountUpdateChange,
  AutomaticEventsChange, BusinessCapabilityUpdateChange, BusinessStatusUpdateChange,
  BusinessUsernameUpdatesChange, CallsChange, CampaignStatusUpdateChange, Change, ChangeHead,
  ConsumerProfileChange, FlowsChange, GroupLifecycleUpdateChange, GroupParticipantsUpdateChange,
  GroupSettingsUpdateChange, GroupStatusUpdateChange, HistoryChange, MessageEchoesChange,
  MessageTemplateComponentsUpdateChange, MessageTemplateQualityUpdateChange,
  MessageTemplateStatusUpdateChange, MessagesChange, MessagingHandoversChange, OtherChange,
  PartnerSolutionsChange, PaymentConfigurationUpdateChange, PhoneNumberNameUpdateChange,
  PhoneNumberQualityUpdateChange, PhoneNumberUsernameUpdateChange, SecurityChange, SmbAppStateSyncChange,
  SmbMessageEchoesChange, StandbyChange, TemplateCategoryUpdateChange, TemplateCorrectCategoryDetectionChange,
  TrackingEventsChange, UserIdUpdateChange, UserPreferencesChange,
} from './change.ts';
export type { ConsumerProfileValue } from './consumer-profile.ts';
export type {
  CardAddress, CardEmail, CardName, CardOrganization, CardPhone, CardUrl, ContactCard,
} from './contact-card.ts';
export type {
  AudioContent, Button, ButtonContent, ContactsContent, DocumentContent, ImageContent, InteractiveContent,
  Location, LocationContent, Order, OrderContent, OrderItem, Reaction, ReactionContent, StickerContent, Text,
  TextContent, VideoContent,
} from './content.ts';
export type {
  AudioEcho, ContactsEcho, DocumentEcho, EchoHead, EditEcho, ImageEcho, LocationEcho, MessageEcho,
  MessageEchoesValue, OtherEcho, ReactionEcho, RevokeEcho, SentInteractiveEcho, SentTemplateEcho,
  SmbMessageEchoesValue, StickerEcho, TextEcho, VideoEcho,
} from './echoes.ts';
export type { Entry, Notification } from './envelope.ts';
export type { ErrorData, ReportedError } from './errors.ts';
export type {
  FlowClientErrorRate, FlowEndpointAvailability, FlowEndpointErrorRate, FlowEndpointLatency, FlowError,
  FlowEvent, FlowHead, FlowStatusChange, FlowVersionExpiryWarning, OtherFlowEvent,
} from './flows.ts';
export type {
  FailedParticipant, GroupCreate, GroupDelete, GroupDescription, GroupHead, GroupJoinRequestCreated,
  GroupJoinRequestRevoked, GroupLifecycle, GroupLifecycleUpdateValue, GroupParticipant, GroupParticipants,
  GroupParticipantsAdd, GroupParticipantsRemove, GroupParticipantsUpdateValue, GroupPicture, GroupSettings,
  GroupSettingsUpdate, GroupSettingsUpdateValue, GroupStanding, GroupStatusUpdateValue, GroupSubject,
  GroupSuspend, GroupSuspendCleared, OtherGroupLifecycle, OtherGroupParticipants, OtherGroupSettings,
  OtherGroupStanding,
} from './groups.ts';
export type {
  ControlPass, ControlPassed, ControlTake, ControlTaken, Handover, HandoverHead, HandoverSender,
  OtherHandover,
} from './handover.ts';
export type {
  AudioPast, ButtonPast, ContactsPast, DocumentPast, HistoryChunk, HistoryDeclined, HistoryItem,
  HistoryMetadata, HistoryValue, ImagePast, LocationPast, MediaPlaceholderPast, OrderPast, OtherPast,
  PastContext, PastMessage, PastMessageHead, PastThread, PastThreadContext, ReactionPast, SentInteractivePast,
  SentTemplatePast, StickerPast, SystemPast, TextPast, UnsupportedPast, VideoPast,
} from './history.ts';
export type { Contact, Metadata, Profile } from './identity.ts';
export type {
  AudioMessage, ButtonMessage, ContactsMessage, DocumentMessage, EditMessage, Identity, ImageMessage,
  InboundMessage, InteractiveMessage, LocationMessage, MessageContext, MessageHead, OrderMessage,
  OtherMessage, ReactionMessage, Referral, ReferredProduct, RequestWelcomeMessage, RevokeMessage,
  StickerMessage, SystemMessage, TextMessage, UnknownMessage, UnsupportedMessage, VideoMessage,
  WelcomeMessage,
} from './inbound.ts';
export type {
  ButtonReply, ButtonReplyAnswer, CallPermissionAnswer, CallPermissionReply, Interactive, ListReply,
  ListReplyAnswer, NfmReply, NfmReplyAnswer, OtherInteractive, PaymentMethodAnswer, PaymentMethodReply,
} from './interactive.ts';
export type { ItemMap, ListMap } from './item-map.ts';
export type { Audio, Document, Image, Sticker, Video } from './media.ts';
export type { ConversationContext, ConversationSummary, MessagesValue } from './messages.ts';
export type {
  DocumentEdited, Edit, EditContent, EditedContext, EditedMessage, EditedMessageHead, ImageEdited,
  MediaPlaceholderContent, OtherEdited, RequestWelcomeContent, Revoke, RevokeContent, SentInteractiveContent,
  SentTemplateContent, SystemContent, TextEdited, UnknownContent, Unsupported, UnsupportedContent,
  VideoEdited,
} from './notices.ts';
export type { PartnerSolutionEvent } from './partner-solutions.ts';
export type {
  Payment, PaymentAmount, PaymentError, PaymentMethod, PaymentRefund, PaymentTransaction,
} from './payment.ts';
export type { PaymentConfigurationUpdate } from './payment-configuration-update.ts';
export type { PhoneNumberNameUpdate } from './phone-number-name-update.ts';
export type { PhoneNumberQualityUpdate } from './phone-number-quality-update.ts';
export type { PhoneNumberUsernameUpdate } from './phone-number-username-update.ts';
export type { SecurityEvent } from './security.ts';
export type { Standby, StandbyEcho, StandbyValue } from './standby.ts';
export type {
  AddressBookContact, SmbAppStateSyncValue, StateSync, StateSyncMetadata,
} from './state-sync.ts';
export type {
  Conversation, ConversationOrigin, ConversationPricing, DeletedStatus, DeliveredStatus, FailedStatus,
  MessagePricing, OtherPricing, OtherStatus, PaymentStatus, PlayedStatus, Pricing, PricingHead, ReadStatus,
  SentStatus, Status, StatusHead, WarningStatus,
} from './status.ts';
export type {
  CustomerChangedNumber, CustomerIdentityChanged, OtherSystem, System, SystemHead, UserChangedNumber,
  UserChangedUserId, UserPreferenceChanged,
} from './system.ts';
export type { TemplateCategoryDetection } from './template-category-detection.ts';
export type { TemplateCategoryUpdate } from './template-category-update.ts';
export type { TemplateButton, TemplateComponentsUpdate } from './template-components-update.ts';
export type { TemplateQualityUpdate } from './template-quality-update.ts';
export type {
  DisableInfo, RejectionInfo, TemplateOtherInfo, TemplateStatusUpdate,
} from './template-status-update.ts';
export type { TrackingData, TrackingEvent, TrackingEventsValue } from './tracking-events.ts';
export type { UnknownKind } from './unknown-kind.ts';
export type {
  LinkClick, LinkClickData, OtherUserAction, UserAction, UserActionHead,
} from './user-action.ts';
export type { ChangedId, UserIdUpdate, UserIdUpdateValue } from './user-id-update.ts';
export type { UserPreference, UserPreferencesValue } from './user-preferences.ts';
