// When extras that wait may go, and what they touch before.
import { expect, it } from 'vitest';
import type { Routing } from '../../routing/routing.ts';
import { buildTable } from '../../routing/table.ts';
import { directory } from '../../routing/test-directory.ts';
import { createTestClock } from '../../test/support/test-clock.ts';
import type { AttemptDeps } from '../attempt.ts';
import { createExtras, type ExtrasDeps } from './extras.ts';
import { faultSet, owedEvent } from './test-notification.ts';

const queueId = 1;

/** A duplicate waits for ten seconds; answers what asked for a lane. */
function start() {
  const clock = createTestClock(0);
  const set = faultSet({ duplicate: { from_ms: 10_000, to_ms: 10_000 } });
  let table = buildTable(directory({ faults: [set] }));
  const asked: number[] = [];
  const recheck: AttemptDeps['routing']['recheck'] = (queue) => {
    const route = table.routeByQueue.get(queue);
    return route ? { owed: true, route } : { owed: false, reason: 'callback_removed' };
  };
  // Nothing is sent here, so nothing else of what it is given is looked at.
  const extras = createExtras({
    ...({} as ExtrasDeps),
    attempts: { ...({} as AttemptDeps), clock, routing: { ...({} as Routing), table: () => table, recheck } },
    laneOf(queue) {
      asked.push(queue);
      throw new Error('as far as this test goes');
    },
  });
  const [route] = table.routeByQueue.values();
  if (!route) throw new Error('the directory has no route');
  const owed = { queueId, events: [owedEvent(1)], attempts: 0, acceptedAt: 0, giveUpAt: 1e9 };
  expect(extras.delivered(set, owed, route)).toEqual(['duplicate']);
  return {
    clock,
    asked,
    removeQueue() {
      table = buildTable(directory({ endpoints: [] }));
    },
  };
}

it('an extra asks for no lane of a queue that is gone', () => {
  const { clock, asked, removeQueue } = start();
  removeQueue();
  clock.advance(20_000);
  expect(asked).toEqual([]);
});

it('an extra does not lose patience because the wall clock was set ahead', () => {
  const { clock, asked } = start();
  clock.set(3_600_000);
  expect(() => clock.advance(20_000)).toThrow('as far as');
  expect(asked).toEqual([queueId]);
});
