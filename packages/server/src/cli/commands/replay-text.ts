// A replay in words: what it would do, how far it has come, how it ended.
import type { ShownPlan, ShownReplay } from '../client/replay-shapes.ts';
import { printable } from '../terminal/printable.ts';
import { aligned } from '../terminal/table.ts';
import { inWords } from '../terminal/time-text.ts';

export function planLines(plan: ShownPlan, { dryRun }: { dryRun?: true }): string[] {
  const { events, sendable, notifications, to, rate_per_second, estimated_seconds } = plan;
  if (events === 0) return ['Nothing fits the selection.'];
  const facts = [
    ['events', `${plan.complete ? '' : 'at least '}${events}, in about ${notifications} notifications`],
    ['accepted', `${plan.oldest_at} to ${plan.newest_at}`],
    ['to', to ? `${to.app_name}, endpoint ${to.endpoint_id}: ${to.callback_url}` : '-'],
    ['takes', `${inWords(estimated_seconds * 1000)} at ${rate_per_second} per second`],
  ];
  return [
    ...aligned(facts),
    ...unsendableLines(plan),
    ...(sendable === 0 ? ['None of it can be sent.'] : []),
    ...(dryRun || sendable === 0 ? [] : ['Nothing was sent. The same with --yes sends it.']),
  ];
}

function unsendableLines({ events, stripped, refused }: ShownPlan): string[] {
  return [
    ...(stripped === 0 ? [] : [`${stripped} of ${events} cannot be replayed: their bodies were stripped.`]),
    ...refused.map((each) => `${each.events} of ${events} will be cancelled: ${printable(each.says)}`),
  ];
}

export function progressText({ id, delivered, events, retrying, dead, cancelled }: ShownReplay): string {
  const others = [
    [retrying, 'retrying'],
    [dead, 'dead'],
    [cancelled, 'cancelled'],
  ] as const;
  const rest = others.filter(([count]) => count > 0).map(([count, word]) => `, ${count} ${word}`);
  return `Replay ${id}: ${delivered} of ${events} delivered${rest.join('')}`;
}

export function replayLines(replay: ShownReplay): string[] {
  const { to, state, end_reason, stripped, waiting, left } = replay;
  return [
    ...aligned([
      ['replay', String(replay.id)],
      ['state', end_reason === null ? state : `${state} (${end_reason})`],
      [
        'to',
        to ? `${to.app_name}, endpoint ${to.endpoint_id}: ${to.callback_url}` : 'an endpoint that is gone',
      ],
      ['started', replay.started_at],
      ...(replay.ended_at === null ? [] : [['ended', replay.ended_at]]),
      ['rate', `${replay.rate_per_second} per second`],
      ...(waiting + left === 0 || state === 'cancelled' ? [] : [['to be sent', String(waiting + left)]]),
      ...(stripped === 0 ? [] : [['without body', String(stripped)]]),
    ]),
    `${progressText(replay)}.${ending(replay)}`,
  ];
}

function ending({ id, state, left, retrying, dead }: ShownReplay): string {
  if (state === 'cancelled') return ` Cancelled; ${left} were not taken and are still here.`;
  if (dead > 0) return ` What died is shown by: wahook deliveries --replay ${id} --state dead`;
  if (retrying > 0) return ' Retries go on by the timetable.';
  return '';
}
