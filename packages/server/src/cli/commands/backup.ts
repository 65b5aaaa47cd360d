// `wahook backup`: has a running server copy its data to a file in its directory of backups.
import type { Command } from 'commander';
import { usageError } from '../cli-error.ts';
import { addVerb, given } from '../client/verb.ts';
import type { CliContext } from '../context.ts';

interface MadeBackup {
  file: string;
  bytes: number;
}

export function addBackup(program: Command, context: CliContext): void {
  addVerb<{ to?: string }, MadeBackup>(program, context, {
    usage: 'backup',
    description: 'Copy the data of a running server into its backup_directory; see docs/operations.md',
    options: [['--to <file>', 'name of the new file, without a directory']],
    examples: ['wahook backup --to monday.db'],
    ask: (client, { to }) => {
      if (to === undefined) throw usageError('Name the new file with --to, such as --to monday.db.');
      return client.post('/api/v1/backup', given({ file: to }));
    },
    show: ({ file, bytes }) => [
      `Wrote ${file}, ${bytes} bytes. The master key is not in it: keep a copy of that in another place.`,
    ],
  });
}
