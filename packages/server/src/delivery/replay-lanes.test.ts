// Which replays a live lane has to look after.
import { expect, it } from 'vitest';
import { buildTable } from '../routing/table.ts';
import { directory } from '../routing/test-directory.ts';
import { Gate } from './gate/gate.ts';
import { Lane } from './lane.ts';
import { createReplayLanes } from './replay-lanes.ts';

const breaker = { failuresMin: 1, failingMs: 0, pauseMs: 100, pauseMaxMs: 1_000 };
const newLane = (queueId: number) => new Lane(queueId, new Gate({ window: 8, ratePerSecond: 0, breaker }, 0));

it('are those that have something waiting, so that past replays cost live traffic nothing', () => {
  const route = { endpointId: 1, startedAt: 0, ratePerSecond: 50, isOpen: true };
  const table = buildTable(
    directory({ replays: [2, 3].map((id) => ({ ...route, replayId: id, queueId: id })) }),
  );
  const live = newLane(1);
  const replay = newLane(2);
  const other = newLane(3);
  const lanes = createReplayLanes({
    routing: { table: () => table },
    lanes: new Map([live, replay, other].map((lane) => [lane.queueId, lane])),
    gateOf: () => live.gate,
    giveUpAt: () => 1_000,
  });
  for (const lane of [live, replay, other])
    lane.addFirst({ kind: 'first', events: [], acceptedAt: 0, giveUpAt: 9 });
  for (const lane of [live, replay, other]) lanes.pumped(lane);
  expect([...lanes.waitingBeside(1)]).toEqual([replay, other]);
  replay.next(0);
  lanes.pumped(replay);
  expect([...lanes.waitingBeside(1)]).toEqual([other]);
  replay.addFirst({ kind: 'first', events: [], acceptedAt: 0, giveUpAt: 9 });
  lanes.pumped(replay);
  expect([...lanes.waitingBeside(1)]).toEqual([other, replay]);
  for (const lane of [replay, other]) {
    lane.next(0);
    lanes.pumped(lane);
  }
  expect([...lanes.waitingBeside(1)]).toEqual([]);
});
