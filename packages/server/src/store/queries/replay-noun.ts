// The verbs about replays, put together.
import type { Replays } from '../replays.ts';
import type { Session } from '../session.ts';
import { createDeadLetters } from './dead-letters.ts';
import type { ReplayBook } from './replay-book.ts';
import { createReplayCount } from './replay-count.ts';
import { createReplayAdvance } from './replay-fill.ts';
import { createReplayVerbs } from './replays.ts';

export interface ReplayNounParts {
  book: ReplayBook;
  /** After a commit that made the queue owed more. */
  onFilled(queueId: number): void;
}

export function createReplayNoun(session: Session, { book, onFilled }: ReplayNounParts): Replays {
  return {
    ...createReplayCount(session),
    ...createReplayVerbs(session, book),
    ...createReplayAdvance(session, onFilled),
    ...createDeadLetters(session),
  };
}
