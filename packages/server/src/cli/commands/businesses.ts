// `wahook businesses`: who owns apps, accounts and users.
import type { Command } from 'commander';
import type { List, ShownBusiness } from '../client/directory-shapes.ts';
import { addGroup, addVerb, factLines, given } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

export function addBusinesses(program: Command, context: CliContext): void {
  const group = addGroup(program, 'businesses', 'List and create businesses, who own apps and accounts');

  addVerb<object, List<ShownBusiness>>(group, context, {
    usage: 'list',
    description: 'List all businesses',
    examples: ['wahook businesses'],
    isDefault: true,
    ask: (client) => client.get('/api/v1/businesses'),
    show({ data }) {
      if (data.length === 0) return ['No businesses. Create one with: wahook businesses create --name NAME'];
      return table(
        ['BUSINESS', 'NAME'],
        data.map(({ id, name }) => [id, name]),
      );
    },
  });

  addVerb<{ name?: string; id?: string }, ShownBusiness>(group, context, {
    usage: 'create',
    description: 'Create a business',
    options: [
      ['--name <name>', 'its name'],
      ['--id <id>', 'its id, if it has one already (default: a new one)'],
    ],
    examples: ["wahook businesses create --name 'Lantern Books'"],
    ask: (client, { name, id }) => client.post('/api/v1/businesses', given({ name, id })),
    show: ({ id, name }) => factLines({ business: id, name }),
  });
}
