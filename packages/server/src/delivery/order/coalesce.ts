// Coalescing: what waits behind a first attempt goes along with it, as much as one notification may carry. Nobody
// waits for more to come, so an endpoint that keeps up gets each body by itself.
import { emptyFilling, filledWith } from '../batch.ts';
import type { FirstTry } from '../lane.ts';

/** `take` answers those at the head of what waits, while they are wanted. */
export function coalesced(
  first: FirstTry,
  take: (isWanted: (next: FirstTry) => boolean) => FirstTry[],
): FirstTry {
  let filling = filledWith(emptyFilling, first.events);
  // Larger than the bounds by itself.
  if (!filling) return first;
  const others = take((next) => {
    if (!filling || next.place?.isSplit) return false;
    const grown = filledWith(filling, next.events);
    if (grown) filling = grown;
    return grown !== null;
  });
  return others.length === 0 ? first : joined(first, others);
}

function joined(first: FirstTry, others: readonly FirstTry[]): FirstTry {
  const all = [first, ...others];
  return {
    ...first,
    events: all.flatMap(({ events }) => events),
    acceptedAt: Math.min(...all.map(({ acceptedAt }) => acceptedAt)),
    giveUpAt: Math.min(...all.map(({ giveUpAt }) => giveUpAt)),
    ...(first.place && {
      place: { ...first.place, loaded: all.reduce((sum, { place }) => sum + (place?.loaded ?? 0), 0) },
    }),
  };
}
