// What a replay takes and where it goes, as options of the command line and as the body of the call.
import { usageError } from '../cli-error.ts';
import { given, words } from '../client/verb.ts';
import { timeGiven } from '../terminal/time-text.ts';

export interface ReplayOptions {
  app?: string;
  events?: true;
  endpoint?: string;
  state?: string;
  waba?: string;
  field?: string;
  reason?: string;
  since?: string;
  until?: string;
  firstSeq?: string;
  lastSeq?: string;
  again?: true;
  to?: string;
  toWaba?: string;
  toPhoneNumber?: string;
  toEndpoint?: string;
  rate?: string;
}

export const selectionOptions: readonly (readonly [flags: string, description: string])[] = [
  ['--app <id>', 'the app whose dead letters are meant'],
  ['--events', 'instead of dead letters, everything that was accepted: for an app that subscribed later'],
  ['--endpoint <id>', 'only dead letters of this endpoint, as wahook dead-letters shows it'],
  ['--state <states>', 'dead (default), cancelled, retrying; separated by commas'],
  ['--waba <id>', 'only of this WhatsApp Business Account'],
  ['--field <field>', 'only of this field'],
  ['--reason <reason>', 'only dead letters that ended so, such as http_503'],
  ['--since <time>', 'only what was accepted since, such as 2026-12-31T00:00:00Z or 2h'],
  ['--until <time>', 'only what was accepted before'],
  ['--first-seq <seq>', 'only from this event on'],
  ['--last-seq <seq>', 'only up to this event'],
  ['--again', 'also dead letters that a replay has delivered'],
  ['--to <app>', "send to this app's callback (default: where the dead letters were owed to)"],
  ['--to-waba <id>', "of --to: the app's override for this account"],
  ['--to-phone-number <id>', "of --to: the app's override for this phone number"],
  ['--to-endpoint <id>', 'send to this endpoint'],
  ['--rate <n>', 'notifications per second at most (default: the setting replay_per_second)'],
];

export function replayBody(options: ReplayOptions, now: number): Record<string, unknown> {
  return given({
    source: options.events ? 'events' : 'deliveries',
    app_id: options.app,
    endpoint_id: number('--endpoint', options.endpoint),
    states: words(options.state),
    waba_id: options.waba,
    field: options.field,
    reason: options.reason,
    since: timeGiven(options.since, now),
    until: timeGiven(options.until, now),
    first_seq: number('--first-seq', options.firstSeq),
    last_seq: number('--last-seq', options.lastSeq),
    include_replayed: options.again,
    to_app_id: options.to,
    to_waba_id: options.toWaba,
    to_phone_number_id: options.toPhoneNumber,
    to_endpoint_id: number('--to-endpoint', options.toEndpoint),
    rate_per_second: number('--rate', options.rate),
  });
}

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw usageError(`${option} must be a whole number, not ${JSON.stringify(text)}.`);
  return Number(text);
}
