// Generated from the catalogue; do not edit. UPDATE_DOCS=1 writes it anew.
// What stands in for kinds that this version does not list.

declare const mark: unique symbol;

/**
 * A value of a tag (`type`, `status`, `event`, …) that this version does not list: the platform adds such
 * values without notice. At run time it is the string itself. In the types it is a literal that nothing equals, because
 * a union with a plain `string` among its tags is not narrowed by `if (message.type === 'text')`.
 */
export type UnknownKind = 'any other string' & { readonly [mark]: true };
