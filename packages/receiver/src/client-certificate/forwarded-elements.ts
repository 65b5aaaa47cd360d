// Reads Envoy's `X-Forwarded-Client-Cert`: elements divided by commas, one for each proxy on the way, each of
// `Key=value` pairs divided by semicolons. A value that holds one of the three stands in quotes.

/** One map a element, keys in lower case; null when the text is not in the form, or names a key twice. */
export function readForwardedElements(header: string): Map<string, string>[] | null {
  const pair = /([A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^",;=]*))(?:([,;])|$)/y;
  const elements: Map<string, string>[] = [new Map()];
  let isOpen = true;
  while (isOpen) {
    const match = pair.exec(header);
    if (match === null) return null;
    const [, name = '', quoted, bare = '', divider] = match;
    const element = elements.at(-1);
    const key = name.toLowerCase();
    // Names other than these may be repeated: a certificate has several of them.
    const isList = key === 'uri' || key === 'dns' || key === 'by';
    if (element === undefined || (element.has(key) && !isList)) return null;
    element.set(key, quoted === undefined ? bare : quoted.replaceAll(/\\(.)/g, '$1'));
    if (divider === ',') elements.push(new Map());
    isOpen = divider !== undefined;
  }
  return elements;
}
