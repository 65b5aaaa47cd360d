// What the items of each list and of each kind look like: types alone, for the names that handlers are
// registered under.

type Data = Record<string, unknown>;

type InboundCommon = {
  id: string;
  timestamp: string;
  from?: string;
  from_user_id?: string;
  group_id?: string;
};

export type TextMessage = InboundCommon & { type: 'text'; text: { body: string } };
export type ImageMessage = InboundCommon & { type: 'image'; image: { id: string; mime_type: string } };
/** A message of a kind that is not listed here. */
export type OtherMessage = InboundCommon & { type: string & { readonly other: unique symbol } };
export type InboundMessage = TextMessage | ImageMessage | OtherMessage;

type StatusCommon = { id: string; timestamp: string; recipient_id?: string; recipient_user_id?: string };
export type FailedStatus = StatusCommon & {
  status: 'failed';
  errors?: { code: number; title?: string; message?: string }[];
};
export type SentStatus = StatusCommon & { status: 'sent' };
export type DeliveredStatus = StatusCommon & { status: 'delivered' };
export type ReadStatus = StatusCommon & { status: 'read' };
export type Status = SentStatus | DeliveredStatus | ReadStatus | FailedStatus;

/** Content by list name: what `on('messages', …)` gets. */
export interface ListMap {
  messages: InboundMessage;
  statuses: Status;
  errors: Data;
  user_actions: Data;
  message_echoes: Data;
  smb_message_echoes: Data;
  history: Data;
  history_messages: Data;
  history_message_echoes: Data;
  smb_app_state_sync: Data;
  automatic_events: Data;
  tracking_events: Data;
  calls: Data;
  call_statuses: Data;
  call_errors: Data;
  group_lifecycle_update: Data;
  group_participants_update: Data;
  group_settings_update: Data;
  group_status_update: Data;
  user_preferences: Data;
  user_id_update: Data;
  standby_messages: Data;
  standby_message_echoes: Data;
  standby_statuses: Data;
  account_update: Data;
  message_template_status_update: Data;
  security: Data;
  flows: Data;
  partner_solutions: Data;
  phone_number_quality_update: Data;
  business_status_update: Data;
  account_review_update: Data;
  phone_number_name_update: Data;
  phone_number_username_update: Data;
  messaging_handovers: Data;
  business_username_updates: Data;
  account_alerts: Data;
  account_settings_update: Data;
  business_capability_update: Data;
  campaign_status_update: Data;
  consumer_profile: Data;
  message_template_components_update: Data;
  message_template_quality_update: Data;
  payment_configuration_update: Data;
  template_category_update: Data;
  template_correct_category_detection: Data;
}

/** Content by item name: what `on('messages.text', …)` gets. */
export interface ItemMap {
  'messages.text': TextMessage;
  'messages.image': ImageMessage;
  'statuses.sent': SentStatus;
  'statuses.delivered': DeliveredStatus;
  'statuses.read': ReadStatus;
  'statuses.failed': FailedStatus;
  'account_update.DISABLED_UPDATE': Data;
  'message_template_status_update.APPROVED': Data;
  'calls.connect': Data;
}
