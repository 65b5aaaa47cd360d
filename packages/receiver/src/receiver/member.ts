// Reading parsed JSON whose shape nobody has checked: what is not there, or of another type, reads as nothing.

/** An object of parsed JSON that is no array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** undefined where the value is no object or has no such member. */
export function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** null where there is no such member, or it is no text, or empty: the platform sent empty ones in place of none. */
export function textOf(value: unknown, name: string): string | null {
  const text = memberOf(value, name);
  return typeof text === 'string' && text !== '' ? text : null;
}
