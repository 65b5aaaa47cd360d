// Runs the stand-in until it is told to stop: opens the demo's store, serves it, starts the example receiver when
// nobody else is to be the app, and shows all of them to whoever looks on.
import type { Config } from '../../config.ts';
import { demo } from '../../demo.ts';
import { createLog } from '../../observe/log.ts';
import { createApiClient } from '../client/api-client.ts';
import type { CliContext } from '../context.ts';
import { exposureProblems } from '../startup/listen-problem.ts';
import { openDevStore } from '../startup/open-store.ts';
import { serve, untilStopped } from '../startup/serve.ts';
import { tlsProblems } from '../startup/tls-problem.ts';
import { type ExampleReceiver, startExampleReceiver } from './example-receiver.ts';
import { introduce } from './introduction.ts';
import { createStory } from './story.ts';

/** Where the demo app's notifications go. */
export type Callback = { kind: 'example' } | { kind: 'none' } | { kind: 'own'; url: string };

export interface DevInput {
  config: Config;
  context: CliContext;
  callback: Callback;
  asJson: boolean;
  insecureHttp: boolean;
  isLogLevelChosen: boolean;
}

export async function runDev(input: DevInput): Promise<void> {
  const { config, context, callback, asJson } = input;
  const { clock, output, stop } = context;
  const story = asJson ? null : createStory({ output, clock });
  // Failed attempts are warnings to the log, and the story shows every attempt already.
  const log = createLog(story && !input.isLogLevelChosen ? 'error' : config.logLevel);
  const { server, url, tls, lost } = await serve({
    config,
    context,
    log,
    problems: [...exposureProblems(config, input), ...tlsProblems(config)],
    openStore: () => openDevStore({ config, clock, log }),
    ...(story && { onAttempt: story.onAttempt }),
  });
  const place = { url, tls, adminKey: config.adminKey ?? demo.adminKey, data: config.data };
  const client = createApiClient({ url: reachable(url), adminKey: place.adminKey, stop });
  let receiver: ExampleReceiver | null = null;
  try {
    if (callback.kind === 'example') {
      receiver = await startExampleReceiver({ onReceived: (received) => story?.onReceived(received) });
    }
    const callbackUrl = callback.kind === 'own' ? callback.url : (receiver?.url ?? null);
    const introduction = introduce({
      client,
      place,
      callbackUrl,
      story,
      extraFields: config.extraFields,
      context,
    }).catch((error: unknown) => {
      // Told to stop in the middle of it: what it was doing no longer matters.
      if (!stop.aborted) throw error;
    });
    await Promise.race([introduction, untilStopped(stop, lost)]);
    await untilStopped(stop, lost);
  } finally {
    await server.stop();
    await client.close();
    await receiver?.close();
  }
}

/** A server that listens on every address is not called by that name. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
