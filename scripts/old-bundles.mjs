// Clears up after builds: of the bundles that are whole the newest stay, for servers that run from one may still load
// of it. What several builds do at one moment must not take away what another is about to run.
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const bundlesKept = 3;
/** An unfinished folder that is older belongs to a build that was ended. */
const unfinishedMs = 60 * 60 * 1000;

/** Removes what is not needed beside the bundle of that name. Unfinished ones have a dot in theirs. */
export function removeOldBundles(bundles, name, now = Date.now()) {
  const others = readdirSync(bundles).filter((each) => each !== name);
  const changed = new Map(others.map((each) => [each, changedAt(path.join(bundles, each))]));
  const isUnfinished = (each) => each.includes('.');
  const abandoned = others.filter((each) => isUnfinished(each) && changed.get(each) < now - unfinishedMs);
  const old = others
    .filter((each) => !isUnfinished(each))
    .sort((one, other) => changed.get(other) - changed.get(one))
    .slice(bundlesKept - 1);
  for (const each of [...abandoned, ...old]) {
    rmSync(path.join(bundles, each), { recursive: true, force: true });
  }
}

/** Another build may have removed it by now: then it is as old as can be. */
function changedAt(place) {
  return statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
