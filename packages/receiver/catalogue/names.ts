// Names made from names.

/** `message_echoes` → `MessageEchoes`. */
export const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** The type of a variant under a head with a suffix of its own: `TextContent` under `Message` is `TextMessage`. */
export const suffixed = (variant: string, suffix: string): string => variant.replace(/Content$/, '') + suffix;
