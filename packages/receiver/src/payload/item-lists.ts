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

/**
 * Rows, because every app carries them: they pack into fewer bytes than objects. Without a name it is the field's;
 * the path is joined by dots.
 */
type Row = readonly [field: string, kindBy: string | null, path: string, name?: string];

const rows: readonly Row[] = [
  ['account_alerts', null, ''],
  ['account_review_update', 'decision', ''],
  ['account_settings_update', null, ''],
  ['account_update', 'event', ''],
  ['automatic_events', 'event_name', 'automatic_events'],
  ['business_capability_update', null, ''],
  ['business_status_update', 'event', ''],
  ['business_username_updates', 'status', ''],
  ['business_username_update', 'status', '', 'business_username_updates'],
  ['calls', 'event', 'calls'],
  ['calls', 'status', 'statuses', 'call_statuses'],
  ['calls', null, 'errors', 'call_errors'],
  ['campaign_status_update', null, ''],
  ['consumer_profile', null, ''],
  ['flows', 'event', ''],
  ['group_lifecycle_update', 'type', 'groups'],
  ['group_participants_update', 'type', 'groups'],
  ['group_participant_update', 'type', 'groups', 'group_participants_update'],
  ['group_settings_update', 'type', 'groups'],
  ['group_status_update', 'type', 'groups'],
  ['history', null, 'history'],
  ['history', 'type', 'messages', 'history_messages'],
  ['history', 'type', 'message_echoes', 'history_message_echoes'],
  ['message_echoes', 'type', 'message_echoes'],
  ['message_template_components_update', null, ''],
  ['message_template_quality_update', null, ''],
  ['message_template_status_update', 'event', ''],
  ['messages', 'type', 'messages'],
  ['messages', 'status', 'statuses', 'statuses'],
  ['messages', null, 'errors', 'errors'],
  ['messages', 'action_type', 'user_actions', 'user_actions'],
  ['messaging_handovers', 'type', ''],
  ['partner_solutions', 'event', ''],
  ['payment_configuration_update', null, ''],
  ['phone_number_name_update', 'decision', ''],
  ['phone_number_quality_update', 'event', ''],
  ['phone_number_username_update', 'decision', ''],
  ['security', 'event', ''],
  ['smb_app_state_sync', 'action', 'state_sync'],
  ['smb_message_echoes', 'type', 'message_echoes'],
  ['standby', 'type', 'standby.messages', 'standby_messages'],
  ['standby', null, 'standby.message_echoes', 'standby_message_echoes'],
  ['standby', 'status', 'standby.statuses', 'standby_statuses'],
  ['template_category_update', null, ''],
  ['template_correct_category_detection', null, ''],
  ['tracking_events', 'event_name', 'events'],
  ['user_id_update', null, 'user_id_update'],
  ['user_preferences', 'value', 'user_preferences'],
];

/**
 * By field, and by other spellings of its name. A map, so that a field called `constructor` is as unknown as any
 * other.
 */
export const itemLists: ReadonlyMap<string, readonly ItemList[]> = /* @__PURE__ */ listsByField();

function listsByField(): ReadonlyMap<string, readonly ItemList[]> {
  const lists = new Map<string, ItemList[]>();
  for (const [field, kindBy, path, name = field] of rows)
    lists.set(field, [...(lists.get(field) ?? []), { name, path: path === '' ? [] : path.split('.'), kindBy }]);
  return lists;
}
