// The objects of the contract's tables, by names of ours; field-table.ts says how they are written.

export type TableShape = {
  readonly members: string;
  readonly by?: string;
  readonly variants?: Readonly<Record<string, string>>;
};

const user = 'wa_id? user_id? parent_user_id? username?';
const message =
  'from? from_user_id? from_parent_user_id? group_id? id timestamp type context?:context referral?:referral';
const echo = 'from to? to_user_id? to_parent_user_id? id timestamp type';
const past = 'from? to? from_user_id? from_parent_user_id? id timestamp type history_context:history_context';
const group = 'timestamp:str|int group_id type request_id? errors?:error[]';
const joinRequest = `join_request_id reason? ${user}`;
const added = 'reason added_participants:participant[]';
const removed = 'initiated_by? removed_participants?:participant[] failed_participants?:failed_participant[]';
const owned = 'waba_id owner_business_id';
const change = 'sdp_type sdp';
const media = 'id mime_type sha256 url?';
const charged = 'conversation?:conversation pricing?:pricing';
const control =
  'previous_owner_app_id? previous_owner_role? new_owner_app_id?:str|null new_owner_role? metadata?';

/** What a message says, by its type; the same for those of the user, of the business, and of the past. */
const contents = {
  text: 'text:text',
  image: 'image:image',
  video: 'video:image',
  audio: 'audio:audio',
  document: 'document:document',
  sticker: 'sticker:sticker',
  location: 'location:location',
  contacts: 'contacts:card[]',
  reaction: 'reaction:reaction',
} as const;
/** What the business sends has the shape of the send request, which these tables do not describe. */
const sent = { interactive: 'interactive?:any', template: 'template?:any' } as const;

