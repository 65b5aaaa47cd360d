// `wahook wabas`: WhatsApp Business Accounts, their phone numbers, and who may do what on them.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { List, ShownPhoneNumber, ShownWaba, WabaInFull } from '../client/directory-shapes.ts';
import { addGroup, addVerb, factLines, given, pathOf, words, yesOrNo } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

export function addWabas(program: Command, context: CliContext): void {
  const group = addGroup(
    program,
    'wabas',
    'List and create accounts, their numbers, and who may work on them',
  );
  addListing(group, context);
  addCreating(group, context);
  addTasks(group, context);
}

function addListing(group: Command, context: CliContext): void {
  addVerb<object, List<ShownWaba>>(group, context, {
    usage: 'list',
    description: 'List all WhatsApp Business Accounts',
    examples: ['wahook wabas'],
    isDefault: true,
    ask: (client) => client.get('/api/v1/wabas'),
    show({ data }) {
      if (data.length === 0)
        return ['No accounts. Create one with: wahook wabas create --name NAME --business BUSINESS'];
      return table(
        ['WABA', 'NAME', 'BUSINESS'],
        data.map((waba) => [waba.id, waba.name, waba.business_name ?? '-']),
      );
    },
  });

  addVerb<object, WabaInFull>(group, context, {
    usage: 'show <waba>',
    description: 'Show an account with its numbers, partners, users, subscribed apps and overrides',
    examples: ['wahook wabas show 300000000000001'],
    ask: (client, _options, [id]) => client.get(pathOf('wabas', id)),
    show: wabaLines,
  });
}

interface NewNumber {
  display?: string;
  verifiedName?: string;
  registered?: string;
  id?: string;
}

function addCreating(group: Command, context: CliContext): void {
  addVerb<{ name?: string; business?: string; id?: string }, ShownWaba>(group, context, {
    usage: 'create',
    description: 'Create an account',
    options: [
      ['--name <name>', 'its name'],
      ['--business <id>', 'the business that owns it'],
      ['--id <id>', 'its id, if it has one already (default: a new one)'],
    ],
    examples: ["wahook wabas create --name 'Lantern Books' --business 100000000000001"],
    ask: (client, { name, business, id }) =>
      client.post('/api/v1/wabas', given({ name, business_id: business, id })),
    show: (waba) => factLines({ waba: waba.id, name: waba.name, business: waba.business_name }),
  });

  addVerb<NewNumber, ShownPhoneNumber>(group, context, {
    usage: 'number <waba-or-number>',
    description: 'Add a phone number to an account (with --display), or edit a number',
    options: [
      ['--display <digits>', 'the number itself, with country code and without plus'],
      ['--verified-name <name>', "the name customers see (default: the account's)"],
      ['--registered <yes|no>', 'whether it is registered; one such number makes its account active'],
      ['--id <id>', 'its id, if it has one already (default: a new one)'],
    ],
    examples: [
      'wahook wabas number 300000000000001 --display 12025550123',
      'wahook wabas number 400000000000001 --registered no',
    ],
    ask(client, options, [id]) {
      const change = given({
        verified_name: options.verifiedName,
        registered: yesOrNo('--registered', options.registered),
      });
      if (options.display !== undefined) {
        const number = given({ ...change, display_phone_number: options.display, id: options.id });
        return client.post(pathOf('wabas', id, 'phone_numbers'), number);
      }
      if (Object.keys(change).length === 0)
        throw usageError('Add a number with --display, or change one with --verified-name or --registered.');
      return client.post(pathOf('phone_numbers', id), change);
    },
    show: (number) => numberTable([number]),
  });
}

interface TaskOptions {
  tasks?: string;
  remove?: true;
}

const taskOptions = [
  ['--tasks <tasks>', 'separated by commas, such as MANAGE,DEVELOP; those two may change subscriptions'],
  ['--remove', 'take all tasks away'],
] as const;

function addTasks(group: Command, context: CliContext): void {
  addVerb<TaskOptions, { business_id: string; tasks: string[] }>(group, context, {
    usage: 'partner <waba> <business>',
    description: 'Let another business work on an account',
    options: taskOptions,
    examples: ['wahook wabas partner 300000000000001 100000000000002 --tasks MANAGE'],
    ask: (client, options, [waba, business]) =>
      client.post(pathOf('wabas', waba, 'partners'), { business_id: business, tasks: readTasks(options) }),
    show: ({ business_id, tasks }) => factLines({ partner: business_id, tasks: tasks.join(', ') || null }),
  });

  addVerb<TaskOptions, { user_id: string; tasks: string[] }>(group, context, {
    usage: 'assign <waba> <user>',
    description: 'Give a user tasks on an account',
    options: taskOptions,
    examples: ['wahook wabas assign 300000000000001 500000000000001 --tasks DEVELOP'],
    ask: (client, options, [waba, user]) =>
      client.post(pathOf('wabas', waba, 'users'), { user_id: user, tasks: readTasks(options) }),
    show: ({ user_id, tasks }) => factLines({ user: user_id, tasks: tasks.join(', ') || null }),
  });
}

function readTasks({ tasks, remove }: TaskOptions): string[] {
  if ((tasks === undefined) === (remove === undefined))
    throw usageError('Name the tasks with --tasks, or take them away with --remove.');
  return words(tasks) ?? [];
}

function wabaLines(waba: WabaInFull): string[] {
  const sections = [
    factLines({
      waba: waba.id,
      name: waba.name,
      business: `${waba.business_name ?? '-'} (${waba.business_id ?? '-'})`,
    }),
    numberTable(waba.phone_numbers),
    table(
      ['PARTNER', 'NAME', 'TASKS'],
      waba.partners.map((each) => [
        each.business_id ?? '-',
        each.business_name ?? '-',
        each.tasks.join(', '),
      ]),
    ),
    table(
      ['USER', 'NAME', 'TASKS'],
      waba.users.map((user) => [user.id, user.name, user.tasks.join(', ')]),
    ),
    table(
      ['SUBSCRIBED APP', 'NAME', 'SINCE'],
      waba.subscribed_apps.map((app) => [app.app_id ?? '-', app.app_name ?? '-', app.since]),
    ),
    table(
      ['OVERRIDE OF APP', 'FOR', 'CALLBACK'],
      waba.overrides.map((each) => [
        each.app_id ?? '-',
        each.phone_number_id === null ? 'the account' : `number ${each.phone_number_id}`,
        each.callback_url,
      ]),
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function numberTable(numbers: readonly ShownPhoneNumber[]): string[] {
  return table(
    ['PHONE NUMBER', 'DISPLAY', 'NAME', 'REGISTERED'],
    numbers.map((number) => [
      number.id,
      number.display_phone_number,
      number.verified_name,
      number.registered ? 'yes' : 'no',
    ]),
  );
}
