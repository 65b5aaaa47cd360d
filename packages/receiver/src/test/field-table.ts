// The contract's tables of members, written down a second time: from the description of the fields, not from the
// catalogue, so that a slip in one of them shows as a difference between the two. The objects are in table-objects.ts.
//
// A shape is a list of members: `name` is always there, `name?` may be missing. Its type follows a colon and is `str`
// when left out; `a|b` is either, `shape[]` an array. `by` names the member that tells the variants apart, each of
// which adds members to those of the shape.
import type { TableShape } from './table-objects.ts';

const head = 'messaging_product metadata:metadata';
const template = 'message_template_id:int message_template_name message_template_language';

/** The value of each field. */
export const tableValues: Readonly<Record<string, TableShape>> = {
  messages: {
    members: `${head} contacts?:contact[] messages?:message[] statuses?:status[] errors?:error[] user_actions?:user_action[] conversation_context?:conversation_context`,
  },
  message_echoes: { members: `${head} contacts?:contact[] message_echoes:echo[]` },
  smb_message_echoes: { members: `${head} contacts?:contact[] message_echoes:echo[]` },
  history: {
    members: `${head} history?:history_chunk[] messages?:message[] message_echoes?:echo[] contacts?:contact[]`,
  },
  smb_app_state_sync: { members: `${head} state_sync:state_sync[]` },
  account_alerts: { members: 'entity_type entity_id alert_info:alert_info' },
  account_review_update: { members: 'decision' },
  account_settings_update: {
    members: 'messaging_product timestamp type phone_number_settings:phone_number_settings',
  },
  account_update: {
    members: 'event',
    by: 'event',
    variants: {
      ACCOUNT_DELETED: '',
      ACCOUNT_RESTRICTION:
        'restriction_info?:restriction_info[] phone_number? violation_info?:violation_info',
      ACCOUNT_VIOLATION: 'violation_info:violation_info phone_number?',
      AD_ACCOUNT_LINKED: 'waba_info:ad_account_waba',
      AUTH_INTL_PRICE_ELIGIBILITY_UPDATE: 'auth_international_rate_eligibility:price_eligibility',
      BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE: 'country',
      DISABLED_UPDATE: 'ban_info:ban_info',
      MM_LITE_TERMS_SIGNED: 'waba_info:waba_info',
      PARTNER_ADDED: 'waba_info:partner_waba',
      PARTNER_APP_INSTALLED: 'waba_info:installed_waba',
      PARTNER_APP_UNINSTALLED: 'waba_info?:uninstalled_waba',
      PARTNER_REMOVED: 'waba_info?:waba_info disconnection_info?:disconnection_info phone_number?',
      PARTNER_CLIENT_CERTIFICATION_NEEDED: 'partner_client_certification_needed_info:certification_needed',
      PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE: 'partner_client_certification_info:certification',
      VOLUME_BASED_PRICING_TIER_UPDATE: 'volume_tier_info:volume_tier_info',
      ACCOUNT_OFFBOARDED: '',
      ACCOUNT_RECONNECTED: '',
      VERIFIED_ACCOUNT: 'phone_number',
    },
  },
  automatic_events: { members: `${head} automatic_events:automatic_event[]` },
  business_capability_update: {
    members:
      'max_daily_conversation_per_phone?:int max_daily_conversations_per_business?:int|str max_phone_numbers_per_business?:int max_phone_numbers_per_waba?:int',
  },
  business_status_update: { members: 'business_id:int event' },
  business_username_updates: { members: 'display_phone_number username? status context?' },
  phone_number_username_update: {
    members: 'display_phone_number decision requested_username rejection_reasons?:str[]',
  },
  calls: {
    members: `${head} contacts?:contact[] calls?:call[] statuses?:call_status[] errors?:error[]`,
  },
  campaign_status_update: {
    members:
      'campaign_id:int campaign_name old_status new_status paused_reasons:str[] complete_reason:str|null',
  },
  flows: {
    members: 'flow_id event message?',
    by: 'event',
    variants: {
      FLOW_STATUS_CHANGE: 'old_status? new_status',
      CLIENT_ERROR_RATE: 'error_rate:num threshold:num alert_state errors?:flow_error[]',
      ENDPOINT_ERROR_RATE: 'error_rate:num threshold:num alert_state errors?:flow_error[]',
      ENDPOINT_LATENCY: 'p90_latency:num p50_latency:num requests_count:int threshold:num alert_state',
      ENDPOINT_AVAILABILITY: 'availability:num threshold:num alert_state',
      FLOW_VERSION_EXPIRY_WARNING: 'warning',
    },
  },
  group_lifecycle_update: { members: `${head} groups:created_group[]` },
  group_participants_update: { members: `${head} groups:participants[]` },
  group_settings_update: { members: `${head} groups:group_settings[]` },
  group_status_update: { members: `${head} groups:group_standing[]` },
  message_template_components_update: {
    members: `${template} message_template_element message_template_title? message_template_footer? message_template_buttons?:template_button[]`,
  },
  message_template_quality_update: { members: `${template} previous_quality_score new_quality_score` },
  message_template_status_update: {
    members: `event ${template} reason?:str|null message_template_category? disable_info?:disable_info other_info?:other_info rejection_info?:rejection_info`,
  },
  template_category_update: {
    members: `${template} new_category correct_category? previous_category? category_update_timestamp?:int`,
  },
  template_correct_category_detection: { members: `${template} category correct_category` },
  messaging_handovers: {
    members: 'messaging_product sender?:handover_sender recipient:metadata type? timestamp',
    by: 'type',
    variants: {
      control_passed: 'control_passed:control_passed',
      control_taken: 'control_taken:control_taken',
    },
  },
  standby: { members: `messaging_product metadata?:metadata standby?:standby` },
  partner_solutions: { members: 'event solution_id solution_status' },
  payment_configuration_update: {
    members:
      'configuration_name provider_name provider_mid status created_timestamp:int updated_timestamp:int',
  },
  phone_number_name_update: {
    members: 'display_phone_number decision requested_verified_name rejection_reason:str|null',
  },
  phone_number_quality_update: {
    members: 'display_phone_number event old_limit? current_limit? max_daily_conversations_per_business?',
  },
  security: { members: 'display_phone_number event requester?' },
  tracking_events: { members: `${head} events:tracking_event[]` },
  user_preferences: { members: `${head} contacts?:contact[] user_preferences:user_preference[]` },
  user_id_update: { members: `${head} contacts:contact[] user_id_update:user_id_update[]` },
};
