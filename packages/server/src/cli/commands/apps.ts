// `wahook apps`: apps and what the operator decides about them. App Review stands in a file of its own.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import type { AppInFull, List, ShownApp, ShownShare } from '../client/directory-shapes.ts';
import { addGroup, addVerb, factLines, given, pathOf, yesOrNo } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';
import { addAppReview, permissionTable, type WithPermissions } from './app-review.ts';

interface AppOptions {
  name?: string;
  mode?: string;
  link?: string;
  icon?: string;
  requireAppSecret?: string;
  order?: string;
  coalesce?: string;
}

interface NewAppOptions extends AppOptions {
  business?: string;
  id?: string;
  secret?: string;
}

export function addApps(program: Command, context: CliContext): void {
  const group = addGroup(program, 'apps', 'List, create and edit apps, review their permissions, share them');
  addListing(group, context);
  addEditing(group, context);
  addAppReview(group, context);
  addSharing(group, context);
  addClientCertificate(group, context);
}

function addListing(group: Command, context: CliContext): void {
  addVerb<object, List<ShownApp>>(group, context, {
    usage: 'list',
    description: 'List all apps',
    examples: ['wahook apps'],
    isDefault: true,
    ask: (client) => client.get('/api/v1/apps'),
    show({ data }) {
      if (data.length === 0)
        return ['No apps. Create one with: wahook apps create --name NAME --business BUSINESS'];
      const areOn = data.some(({ faults }) => faults.length > 0);
      const rows = data.map((app) => [
        ...[app.id, app.name, app.mode, app.business_name ?? '-'],
        ...(areOn ? [app.faults.join(', ') || '-'] : []),
      ]);
      return table(['APP', 'NAME', 'MODE', 'BUSINESS', ...(areOn ? ['FAULTS'] : [])], rows);
    },
  });

  addVerb<object, AppInFull & WithPermissions & { shared_with: ShownShare[] }>(group, context, {
    usage: 'show <app>',
    description: 'Show an app with its permissions, its subscription and whom it is shared with',
    examples: ['wahook apps show 200000000000001'],
    async ask(client, _options, [id]) {
      const app = await client.get<AppInFull>(pathOf('apps', id));
      const permissions = await client.get<List<WithPermissions['permissions'][number]>>(
        pathOf('apps', id, 'permissions'),
      );
      const shares = await client.get<List<ShownShare>>(pathOf('apps', id, 'shares'));
      return { ...app, permissions: permissions.data, shared_with: shares.data };
    },
    show: (app) => [
      ...appLines(app),
      ...factLines({
        callback: app.subscription?.callback_url ?? null,
        fields: app.subscription?.fields.map((field) => field.name).join(', ') ?? null,
        'client certificate': app.subscription ? yesNo(app.subscription.client_certificate) : null,
        'shared with': app.shared_with.map((share) => share.business_id).join(', ') || null,
      }),
      '',
      ...permissionTable(app.permissions),
    ],
  });
}

const editable = [
  ['--name <name>', 'its name'],
  ['--mode <mode>', 'development or live; an app in development gets test events only'],
  ['--link <url>', 'shown in subscribed_apps; empty for the usual one'],
  ['--icon <url>', 'shown in the console; empty for none'],
  ['--require-app-secret <yes|no>', 'whether every call must carry an appsecret_proof'],
  ['--order <order>', 'none, conversation or number: what is sent one after the other, also when it fails'],
  ['--coalesce <yes|no>', 'whether a backlog is sent in notifications of up to 1000 changes'],
] as const;

function addEditing(group: Command, context: CliContext): void {
  addVerb<NewAppOptions, ShownApp & { secret: string }>(group, context, {
    usage: 'create',
    description: 'Create an app; its secret is shown now and never again',
    options: [
      ['--business <id>', 'the business that owns it'],
      ...editable,
      ['--id <id>', 'its id, if it has one already (default: a new one)'],
      ['--secret <secret>', 'its secret, if it has one already (default: a new one)'],
    ],
    examples: ["wahook apps create --name 'Lantern Desk' --business 100000000000001 --mode live"],
    ask: (client, { business, id, secret, ...options }) =>
      client.post('/api/v1/apps', given({ business_id: business, id, secret, ...members(options) })),
    show: (app) => [
      ...appLines(app),
      ...factLines({ secret: app.secret }),
      'Keep the secret: it signs notifications and is not shown again.',
    ],
  });

  addVerb<AppOptions, ShownApp>(group, context, {
    usage: 'edit <app>',
    description: 'Change what is named, leave the rest',
    options: editable,
    examples: [
      'wahook apps edit 200000000000001 --mode live',
      'wahook apps edit 200000000000001 --order conversation --coalesce no',
    ],
    ask(client, options, [id]) {
      const change = given(members(options));
      if (Object.keys(change).length === 0) throw usageError('Say what to change, for example --mode live.');
      return client.post(pathOf('apps', id), change);
    },
    show: appLines,
  });
}

function members({
  name,
  mode,
  link,
  icon,
  requireAppSecret,
  order,
  coalesce,
}: AppOptions): Record<string, unknown> {
  return {
    name,
    mode,
    link: link === '' ? null : link,
    icon: icon === '' ? null : icon,
    require_app_secret: yesOrNo('--require-app-secret', requireAppSecret),
    order,
    coalesce: yesOrNo('--coalesce', coalesce),
  };
}

function addSharing(group: Command, context: CliContext): void {
  const show = ({ data }: List<ShownShare>) =>
    data.length === 0
      ? ['The app is shared with nobody.']
      : table(
          ['SHARED WITH', 'NAME'],
          data.map((share) => [share.business_id ?? '-', share.business_name ?? '-']),
        );

  addVerb<object, List<ShownShare>>(group, context, {
    usage: 'share <app> <business>',
    description: 'Lend an app to a business that does not own it; shared apps receive nothing',
    examples: ['wahook apps share 200000000000001 100000000000002'],
    ask: (client, _options, [app, business]) =>
      client.post(pathOf('apps', app, 'shares'), { business_id: business }),
    show,
  });

  addVerb<object, List<ShownShare>>(group, context, {
    usage: 'unshare <app> <business>',
    description: 'Take a lent app back',
    examples: ['wahook apps unshare 200000000000001 100000000000002'],
    ask: (client, _options, [app, business]) => client.remove(pathOf('apps', app, 'shares', business)),
    show,
  });
}

function addClientCertificate(group: Command, context: CliContext): void {
  addVerb<object, { callback_url: string; client_certificate: boolean }>(group, context, {
    usage: 'client-certificate <app> <on|off>',
    description: "Attach a client certificate to the app's notifications, overrides included",
    examples: ['wahook apps client-certificate 200000000000001 on'],
    ask(client, _options, [id, state]) {
      if (state !== 'on' && state !== 'off')
        throw usageError(`Say on or off, not ${JSON.stringify(state ?? '')}.`);
      return client.post(pathOf('apps', id, 'subscription'), { client_certificate: state === 'on' });
    },
    show: (answer) =>
      factLines({
        callback: answer.callback_url,
        'client certificate': yesNo(answer.client_certificate),
      }),
  });
}

function appLines(app: ShownApp): string[] {
  return factLines({
    app: app.id,
    name: app.name,
    business: `${app.business_name ?? '-'} (${app.business_id ?? '-'})`,
    mode: app.mode,
    link: app.link,
    icon: app.icon,
    'requires app secret': yesNo(app.require_app_secret),
    order: app.order,
    'coalesces a backlog': yesNo(app.coalesce),
  });
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
