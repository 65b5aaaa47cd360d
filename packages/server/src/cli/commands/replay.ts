// `wahook replay`: sends stored events once more. `start` counts first, and sends only with --yes.
import type { Command } from 'commander';
import type { ApiClient } from '../client/api-client.ts';
import type { Page } from '../client/api-shapes.ts';
import { followReplay } from '../client/follow-replay.ts';
import type { ShownPlan, ShownReplay } from '../client/replay-shapes.ts';
import { addVerb, pathOf } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';
import { type ReplayOptions, replayBody, selectionOptions } from './replay-options.ts';
import { planLines, progressText, replayLines } from './replay-text.ts';

type StartOptions = ReplayOptions & { dryRun?: true; yes?: true; detach?: true };

export function addReplay(program: Command, context: CliContext): void {
  const group = program
    .command('replay')
    .description('Send dead letters, or any stored events, once more')
    .addHelpText('after', '\nExamples:\n  $ wahook replay\n  $ wahook replay start --help');

  addVerb<{ before?: string; limit?: string }, Page<ShownReplay>>(group, context, {
    usage: 'list',
    description: 'List replays, newest first',
    options: [
      ['--before <id>', 'only those older than this one: the next page'],
      ['--limit <n>', 'at most so many'],
    ],
    examples: ['wahook replay'],
    isDefault: true,
    ask: (client, { before, limit }) => client.get(pathOf('replays'), { before, limit }),
    show: listLines,
  });

  addVerb<StartOptions, ShownPlan | ShownReplay>(group, context, {
    usage: 'start',
    description: 'Count what would be sent; with --yes, send it and follow it',
    options: [
      ...selectionOptions,
      ['--dry-run', 'only count, whatever else is said'],
      ['--yes', 'send it'],
      ['--detach', 'do not wait for the end'],
    ],
    examples: [
      'wahook replay start --app 200000000000001 --reason http_503',
      'wahook replay start --app 200000000000001 --since 2d --rate 20 --yes',
      'wahook replay start --events --waba 300000000000001 --field messages --since 12h --to 200000000000001',
    ],
    ask: (client, options) => start(client, options, context),
    show: (answer, options) => ('sendable' in answer ? planLines(answer, options) : replayLines(answer)),
  });

  addVerb<object, ShownReplay>(group, context, {
    usage: 'show <id>',
    description: 'Show how far a replay has come',
    examples: ['wahook replay show 3'],
    ask: (client, _options, [id]) => client.get(pathOf('replays', id)),
    show: replayLines,
  });

  addVerb<object, ShownReplay>(group, context, {
    usage: 'cancel <id>',
    description: 'Send nothing more of a replay; what was not sent stays where it was',
    examples: ['wahook replay cancel 3'],
    ask: (client, _options, [id]) => client.post(pathOf('replays', id, 'cancel'), {}),
    show: replayLines,
  });
}

async function start(
  client: ApiClient,
  options: StartOptions,
  { output, clock, stop }: CliContext,
): Promise<ShownPlan | ShownReplay> {
  const body = replayBody(options, clock.now());
  if (options.dryRun || !options.yes) return client.post<ShownPlan>(pathOf('replays', 'preview'), body);
  const started = await client.post<ShownReplay>(pathOf('replays'), body);
  if (options.detach) return started;
  output.error(
    `${progressText(started)}. Interrupting this does not end it: wahook replay cancel ${started.id}`,
  );
  return followReplay(client, started, { stop, onProgress: (replay) => output.error(progressText(replay)) });
}

function listLines({ data, paging }: Page<ShownReplay>): string[] {
  if (data.length === 0) return ['No replays. What could be replayed: wahook dead-letters'];
  const rows = data.map((replay) => [
    String(replay.id),
    replay.state,
    replay.source,
    replay.to?.app_name ?? 'an endpoint that is gone',
    `${replay.delivered} of ${replay.events}`,
    String(replay.retrying),
    String(replay.dead + replay.cancelled),
    replay.started_at,
    replay.ended_at ?? '-',
  ]);
  const heading = ['ID', 'STATE', 'OF', 'TO', 'DELIVERED', 'RETRYING', 'FAILED', 'STARTED', 'ENDED'];
  return [...table(heading, rows), ...(paging ? [`More: --before ${paging.before}`] : [])];
}
