// Where an app's permissions stand in App Review. One row per permission; the steps between states are decided
// elsewhere, here the last one is kept.
import type { Apps } from '../directory.ts';
import type { AppReview } from '../nouns.ts';
import { integer, text, word } from '../rows.ts';
import type { Session } from '../session.ts';
import type { Row } from '../sqlite-driver.ts';
import { accessLevels, permissions, type ReviewState } from '../vocabulary.ts';
import { explained } from './refusals.ts';

export const reviewColumns = 'app_id, permission, state, access, reason, at';

export function createAppReviews(session: Session): Pick<Apps, 'reviews' | 'saveReview'> {
  const { reader, writer, read, write } = session;
  const byApp = reader.prepare(`
    select ${reviewColumns}
    from app_reviews
    where app_id = ?
    order by permission -- primary key
  `);
  const upsert = writer.prepare(`
    insert into app_reviews (app_id, permission, state, access, reason, at)
    values (?, ?, ?, ?, ?, ?)
    on conflict (app_id, permission) do update set
      state = excluded.state,
      access = excluded.access,
      reason = excluded.reason,
      at = excluded.at
  `);

  return {
    reviews: (appId) => read(() => byApp.all(appId).map(toReview)),
    saveReview: ({ appId, permission, review, at }) =>
      write((transaction) => {
        const access = review.state === 'approved' ? review.access : null;
        const reason = review.state === 'rejected' || review.state === 'revoked' ? review.reason : null;
        explained({ missing: `There is no app ${appId}.` }, () =>
          upsert.run(appId, permission, review.state, access, reason, at),
        );
        transaction.routesChanged();
      }),
  };
}

export function toReview(row: Row): AppReview {
  return {
    appId: integer(row, 'app_id'),
    permission: word(row, 'permission', permissions),
    review: toReviewState(row),
    at: integer(row, 'at'),
  };
}

function toReviewState(row: Row): ReviewState {
  const state = word(row, 'state', ['requested', 'submitted', 'approved', 'rejected', 'revoked']);
  switch (state) {
    case 'requested':
    case 'submitted':
      return { state };
    case 'approved':
      return { state, access: word(row, 'access', accessLevels) };
    case 'rejected':
    case 'revoked':
      return { state, reason: text(row, 'reason') };
  }
}
