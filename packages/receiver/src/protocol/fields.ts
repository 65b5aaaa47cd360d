// The catalogue of subscribable fields of `whatsapp_business_account`, as data: names, and what the platform
// does differently from one to the next. Shapes of the values are not described here.
// A name missing here is not an error on the receiving side: the platform adds fields without notice.

/** What is known of one subscribable field, its values aside. */
export type Field = {
  /** As it stands in `changes[].field`. */
  readonly name: string;
  /** `message`: about conversations, calls and groups of one phone number. `management`: about the account. */
  readonly group: 'message' | 'management';
  /** The value carries `metadata` with the phone number's id. */
  readonly metadata: boolean;
  /** The platform sends `entry[].time` with it. */
  readonly entryTime: boolean;
  /** Account-level and number-level callback overrides apply; all other fields go to the app's callback. */
  readonly followsOverrides: boolean;
};

const message = { group: 'message', metadata: true, entryTime: false, followsOverrides: false } as const;
const overridden = { ...message, followsOverrides: true } as const;
const management = {
  group: 'management',
  metadata: false,
  entryTime: true,
  followsOverrides: false,
} as const;

/** The catalogue: every field that can be subscribed to, in alphabetical order. */
export const fields: readonly Field[] = [
  { name: 'account_alerts', ...management },
  { name: 'account_review_update', ...management },
  // Names the number in `phone_number_settings`, not in `metadata`.
  { name: 'account_settings_update', ...overridden, metadata: false },
  { name: 'account_update', ...management },
  { name: 'automatic_events', ...message },
  { name: 'business_capability_update', ...management },
  { name: 'business_status_update', ...management },
  { name: 'business_username_updates', ...management },
  { name: 'calls', ...overridden },
  { name: 'campaign_status_update', ...management },
  // Known from the list of overridable fields alone. All of its neighbours there are message-like, so is it here.
  { name: 'consumer_profile', ...overridden },
  { name: 'flows', ...management },
  { name: 'group_lifecycle_update', ...overridden },
  { name: 'group_participants_update', ...overridden },
  { name: 'group_settings_update', ...overridden },
  { name: 'group_status_update', ...overridden },
  { name: 'history', ...overridden },
  { name: 'message_echoes', ...overridden },
  { name: 'message_template_components_update', ...management },
  { name: 'message_template_quality_update', ...management },
  { name: 'message_template_status_update', ...management },
  { name: 'messages', ...overridden },
  // Names the number in `recipient`, not in `metadata`.
  { name: 'messaging_handovers', ...overridden, metadata: false },
  { name: 'partner_solutions', ...management },
  { name: 'payment_configuration_update', ...management },
  { name: 'phone_number_name_update', ...management },
  { name: 'phone_number_quality_update', ...management },
  // Announced, then replaced by business_username_updates, whose behaviour it is given.
  { name: 'phone_number_username_update', ...management },
  { name: 'security', ...management },
  { name: 'smb_app_state_sync', ...overridden },
  { name: 'smb_message_echoes', ...overridden },
  { name: 'standby', ...message },
  { name: 'template_category_update', ...management },
  { name: 'template_correct_category_detection', ...management },
  { name: 'tracking_events', ...message },
  { name: 'user_id_update', ...message },
  { name: 'user_preferences', ...message },
];

/** The names of the catalogue, in its order. */
export const fieldNames: readonly string[] = fields.map((field) => field.name);

// A Map and not an object: "constructor" is a well-formed field name.
const byName = new Map(fields.map((field) => [field.name, field]));

/** The catalogue's entry for a name, or undefined when the name is not (yet) in it. */
export function findField(name: string): Field | undefined {
  return byName.get(name);
}
