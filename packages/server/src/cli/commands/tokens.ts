// `wahook tokens`: access tokens of apps. A token is shown when it is made; afterwards only its label is known.
import type { Command } from 'commander';
import type { List, ShownToken } from '../client/directory-shapes.ts';
import { addGroup, addVerb, factLines, given, pathOf, words } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

interface NewTokenOptions {
  app?: string;
  user?: string;
  kind?: string;
  scopes?: string;
  wabas?: string;
  expires?: string;
  token?: string;
}

export function addTokens(program: Command, context: CliContext): void {
  const group = addGroup(program, 'tokens', 'List, create and revoke access tokens');

  addVerb<{ app?: string }, List<ShownToken>>(group, context, {
    usage: 'list',
    description: 'List tokens, newest first',
    options: [['--app <id>', 'only those of this app']],
    examples: ['wahook tokens', 'wahook tokens list --app 200000000000001'],
    isDefault: true,
    ask: (client, { app }) => client.get('/api/v1/tokens', { app_id: app }),
    show: ({ data }) =>
      data.length > 0
        ? tokenTable(data)
        : ['No tokens. Create one with: wahook tokens create --app APP --user USER'],
  });

  addVerb<NewTokenOptions, ShownToken & { token: string }>(group, context, {
    usage: 'create',
    description: 'Create an access token; it is shown now and never again',
    options: [
      ['--app <id>', 'the app it is issued to'],
      ['--user <id>', 'the user or system user it stands for'],
      ['--kind <kind>', "user, system_user or business_integration (default: the user's)"],
      ['--scopes <scopes>', 'separated by commas (default: both WhatsApp permissions)'],
      ['--wabas <ids>', 'narrow its scopes to these accounts, separated by commas'],
      ['--expires <time>', 'such as 2026-12-31T00:00:00Z (default: never)'],
      ['--token <token>', 'the token itself, if there is one already: at least 32 characters'],
    ],
    examples: ['wahook tokens create --app 200000000000001 --user 500000000000001'],
    ask: (client, options) => client.post('/api/v1/tokens', newToken(options)),
    show: (token) => [
      ...tokenTable([token]),
      '',
      ...factLines({ token: token.token }),
      'Keep the token: it is not shown again.',
    ],
  });

  addVerb<object, ShownToken>(group, context, {
    usage: 'revoke <id>',
    description: 'Revoke a token, by its number in the list; calls with it fail at once',
    examples: ['wahook tokens revoke 7'],
    ask: (client, _options, [id]) => client.post(pathOf('tokens', id, 'revoke'), {}),
    show: (token) => tokenTable([token]),
  });
}

const whatsappScopes = ['whatsapp_business_management', 'whatsapp_business_messaging'];

function newToken({ app, user, kind, scopes, wabas, expires, token }: NewTokenOptions): object {
  const granted = words(scopes);
  const targets = words(wabas);
  const narrowed = (granted ?? whatsappScopes).filter((scope) => whatsappScopes.includes(scope));
  return given({
    app_id: app,
    user_id: user,
    kind,
    scopes: granted,
    granular_scopes: targets && narrowed.map((scope) => ({ scope, target_ids: targets })),
    expires_at: expires,
    token,
  });
}

function tokenTable(tokens: readonly ShownToken[]): string[] {
  return table(
    ['ID', 'TOKEN', 'STATE', 'APP', 'USER', 'KIND', 'SCOPES', 'EXPIRES'],
    tokens.map((token) => [
      String(token.id),
      token.label,
      token.state,
      token.app_id ?? '-',
      token.user_name ?? '-',
      token.kind,
      scopesText(token),
      token.expires_at ?? 'never',
    ]),
  );
}

/** A narrowed scope is followed by the accounts it is narrowed to. */
function scopesText({ scopes, granular_scopes }: ShownToken): string {
  const targetsOf = (scope: string) => granular_scopes.find((each) => each.scope === scope)?.target_ids;
  const text = scopes.map((scope) => {
    const targets = targetsOf(scope);
    return targets ? `${scope} (${targets.join(' ')})` : scope;
  });
  return text.join(', ') || '-';
}
