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

/** By field, and by other spellings of its name that pages of the platform show. A map, so that a field called `constructor` is as unknown as any other. */
export const itemLists: ReadonlyMap<string, readonly ItemList[]> = new Map<string, readonly ItemList[]>([
  [
    'account_alerts',
    [
      { name: 'account_alerts', path: [], kindBy: null },
    ],
  ],
  [
    'account_review_update',
    [
      { name: 'account_review_update', path: [], kindBy: 'decision' },
    ],
  ],
  [
    'account_settings_update',
    [
      { name: 'account_settings_update', path: [], kindBy: null },
    ],
  ],
  [
    'account_update',
    [
      { name: 'account_update', path: [], kindBy: 'event' },
    ],
  ],
  [
    'automatic_events',
    [
      { name: 'automatic_events', path: ['automatic_events'], kindBy: 'event_name' },
    ],
  ],
  [
    'business_capability_update',
    [
      { name: 'business_capability_update', path: [], kindBy: null },
    ],
  ],
  [
    'business_status_update',
    [
      { name: 'business_status_update', path: [], kindBy: 'event' },
    ],
  ],
  [
    'business_username_updates',
    [
      { name: 'business_username_updates', path: [], kindBy: 'status' },
    ],
  ],
  [
    'business_username_update',
    [
      { name: 'business_username_updates', path: [], kindBy: 'status' },
    ],
  ],
  [
    'calls',
    [
      { name: 'calls', path: ['calls'], kindBy: 'event' },
      { name: 'call_statuses', path: ['statuses'], kindBy: 'status' },
      { name: 'call_errors', path: ['errors'], kindBy: null },
    ],
  ],
  [
    'campaign_status_update',
    [
      { name: 'campaign_status_update', path: [], kindBy: null },
    ],
  ],
  [
    'consumer_profile',
    [
      { name: 'consumer_profile', path: [], kindBy: null },
    ],
  ],
  [
    'flows',
    [
      { name: 'flows', path: [], kindBy: 'event' },
    ],
  ],
  [
    'group_lifecycle_update',
    [
      { name: 'group_lifecycle_update', path: ['groups'], kindBy: 'type' },
    ],
  ],
  [
    'group_participants_update',
    [
      { name: 'group_participants_update', path: ['groups'], kindBy: 'type' },
    ],
  ],
  [
    'group_participant_update',
    [
      { name: 'group_participants_update', path: ['groups'], kindBy: 'type' },
    ],
  ],
  [
    'group_settings_update',
    [
      { name: 'group_settings_update', path: ['groups'], kindBy: 'type' },
    ],
  ],
  [
    'group_status_update',
    [
      { name: 'group_status_update', path: ['groups'], kindBy: 'type' },
    ],
  ],
  [
    'history',
    [
      { name: 'history', path: ['history'], kindBy: null },
      { name: 'history_messages', path: ['messages'], kindBy: 'type' },
      { name: 'history_message_echoes', path: ['message_echoes'], kindBy: 'type' },
    ],
  ],
  [
    'message_echoes',
    [
      { name: 'message_echoes', path: ['message_echoes'], kindBy: 'type' },
    ],
  ],
  [
    'message_template_components_update',
    [
      { name: 'message_template_components_update', path: [], kindBy: null },
    ],
  ],
  [
    'message_template_quality_update',
    [
      { name: 'message_template_quality_update', path: [], kindBy: null },
    ],
  ],
  [
    'message_template_status_update',
    [
      { name: 'message_template_status_update', path: [], kindBy: 'event' },
    ],
  ],
  [
    'messages',
    [
      { name: 'messages', path: ['messages'], kindBy: 'type' },
      { name: 'statuses', path: ['statuses'], kindBy: 'status' },
      { name: 'errors', path: ['errors'], kindBy: null },
      { name: 'user_actions', path: ['user_actions'], kindBy: 'action_type' },
    ],
  ],
  [
    'messaging_handovers',
    [
      { name: 'messaging_handovers', path: [], kindBy: 'type' },
    ],
  ],
  [
    'partner_solutions',
    [
      { name: 'partner_solutions', path: [], kindBy: 'event' },
    ],
  ],
  [
    'payment_configuration_update',
    [
      { name: 'payment_configuration_update', path: [], kindBy: null },
    ],
  ],
  [
    'phone_number_name_update',
    [
      { name: 'phone_number_name_update', path: [], kindBy: 'decision' },
    ],
  ],
  [
    'phone_number_quality_update',
    [
      { name: 'phone_number_quality_update', path: [], kindBy: 'event' },
    ],
  ],
  [
    'phone_number_username_update',
    [
      { name: 'phone_number_username_update', path: [], kindBy: 'decision' },
    ],
  ],
  [
    'security',
    [
      { name: 'security', path: [], kindBy: 'event' },
    ],
  ],
  [
    'smb_app_state_sync',
    [
      { name: 'smb_app_state_sync', path: ['state_sync'], kindBy: 'action' },
    ],
  ],
  [
    'smb_message_echoes',
    [
      { name: 'smb_message_echoes', path: ['message_echoes'], kindBy: 'type' },
    ],
  ],
  [
    'standby',
    [
      { name: 'standby_messages', path: ['standby', 'messages'], kindBy: 'type' },
      { name: 'standby_message_echoes', path: ['standby', 'message_echoes'], kindBy: null },
      { name: 'standby_statuses', path: ['standby', 'statuses'], kindBy: 'status' },
    ],
  ],
  [
    'template_category_update',
    [
      { name: 'template_category_update', path: [], kindBy: null },
    ],
  ],
  [
    'template_correct_category_detection',
    [
      { name: 'template_correct_category_detection', path: [], kindBy: null },
    ],
  ],
  [
    'tracking_events',
    [
      { name: 'tracking_events', path: ['events'], kindBy: 'event_name' },
    ],
  ],
  [
    'user_id_update',
    [
      { name: 'user_id_update', path: ['user_id_update'], kindBy: null },
    ],
  ],
  [
    'user_preferences',
    [
      { name: 'user_preferences', path: ['user_preferences'], kindBy: 'value' },
    ],
  ],
]);
