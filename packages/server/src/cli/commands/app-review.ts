// `wahook apps review`: App Review, both sides. Several steps may be taken in one go, each of them recorded.
import type { Command } from 'commander';
import type { ApiClient } from '../client/api-client.ts';
import type { ShownPermission } from '../client/directory-shapes.ts';
import { addVerb, given, pathOf } from '../client/verb.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

export interface WithPermissions {
  permissions: ShownPermission[];
}

interface ReviewOptions {
  access?: string;
  reason?: string;
}

export function addAppReview(group: Command, context: CliContext): void {
  addVerb<ReviewOptions, ShownPermission>(group, context, {
    usage: 'review <app> <permission> <step...>',
    description: 'Take steps of App Review: request, submit, approve, reject, revoke',
    options: [
      ['--access <level>', 'what approve grants: standard (own accounts) or advanced (also of others)'],
      ['--reason <text>', 'why it is rejected or revoked'],
    ],
    examples: [
      'wahook apps review 200000000000001 whatsapp_business_messaging request submit approve --access advanced',
      "wahook apps review 200000000000001 whatsapp_business_messaging revoke --reason 'Policy violation'",
    ],
    ask: (client, options, [app, permission, ...steps]) =>
      takeSteps(client, pathOf('apps', app, 'permissions', permission), { steps, options }),
    show: (review) => permissionTable([review]),
  });
}

/** One after another: where one is refused, those before it stand, as when they were typed one by one. */
async function takeSteps(
  client: ApiClient,
  path: string,
  { steps, options }: { steps: readonly string[]; options: ReviewOptions },
): Promise<ShownPermission> {
  const [first = '', ...rest] = steps;
  const bodyOf = (step: string) =>
    given({
      step,
      access: step === 'approve' ? options.access : undefined,
      reason: step === 'reject' || step === 'revoke' ? options.reason : undefined,
    });
  let review = await client.post<ShownPermission>(path, bodyOf(first));
  for (const step of rest) review = await client.post<ShownPermission>(path, bodyOf(step));
  return review;
}

export function permissionTable(permissions: readonly ShownPermission[]): string[] {
  return table(
    ['PERMISSION', 'STATE', 'ACCESS', 'SINCE', 'REASON'],
    permissions.map((each) => [
      each.permission,
      each.state,
      each.access ?? '-',
      each.at ?? '-',
      each.reason ?? '-',
    ]),
  );
}
