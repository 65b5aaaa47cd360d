/** Removes old bundles, and what builds that were ended left behind, but never the bundle of that name. */
export function removeOldBundles(bundles: string, name: string, now?: number): void;