/** The objects of the contract by a name of ours. */
export const tableShapes: Readonly<Record<string, TableShape>> = {
  metadata: { members: 'display_phone_number phone_number_id' },
  contact: { members: 'profile?:profile wa_id? user_id? parent_user_id? identity_key_hash?' },
  profile: { members: 'name? username?' },
  error: { members: 'code:int title? message? error_data?:error_data href? details?' },
  error_data: { members: 'details' },
  image: { members: `${media} caption?` },
  audio: { members: `${media} voice?:bool` },
  document: { members: `${media} caption? filename?` },
  sticker: { members: `${media} animated?:bool` },

  message: {
    members: `${message} identity?:identity from_logical_id?`,
    by: 'type',
    variants: {
      ...contents,
      interactive: 'interactive?:interactive',
      button: 'button:button',
      order: 'order:order',
      system: 'system:system',
      unsupported: 'unsupported?:unsupported errors?:error[]',
      unknown: 'errors?:error[]',
      request_welcome: '',
      edit: 'edit:edit',
      revoke: 'revoke:revoke',
    },
  },
  context: {
    members:
      'from? id? forwarded?:bool frequently_forwarded?:bool referred_product?:referred_product from_user_id? from_parent_user_id?',
  },
  referred_product: { members: 'catalog_id product_retailer_id' },
  referral: {
    members:
      'source_url? source_id? source_type? body? headline? media_type? image_url? video_url? thumbnail_url? ctwa_clid? welcome_message?:welcome_message ref?',
  },
  text_only: { members: 'text' },
  welcome_message: { members: 'text?' },
  identity: { members: 'acknowledged:bool created_timestamp hash' },
  text: { members: 'body' },
  location: { members: 'latitude:num longitude:num name? address? url?' },
  card: {
    members:
      'addresses?:address[] birthday? emails?:email[] name?:card_name org?:org phones?:phone[] urls?:url[] origin? vcard?',
  },
  address: { members: 'street? city? state? zip? country? country_code? type?' },
  email: { members: 'email? type?' },
  card_name: { members: 'formatted_name? first_name? last_name? middle_name? suffix? prefix?' },
  org: { members: 'company? department? title?' },
  phone: { members: 'phone? wa_id? type?' },
  url: { members: 'url? type?' },
  interactive: {
    members: 'type',
    by: 'type',
    variants: {
      button_reply: 'button_reply:button_reply',
      list_reply: 'list_reply:list_reply',
      nfm_reply: 'nfm_reply:nfm_reply',
      call_permission_reply: 'call_permission_reply:call_permission_reply',
      payment_method: 'payment_method:payment_method',
    },
  },
  button_reply: { members: 'id title' },
  list_reply: { members: 'id title description?' },
  nfm_reply: { members: 'response_json body? name?' },
  call_permission_reply: {
    members: 'response is_permanent?:bool expiration_timestamp?:str|int response_source?',
  },
  payment_method: {
    members: 'payment_method payment_timestamp:int reference_id last_four_digits credential_id',
  },
  button: { members: 'payload text' },
  order: { members: 'catalog_id text? product_items:product_item[]' },
  product_item: { members: 'product_retailer_id quantity:int item_price:num currency' },
  reaction: { members: 'message_id emoji?' },
  system: {
    members: 'type body',
    by: 'type',
    variants: {
      user_changed_number: 'wa_id? new_wa_id?',
      user_changed_user_id: 'user_id parent_user_id? wa_id?',
      customer_changed_number: 'new_wa_id? wa_id? customer',
      customer_identity_changed: 'identity customer',
      user_identity_changed: 'identity customer',
      user_preference_changed: 'marketing',
    },
  },
  unsupported: { members: 'type' },
  edit: { members: 'original_message_id message:edited' },
  edited: {
    members: 'context?:edited_context type',
    by: 'type',
    variants: {
      text: 'text:text',
      image: 'image:image',
      video: 'video:image',
      document: 'document:document',
    },
  },
  edited_context: { members: 'id' },
  revoke: { members: 'original_message_id' },

  status: {
    members:
      'id status timestamp recipient_id? recipient_user_id? recipient_parent_user_id? parent_recipient_user_id? recipient_type? ' +
      'recipient_participant_id? recipient_participant_user_id? recipient_participant_parent_user_id? participant_recipient_id? ' +
      'recipient_identity_key_hash? biz_opaque_callback_data? template_id?:str|int ' +
      'group_id?',
    by: 'status',
    variants: {
      sent: charged,
      delivered: charged,
      read: charged,
      played: charged,
      failed: 'errors?:error[]',
      deleted: '',
      warning: 'errors?:error[]',
      pending: 'type payment:payment',
      captured: 'type payment:payment',
    },
  },
  conversation: { members: 'id expiration_timestamp? origin:origin pricing?:pricing' },
  origin: { members: 'type' },
  pricing: {
    members: 'pricing_model billable:bool category',
    by: 'pricing_model',
    variants: { CBP: '', PMP: 'type?' },
  },
  payment: {
    members:
      'reference_id amount:amount currency transaction:transaction receipt? notes?:any udf1? udf2? udf3? udf4? ' +
      'additional_info1? additional_info2? additional_info3? additional_info4? additional_info5? additional_info6? additional_info7? ' +
      'extra1? extra2? refunds?:refund[]',
  },
  amount: { members: 'value:int offset:int' },
  transaction: {
    members:
      'id pg_transaction_id? type status created_timestamp:str|int updated_timestamp:str|int method?:transaction_method error?:transaction_error',
  },
  transaction_method: { members: 'type' },
  transaction_error: { members: 'code reason' },
  refund: {
    members: 'id amount:amount speed_processed status created_timestamp:str|int updated_timestamp:str|int',
  },
  user_action: {
    members: 'action_type timestamp:str|int',
    by: 'action_type',
    variants: { marketing_messages_link_click: 'marketing_messages_link_click_data:link_click' },
  },
  link_click: { members: 'click_component? product_id? click_id? tracking_token?' },
  conversation_context: { members: 'type summary:text_only' },

  echo: {
    members: echo,
    by: 'type',
    variants: { ...contents, ...sent, edit: 'edit:edit', revoke: 'revoke:revoke' },
  },
  history_chunk: {
    members: '',
    by: 'errors',
    variants: {
      'with errors': 'errors:error[]',
      'without errors': 'metadata:history_metadata threads:thread[]',
    },
  },
  history_metadata: { members: 'phase:int chunk_order:int progress:int' },
  thread: { members: 'id? context?:thread_context messages:past_message[]' },
  thread_context: { members: 'wa_id? user_id parent_user_id? username?' },
  past_message: {
    members: past,
    by: 'type',
    variants: {
      ...contents,
      ...sent,
      media_placeholder: '',
      button: 'button:button',
      order: 'order:order',
      system: 'system:system',
      unsupported: 'unsupported?:unsupported errors?:error[]',
    },
  },
  history_context: { members: 'status' },
  state_sync: { members: 'type contact:synced_contact action metadata:state_metadata' },
  synced_contact: { members: 'full_name? first_name? phone_number? user_id? parent_user_id? username?' },
  state_metadata: { members: 'timestamp version?:int' },

  alert_info: { members: 'alert_severity alert_status alert_type alert_description' },
  phone_number_settings: { members: 'phone_number_id calling?:calling|null' },
  calling: {
    members:
      'status? call_icon_visibility? callback_permission_status? call_hours?:call_hours sip?:sip call_icons?:call_icons srtp_key_exchange_protocol? restrictions?:restrictions',
  },
  call_hours: {
    members: 'status timezone_id? weekly_operating_hours?:operating_hours[] holiday_schedule?:holiday[]',
  },
  operating_hours: { members: 'day_of_week open_time close_time' },
  holiday: { members: 'date start_time end_time' },
  sip: { members: 'status servers?:sip_server[]' },
  sip_server: { members: 'hostname port:int request_uri_user_params?:any' },
  call_icons: { members: 'restrict_to_user_countries:str[]' },
  restrictions: { members: 'restrictions_list:call_restriction[]' },
  call_restriction: { members: 'type reason expiration:int' },

  restriction_info: { members: 'restriction_type expiration?:int|str remediation?' },
  violation_info: { members: 'violation_type remediation?' },
  ad_account_waba: { members: `${owned} ad_account_linked? ad_account_id?` },
  price_eligibility: { members: 'exception_countries:exception_country[] start_time:int' },
  exception_country: { members: 'country_code start_time:int' },
  ban_info: { members: 'waba_ban_state waba_ban_date' },
  waba_info: { members: owned },
  partner_waba: { members: `${owned} solution_id? solution_partner_business_ids?:str[]` },
  installed_waba: { members: `${owned} solution_id? solution_partner_business_ids?:str[] partner_app_id` },
  uninstalled_waba: { members: `${owned} partner_app_id` },
  disconnection_info: { members: 'reason initiated_by' },
  certification_needed: { members: 'client_business_id' },
  certification: { members: 'client_business_id status rejection_reasons:str[]' },
  volume_tier_info: { members: 'tier_update_time:int pricing_category tier effective_month region' },

  automatic_event: { members: 'id event_name timestamp:int ctwa_clid? custom_data?:purchase' },
  purchase: { members: 'currency value:num|str' },
  call: {
    members:
      'id event timestamp direction? from? from_user_id? from_parent_user_id? to? to_user_id? to_parent_user_id? ' +
      'biz_opaque_callback_data? deeplink_payload? cta_payload?',
    by: 'event',
    variants: {
      connect: 'session?:session connection?:connection',
      terminate: 'status? start_time? end_time? duration?:int',
      call_created: '',
      call_recording_available: 'call_recording:call_recording',
      call_transcription_available: 'call_transcript:call_transcript',
    },
  },
  session: { members: change },
  connection: { members: 'webrtc?:webrtc' },
  webrtc: { members: 'sdp?' },
  call_recording: { members: 'type audio:audio' },
  call_transcript: { members: 'document:document' },
  call_status: {
    members:
      'id type status timestamp recipient_id? recipient_user_id? recipient_parent_user_id? biz_opaque_callback_data?',
  },
  flow_error: { members: 'error_type error_rate:num error_count:int' },

  created_group: {
    members: group,
    by: 'type',
    variants: {
      group_create: 'subject description? invite_link? join_approval_mode?',
      group_delete: '',
    },
  },
  participants: {
    members: group,
    by: 'type',
    variants: {
      group_participants_add: added,
      group_add_participants: added,
      group_join_request_created: joinRequest,
      group_join_request_revoked: joinRequest,
      group_participants_remove: removed,
      group_remove_participants: removed,
    },
  },
  participant: { members: `input? ${user}` },
  failed_participant: { members: 'input errors?:error[]' },
  group_settings: {
    members: group,
    by: 'type',
    variants: {
      group_settings_update:
        'profile_picture?:group_picture group_subject?:group_text group_description?:group_text',
    },
  },
  group_picture: { members: 'mime_type sha256 update_successful:bool errors?:error[]' },
  group_text: { members: 'text update_successful:bool errors?:error[]' },
  group_standing: {
    members: group,
    by: 'type',
    variants: { group_suspend: '', group_suspend_cleared: '' },
  },

  template_button: {
    members:
      'message_template_button_type message_template_button_text message_template_button_url? message_template_button_phone_number?',
  },
  disable_info: { members: 'disable_date:str|int' },
  other_info: { members: 'title description' },
  rejection_info: { members: 'reason recommendation' },
  handover_sender: { members: 'phone_number?' },
  control_passed: {
    members: `${control} previous_owner_app_role? conversation_context?:conversation_context`,
  },
  control_taken: { members: control },
  standby: {
    members: 'contacts?:contact[] messages?:message[] message_echoes?:standby_echo[] statuses?:status[]',
  },
  standby_echo: { members: 'id timestamp message:any template?:any flow?:any' },
  tracking_event: { members: 'event_name timestamp:int tracking_data:tracking_data' },
  tracking_data: { members: 'click_id tracking_token' },
  user_preference: {
    members: 'wa_id? user_id? parent_user_id? detail category value timestamp:int signup_id?',
  },
  user_id_update: {
    members: 'wa_id? detail user_id:changed_id parent_user_id?:changed_id timestamp',
  },
  changed_id: { members: 'previous current' },
};
