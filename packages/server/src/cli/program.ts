// The command line as a whole: the commands, and what becomes of whatever they throw. Foreseen problems are
// printed one a line; for anything else there is one line and, with --debug, the stack.
import { Command, CommanderError } from 'commander';
import { CliError, exitCodes } from './cli-error.ts';
import { addApps } from './commands/apps.ts';
import { addAudit } from './commands/audit.ts';
import { addBackup } from './commands/backup.ts';
import { addBusinesses } from './commands/businesses.ts';
import { addCerts } from './commands/certs.ts';
import { addConfig } from './commands/config.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addDeliveries } from './commands/deliveries.ts';
import { addDev } from './commands/dev.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEndpoints } from './commands/endpoints.ts';
import { addEvents } from './commands/events.ts';
import { addFaults } from './commands/faults.ts';
import { addKeys } from './commands/keys.ts';
import { addOverride } from './commands/override.ts';
import { addReplay } from './commands/replay.ts';
import { addScenario } from './commands/scenario.ts';
import { addStart } from './commands/start.ts';
import { addSubscribe } from './commands/subscribe.ts';
import { addSubscriptions } from './commands/subscriptions.ts';
import { addTokens } from './commands/tokens.ts';
import { addTrigger } from './commands/trigger.ts';
import { addUsers } from './commands/users.ts';
import { addValidate } from './commands/validate.ts';
import { addVerify } from './commands/verify.ts';
import { addWabas } from './commands/wabas.ts';
import { addWhy } from './commands/why.ts';
import type { CliContext } from './context.ts';
import { printable } from './terminal/printable.ts';

/** In the order of the help. */
const commands: readonly ((program: Command, context: CliContext) => void)[] = [
  addDev,
  addStart,
  addTrigger,
  addScenario,
  addDoctor,
  addVerify,
  addValidate,
  addEvents,
  addDeliveries,
  addDeadLetters,
  addReplay,
  addEndpoints,
  addFaults,
  addWhy,
  addSubscribe,
  addOverride,
  addSubscriptions,
  addBusinesses,
  addApps,
  addWabas,
  addUsers,
  addTokens,
  addKeys,
  addAudit,
  addBackup,
  addConfig,
  addCerts,
];

/** Answers the exit code; never rejects. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  try {
    await createProgram(context).parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    return report(error, args, context);
  }
}

export function createProgram(context: CliContext): Command {
  const { output } = context;
  const program = new Command('wahook')
    .description('Webhooks for WhatsApp Business Accounts: stand-in for Meta, gateway, command line')
    .option('--debug', 'show the stack of unexpected errors [WAHOOK_DEBUG=1]')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => output.line(text.trimEnd()),
      writeErr: (text) => output.error(text.trimEnd()),
      getOutHelpWidth: () => output.columns,
      getErrHelpWidth: () => output.columns,
    })
    .addHelpText(
      'after',
      `
Examples:
  $ wahook dev
  $ wahook trigger messages.text --set text.body='héllo a@b.c /'
  $ wahook help trigger`,
    );
  for (const add of commands) add(program, context);
  return program;
}

function report(error: unknown, args: readonly string[], { output, environment }: CliContext): number {
  if (error instanceof CommanderError) {
    // Commander has printed its message, or the help that was asked for.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  const isDebugging = args.includes('--debug') || environment.WAHOOK_DEBUG === '1';
  if (error instanceof CliError) {
    for (const problem of error.problems) output.error(printable(problem));
    if (isDebugging && error.cause !== undefined) output.error(stackOf(error.cause));
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  output.error(`wahook failed unexpectedly: ${printable(message, 500)}. With --debug it shows where.`);
  if (isDebugging) output.error(stackOf(error));
  return exitCodes.failed;
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : String(error);
}
