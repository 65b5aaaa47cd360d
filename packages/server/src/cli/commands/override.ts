// `wahook override`: another callback for one account, or for one of its phone numbers. Sets and removes it with
// the Graph calls that Meta documents for both levels.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { GraphCall } from '../client/api-client.ts';
import { addGraphOptions, type GraphOptions, graphPath, withGraph } from '../client/graph-options.ts';
import type { CliContext } from '../context.ts';

interface OverrideOptions extends GraphOptions {
  waba?: string;
  phoneNumber?: string;
  uri?: string;
  verifyToken?: string;
  remove?: true;
}

export function addOverride(program: Command, context: CliContext): void {
  const command = program
    .command('override')
    .description('Send the events of one account, or of one phone number, to another callback')
    .option('--waba <id>', 'the WhatsApp Business Account')
    .option('--phone-number <id>', 'the phone number')
    .option('--uri <url>', 'the other callback; it must answer the handshake')
    .option('--verify-token <token>', 'what the handshake carries')
    .option('--remove', 'remove the override');
  addGraphOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook override --waba 300000000000001 --uri https://eu.example.com/webhook --verify-token secret
  $ wahook override --phone-number 400000000000001 --remove

The app must be subscribed to the account first. Only fields about messages, calls and groups follow overrides.`,
    )
    .action((options: OverrideOptions) => override(options, context));
}

async function override(options: OverrideOptions, context: CliContext): Promise<void> {
  const call = readCall(options);
  await withGraph(options, context, async (ask) => {
    const answer = await ask(call);
    if (options.json) context.output.json(answer);
    else context.output.line(options.remove ? 'The override is removed.' : 'The override is set.');
  });
}

function readCall({
  waba,
  phoneNumber,
  uri,
  verifyToken,
  remove,
}: OverrideOptions): Omit<GraphCall, 'token'> {
  const isSetting = uri !== undefined && verifyToken !== undefined && remove === undefined;
  const isRemoving = uri === undefined && verifyToken === undefined && remove !== undefined;
  if (!isSetting && !isRemoving) throw usageError('Name --uri and --verify-token, or --remove.');
  const configuration = isSetting ? { override_callback_uri: uri, verify_token: verifyToken } : null;
  if (waba !== undefined && phoneNumber === undefined) {
    // At this level an empty POST removes the override and keeps the subscription.
    return { method: 'POST', path: graphPath(waba, 'subscribed_apps'), parameters: configuration ?? {} };
  }
  if (phoneNumber !== undefined && waba === undefined) {
    const wanted = JSON.stringify(configuration ?? { override_callback_uri: '' });
    return { method: 'POST', path: graphPath(phoneNumber), parameters: { webhook_configuration: wanted } };
  }
  throw usageError('Name either --waba or --phone-number.');
}
