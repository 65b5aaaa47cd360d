// Where the items of each field stand: the lists of a value, and the member that says of which kind an item is.
// What handlers are registered under follows from it. Data alone; `receiver/items.ts` walks it.

export type ItemList = {
  /** What its items are dispatched under, such as `messages` or `call_statuses`. */
  readonly name: string;
  /** From the value to the array; empty: the value itself is the one item. */
  readonly path: readonly string[];
  /** The member of an item that says of which kind it is; null where there is only one. */
  readonly kindBy: string | null;
};

const at = (name: string, path: string, kindBy: string | null): ItemList => ({
  name,
  path: path.split('.'),
  kindBy,
});
const whole = (name: string, kindBy: string | null): [string, ItemList[]] => [
  name,
  [{ name, path: [], kindBy }],
];

/** By field. A Map and not an object, because a field may be called "constructor". */
export const itemLists: ReadonlyMap<string, readonly ItemList[]> = new Map<string, ItemList[]>([
  [
    'messages',
    [
      at('messages', 'messages', 'type'),
      at('statuses', 'statuses', 'status'),
      at('errors', 'errors', null),
      at('user_actions', 'user_actions', 'action_type'),
    ],
  ],
  ['message_echoes', [at('message_echoes', 'message_echoes', 'type')]],
  ['smb_message_echoes', [at('smb_message_echoes', 'message_echoes', 'type')]],
  [
    'history',
    [
      at('history', 'history', null),
      at('history_messages', 'messages', 'type'),
      at('history_message_echoes', 'message_echoes', 'type'),
    ],
  ],
  ['smb_app_state_sync', [at('smb_app_state_sync', 'state_sync', 'action')]],
  ['automatic_events', [at('automatic_events', 'automatic_events', 'event_name')]],
  ['tracking_events', [at('tracking_events', 'events', 'event_name')]],
  [
    'calls',
    [
      at('calls', 'calls', 'event'),
      at('call_statuses', 'statuses', 'status'),
      at('call_errors', 'errors', null),
    ],
  ],
  ...['lifecycle', 'participants', 'settings', 'status'].map((part): [string, ItemList[]] => [
    `group_${part}_update`,
    [at(`group_${part}_update`, 'groups', 'type')],
  ]),
  ['user_preferences', [at('user_preferences', 'user_preferences', 'value')]],
  ['user_id_update', [at('user_id_update', 'user_id_update', null)]],
  [
    'standby',
    [
      at('standby_messages', 'standby.messages', 'type'),
      at('standby_message_echoes', 'standby.message_echoes', null),
      at('standby_statuses', 'standby.statuses', 'status'),
    ],
  ],
  whole('account_update', 'event'),
  whole('message_template_status_update', 'event'),
  whole('security', 'event'),
  whole('flows', 'event'),
  whole('partner_solutions', 'event'),
  whole('phone_number_quality_update', 'event'),
  whole('business_status_update', 'event'),
  whole('account_review_update', 'decision'),
  whole('phone_number_name_update', 'decision'),
  whole('phone_number_username_update', 'decision'),
  whole('messaging_handovers', 'type'),
  whole('business_username_updates', 'status'),
  whole('account_alerts', null),
  whole('account_settings_update', null),
  whole('business_capability_update', null),
  whole('campaign_status_update', null),
  whole('consumer_profile', null),
  whole('message_template_components_update', null),
  whole('message_template_quality_update', null),
  whole('payment_configuration_update', null),
  whole('template_category_update', null),
  whole('template_correct_category_detection', null),
]);
