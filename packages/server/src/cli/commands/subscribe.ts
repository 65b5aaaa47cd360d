// `wahook subscribe`: POST /{waba-id}/subscribed_apps. The app is always the one that the token was issued to.
import type { Command } from 'commander';
import { addGraphOptions, type GraphOptions, graphPath, withGraph } from '../client/graph-options.ts';
import type { CliContext } from '../context.ts';

interface SubscribeOptions extends GraphOptions {
  waba: string;
}

export function addSubscribe(program: Command, context: CliContext): void {
  const command = program
    .command('subscribe')
    .description("Subscribe the token's app to an account")
    .requiredOption('--waba <id>', 'the WhatsApp Business Account');
  addGraphOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook subscribe --waba 300000000000001
  $ wahook subscribe --waba 300000000000001 --graph-url https://graph.facebook.com --token EAA…

To change the app's fields or callback, POST /{app-id}/subscriptions with the app's own token.`,
    )
    .action((options: SubscribeOptions) => subscribe(options, context));
}

async function subscribe(options: SubscribeOptions, context: CliContext): Promise<void> {
  await withGraph(options, context, async (ask) => {
    const path = graphPath(options.waba, 'subscribed_apps');
    const answer = await ask({ method: 'POST', path, parameters: {} });
    if (options.json) context.output.json(answer);
    else context.output.line(`The app is subscribed to account ${options.waba}.`);
  });
}
