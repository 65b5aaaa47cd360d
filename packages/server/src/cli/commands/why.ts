// `wahook why`: each precondition of a delivery, met or not, and the call that would mend it; without an app, who
// receives a field of an account and where.
import type { Command } from 'commander';
import type { ShownAnswer, ShownRouting } from '../client/directory-shapes.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { CliContext } from '../context.ts';
import type { Paint } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';

interface WhyOptions extends ServerOptions {
  app?: string;
  waba: string;
  field: string;
  phoneNumber?: string;
  origin?: string;
  json?: true;
}

export function addWhy(program: Command, context: CliContext): void {
  const command = program
    .command('why')
    .description('Say why an app gets an event or not, or who gets it')
    .option('--app <id>', 'the app that is asked about (default: all of them, as a table)')
    .requiredOption('--waba <id>', 'the WhatsApp Business Account it happens to')
    .requiredOption('--field <field>', 'the field of the event')
    .option('--phone-number <id>', 'the phone number it happens to')
    .option('--origin <origin>', 'upstream, publish, simulator or test (default: upstream)')
    .option('--json', "print the server's answer as one line of JSON");
  addServerOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  $ wahook why --app 200000000000001 --waba 300000000000001 --field messages
  $ wahook why --waba 300000000000001 --field account_update`,
    )
    .action((options: WhyOptions) => showWhy(options, context));
}

async function showWhy(options: WhyOptions, context: CliContext): Promise<void> {
  const { output } = context;
  await withServer(options, context, async (client) => {
    const routing = await client.get<ShownRouting>('/api/v1/routing', {
      waba_id: options.waba,
      field: options.field,
      app_id: options.app,
      phone_number_id: options.phoneNumber,
      origin: options.origin,
    });
    if (options.json) {
      output.json(routing);
      return;
    }
    const [answer] = routing.data;
    const lines =
      options.app !== undefined && answer
        ? answerLines(answer, routing, output.paint)
        : receiverTable(routing);
    for (const line of lines) output.line(line);
  });
}

function answerLines(answer: ShownAnswer, { field, waba_id }: ShownRouting, paint: Paint): string[] {
  const what = `${field} of account ${waba_id}`;
  const verdict = answer.receives
    ? `${answer.app_name} (${answer.app_id}) gets ${what}, at the ${levelText(answer)}: ${answer.endpoint?.url}`
    : `${answer.app_name} (${answer.app_id}) does not get ${what}. ${answer.says}`;
  return [
    printable(verdict),
    ...answer.conditions.flatMap(({ met, says, mend }) => [
      `${met ? paint.good('✓') : paint.bad('✗')} ${printable(says)}`,
      ...(mend === null ? [] : [`    to mend: ${printable(mend)}`]),
    ]),
    ...(answer.number_overrides ?? []).map(
      ({ phone_number_id, url }) => `  phone number ${phone_number_id} goes to ${printable(url)}`,
    ),
  ];
}

function receiverTable({ data, field, waba_id }: ShownRouting): string[] {
  if (data.length === 0) return ['There are no apps. Create one with: wahook apps create'];
  const rows = data.flatMap((answer) => [
    [
      answer.app_id,
      answer.app_name,
      answer.receives ? 'yes' : 'no',
      answer.receives ? `${levelText(answer)}: ${answer.endpoint?.url}` : (answer.says ?? '-'),
    ],
    ...numberRows(answer),
  ]);
  return [
    `Who gets ${printable(field)} of account ${waba_id}:`,
    ...table(['APP', 'NAME', 'GETS IT', 'WHERE, OR WHY NOT'], rows),
  ];
}

function numberRows({ receives, number_overrides = [] }: ShownAnswer): string[][] {
  if (!receives) return [];
  return number_overrides.map(({ phone_number_id, url }) => [
    '',
    '',
    '',
    `number ${phone_number_id}: ${url}`,
  ]);
}

function levelText({ endpoint }: ShownAnswer): string {
  switch (endpoint?.level) {
    case 'number':
      return 'override of the phone number';
    case 'waba':
      return 'override of the account';
    default:
      return "app's callback";
  }
}
