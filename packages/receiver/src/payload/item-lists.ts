// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// Which items the value of each field holds.

export type ItemList = {
  /** What its items are dispatched under, such as `messages` or `call_statuses`. */
  readonly name: string;
  /** From the value to the array; empty: the value itself is the one item. */
  readonly path: readonly string[];
  /** The member of an item that says of which kind it is; null where there is only one. */
  readonly kindBy: string | null;
};

/** Field, name, kindBy, path. Rows, because every app carries them: they pack into fewer bytes than objects. */
type Row = readonly [field: string, name: string, kindBy: string | null, ...path: string[]];

const rows: readonly Row[] = [
  ['account_alerts', 'account_alerts', null],
  ['account_review_update', 'account_review_update', 'decision'],
  ['account_settings_update', 'account_settings_update', null],
  ['account_update', 'account_update', 'event'],
  ['automatic_events', 'automatic_events', 'event_name', 'automatic_events'],
  ['business_capability_update', 'business_capability_update', null],
  ['business_status_update', 'business_status_update', 'event'],
  ['business_username_updates', 'business_username_updates', 'status'],
  ['business_username_update', 'business_username_updates', 'status'],
  ['calls', 'calls', 'event', 'calls'],
  ['calls', 'call_statuses', 'status', 'statuses'],
  ['calls', 'call_errors', null, 'errors'],
  ['campaign_status_update', 'campaign_status_update', null],
  ['consumer_profile', 'consumer_profile', null],
  ['flows', 'flows', 'event'],
  ['group_lifecycle_update', 'group_lifecycle_update', 'type', 'groups'],
  ['group_participants_update', 'group_participants_update', 'type', 'groups'],
  ['group_participant_update', 'group_participants_update', 'type', 'groups'],
  ['group_settings_update', 'group_settings_update', 'type', 'groups'],
  ['group_status_update', 'group_status_update', 'type', 'groups'],
  ['history', 'history', null, 'history'],
  ['history', 'history_messages', 'type', 'messages'],
  ['history', 'history_message_echoes', 'type', 'message_echoes'],
  ['message_echoes', 'message_echoes', 'type', 'message_echoes'],
  ['message_template_components_update', 'message_template_components_update', null],
  ['message_template_quality_update', 'message_template_quality_update', null],
  ['message_template_status_update', 'message_template_status_update', 'event'],
  ['messages', 'messages', 'type', 'messages'],
  ['messages', 'statuses', 'status', 'statuses'],
  ['messages', 'errors', null, 'errors'],
  ['messages', 'user_actions', 'action_type', 'user_actions'],
  ['messaging_handovers', 'messaging_handovers', 'type'],
  ['partner_solutions', 'partner_solutions', 'event'],
  ['payment_configuration_update', 'payment_configuration_update', null],
  ['phone_number_name_update', 'phone_number_name_update', 'decision'],
  ['phone_number_quality_update', 'phone_number_quality_update', 'event'],
  ['phone_number_username_update', 'phone_number_username_update', 'decision'],
  ['security', 'security', 'event'],
  ['smb_app_state_sync', 'smb_app_state_sync', 'action', 'state_sync'],
  ['smb_message_echoes', 'smb_message_echoes', 'type', 'message_echoes'],
  ['standby', 'standby_messages', 'type', 'standby', 'messages'],
  ['standby', 'standby_message_echoes', null, 'standby', 'message_echoes'],
  ['standby', 'standby_statuses', 'status', 'standby', 'statuses'],
  ['template_category_update', 'template_category_update', null],
  ['template_correct_category_detection', 'template_correct_category_detection', null],
  ['tracking_events', 'tracking_events', 'event_name', 'events'],
  ['user_id_update', 'user_id_update', null, 'user_id_update'],
  ['user_preferences', 'user_preferences', 'value', 'user_preferences'],
];

/** By field, and by other spellings of its name. A map, so that a field called `constructor` is as unknown as any other. */
export const itemLists: ReadonlyMap<string, readonly ItemList[]> = /* @__PURE__ */ listsByField();

function listsByField(): ReadonlyMap<string, readonly ItemList[]> {
  const lists = new Map<string, ItemList[]>();
  for (const [field, name, kindBy, ...path] of rows)
    lists.set(field, [...(lists.get(field) ?? []), { name, path, kindBy }]);
  return lists;
}
