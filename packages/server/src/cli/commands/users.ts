// `wahook users`: persons and system users, whom tokens stand for.
import type { Command } from 'commander';
import type { List, ShownUser } from '../client/directory-shapes.ts';
import { addGroup, addVerb, given } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

interface NewUserOptions {
  name?: string;
  business?: string;
  kind?: string;
  role?: string;
  id?: string;
}

export function addUsers(program: Command, context: CliContext): void {
  const group = addGroup(program, 'users', 'List and create users and system users');

  addVerb<object, List<ShownUser>>(group, context, {
    usage: 'list',
    description: 'List all users',
    examples: ['wahook users'],
    isDefault: true,
    ask: (client) => client.get('/api/v1/users'),
    show: ({ data }) =>
      data.length > 0
        ? userTable(data)
        : ['No users. Create one with: wahook users create --name NAME --business BUSINESS'],
  });

  addVerb<NewUserOptions, ShownUser>(group, context, {
    usage: 'create',
    description: 'Create a user',
    options: [
      ['--name <name>', 'their name'],
      ['--business <id>', 'the business they belong to'],
      ['--kind <kind>', 'user or system_user (default: system_user)'],
      ['--role <role>', 'admin (every task on the accounts of the business) or employee (default: employee)'],
      ['--id <id>', 'their id, if they have one already (default: a new one)'],
    ],
    examples: ["wahook users create --name 'Webhook service' --business 100000000000001 --role admin"],
    ask: (client, { name, business, kind, role, id }) =>
      client.post('/api/v1/users', given({ name, business_id: business, kind, role, id })),
    show: (user) => userTable([user]),
  });
}

function userTable(users: readonly ShownUser[]): string[] {
  return table(
    ['USER', 'NAME', 'KIND', 'ROLE', 'BUSINESS'],
    users.map((user) => [user.id, user.name, user.kind, user.role, user.business_name ?? '-']),
  );
}
