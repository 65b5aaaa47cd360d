// The verbs of Upkeep on SQLite. Pruning goes along with the commits of events and settlements, so that it costs
// no fsync of its own; the place it has come to counts once that commit has succeeded.
import { backUp } from '../backup.ts';
import { createFilePages } from '../file-pages.ts';
import { createPruner, firstPlace } from '../pruner.ts';
import type { Session } from '../session.ts';
import type { RetentionPolicy, Upkeep } from '../upkeep.ts';
import { createContentKeys } from './content-keys.ts';
import { readDurability } from './durability.ts';
import { createHeldEvents } from './held-events.ts';
import { createMarks } from './marks.ts';
import { createPruneRest } from './prune-rest.ts';
import { createPruneWrites } from './prune-writes.ts';

export interface UpkeepParts {
  session: Session;
  databaseFile: string;
  nextSeq(): number;
  acceptingCommits(): number;
}

export function createUpkeep({ session, databaseFile, nextSeq, acceptingCommits }: UpkeepParts): Upkeep {
  const { writer, writeAlong, whileOpen } = session;
  const prune = createPruner({
    marks: createMarks(writer),
    held: createHeldEvents(writer),
    writes: createPruneWrites(writer),
    rest: createPruneRest(writer),
    contentKeys: createContentKeys(writer),
    pages: createFilePages(writer),
    nextSeq,
  });
  let place = firstPlace;

  return {
    async prune(policy) {
      refuseNonsense(policy);
      const step = await writeAlong(() => prune(policy, place));
      place = step.place;
      return step.pruned;
    },
    durability: () => whileOpen(async () => readDurability(writer, acceptingCommits())),
    backup: (file) => whileOpen(() => backUp(databaseFile, file)),
  };
}

/** In SQL a time that is no number is older than everything, and all would go. */
function refuseNonsense({ stripBodies: _stripBodies, ...numbers }: RetentionPolicy): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (value === null || (Number.isSafeInteger(value) && value >= 0)) continue;
    throw new RangeError(`${name} of a retention policy must be a whole number, not ${value}`);
  }
}
