// `wahook audit`: every change that was made, by whom, newest first.
import type { Command } from 'commander';
import type { Page } from '../client/api-shapes.ts';
import type { ShownAuditEntry } from '../client/directory-shapes.ts';
import { addServerOptions, type ServerOptions, withServer } from '../client/server-options.ts';
import type { CliContext } from '../context.ts';
import { table } from '../terminal/table.ts';

interface AuditOptions extends ServerOptions {
  subject?: string;
  before?: string;
  limit: string;
  json?: true;
}

export function addAudit(program: Command, context: CliContext): void {
  const command = program
    .command('audit')
    .description('Show what was changed and by whom, newest first')
    .option('--subject <id>', 'only changes of this app, account, user, key …')
    .option('--before <id>', 'only those older than this one: the next page')
    .option('--limit <n>', 'at most so many', '20')
    .option('--json', "print the server's answer as one line of JSON");
  addServerOptions(command)
    .addHelpText('after', '\nExample:\n  $ wahook audit --subject 200000000000001')
    .action((options: AuditOptions) => showAudit(options, context));
}

async function showAudit(options: AuditOptions, context: CliContext): Promise<void> {
  const { output } = context;
  await withServer(options, context, async (client) => {
    const page = await client.get<Page<ShownAuditEntry>>('/api/v1/audit', {
      subject: options.subject,
      before: options.before,
      limit: options.limit,
    });
    if (options.json) {
      output.json(page);
      return;
    }
    const rows = page.data.map((entry) => [
      String(entry.id),
      entry.at,
      entry.actor,
      entry.action,
      entry.subject,
      detailsText(entry),
    ]);
    if (rows.length === 0) output.line('No changes have been recorded.');
    for (const line of table(['ID', 'AT', 'WHO', 'WHAT', 'ON', 'DETAILS'], rows)) output.line(line);
    if (page.paging) output.line(`More: --before ${page.paging.before}`);
  });
}

function detailsText({ details }: ShownAuditEntry): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
