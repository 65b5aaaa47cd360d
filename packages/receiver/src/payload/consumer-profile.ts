// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// An undocumented field.

/** No page and no sample shows what is in it. */
export type ConsumerProfileValue = Readonly<Record<string, unknown>>;
