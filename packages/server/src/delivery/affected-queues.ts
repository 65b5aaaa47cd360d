// Which queues a change of the directory may have taken something from: only theirs is judged again. Pure; says
// too many rather than too few.
import type { Route, RoutingTable } from '../routing/table.ts';

export function affectedQueues(before: RoutingTable, after: RoutingTable): number[] {
  const ownersMoved = hasMovedAccounts(before, after);
  const affected: number[] = [];
  for (const [queueId, route] of before.routeByQueue) {
    const now = after.routeByQueue.get(queueId);
    if (ownersMoved || !now || hasLost(route, now)) affected.push(queueId);
  }
  return affected;
}

/** An account that is gone or belongs to another business concerns every app that may receive its events. */
function hasMovedAccounts(before: RoutingTable, after: RoutingTable): boolean {
  for (const [id, waba] of before.wabaById) {
    if (after.wabaById.get(id)?.businessId !== waba.businessId) return true;
  }
  for (const id of before.businessById.keys()) if (!after.businessById.has(id)) return true;
  return false;
}

function hasLost(before: Route, after: Route): boolean {
  return (
    before.endpoint.state !== after.endpoint.state ||
    before.replay?.isOpen !== after.replay?.isOpen ||
    before.app.mode !== after.app.mode ||
    before.app.businessId !== after.app.businessId ||
    (before.routes.subscription?.active ?? false) !== (after.routes.subscription?.active ?? false) ||
    lacksAny(after.routes.fields, before.routes.fields) ||
    lacksAny(after.routes.wabaIds, before.routes.wabaIds) ||
    textOf(before.routes.reviews) !== textOf(after.routes.reviews) ||
    textOf(before.routes.partnerTasks) !== textOf(after.routes.partnerTasks) ||
    textOf(before.routes.sharedWith) !== textOf(after.routes.sharedWith)
  );
}

function lacksAny<T>(set: ReadonlySet<T>, wanted: ReadonlySet<T>): boolean {
  for (const each of wanted) if (!set.has(each)) return true;
  return false;
}

/** Small collections of plain values; in another order they count as changed, which costs a look. */
function textOf(values: Iterable<unknown>): string {
  return JSON.stringify([...values]);
}
