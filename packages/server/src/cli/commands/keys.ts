// `wahook keys`: admin keys of /api/v1, each with scopes of its own. A key is shown when it is made, and never again.
import type { Command } from 'commander';
import type { List, ShownKey } from '../client/directory-shapes.ts';
import { addGroup, addVerb, factLines, given, pathOf, words } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

export function addKeys(program: Command, context: CliContext): void {
  const group = addGroup(program, 'keys', 'List, create and revoke admin keys');

  addVerb<object, List<ShownKey>>(group, context, {
    usage: 'list',
    description: 'List admin keys, newest first',
    examples: ['wahook keys'],
    isDefault: true,
    ask: (client) => client.get('/api/v1/keys'),
    show: ({ data }) =>
      data.length > 0
        ? keyTable(data)
        : ['No keys beside the root key. Create one with: wahook keys create --label LABEL --scopes publish'],
  });

  addVerb<{ label?: string; scopes?: string }, ShownKey & { key: string }>(group, context, {
    usage: 'create',
    description: 'Create an admin key; it is shown now and never again',
    options: [
      ['--label <label>', 'how lists and the audit log name it'],
      ['--scopes <scopes>', 'what it may do, separated by commas: publish, read, operate, admin (all)'],
    ],
    examples: ['wahook keys create --label shop-backend --scopes publish,read'],
    ask: (client, { label, scopes }) => client.post('/api/v1/keys', given({ label, scopes: words(scopes) })),
    show: (key) => [
      ...keyTable([key]),
      '',
      ...factLines({ key: key.key }),
      'Keep the key: it is not shown again.',
    ],
  });

  addVerb<object, ShownKey>(group, context, {
    usage: 'revoke <id>',
    description: 'Revoke an admin key, by its number in the list',
    examples: ['wahook keys revoke 3'],
    ask: (client, _options, [id]) => client.post(pathOf('keys', id, 'revoke'), {}),
    show: (key) => keyTable([key]),
  });
}

function keyTable(keys: readonly ShownKey[]): string[] {
  return table(
    ['ID', 'LABEL', 'SCOPES', 'CREATED', 'REVOKED'],
    keys.map((key) => [
      String(key.id),
      key.label,
      key.scopes.join(', '),
      key.created_at,
      key.revoked_at ?? '-',
    ]),
  );
}
