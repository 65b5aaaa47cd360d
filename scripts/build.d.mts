/** Bundles the server if its source has changed. Answers the file to run, relative to the root of the checkout. */
export function buildIfChanged(): Promise<string>;
