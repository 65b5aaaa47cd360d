// A copy of the data, made while the server runs. The caller chooses a name, never a place: a path would let
// whoever holds a key write files wherever the server may.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { matching, readBody } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';

const fileName = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
  'a file name of up to 100 letters, digits, dots, dashes and underscores, without a directory',
);

export function mountBackup(api: FastifyInstance, deps: AdminDeps): void {
  const { store, backupDirectory } = deps;

  api.post('/backup', needs('admin'), async (request, reply) => {
    const { file } = readBody(bodyOf(request), { file: fileName });
    if (backupDirectory === null) {
      throw problem('not_applicable', 'No place for backups. Name one in the setting backup_directory.');
    }
    await mkdir(backupDirectory, { recursive: true, mode: 0o700 });
    const path = join(backupDirectory, file);
    const { bytes } = await store.upkeep.backup(path);
    await noteChange(deps, request, { action: 'backup.made', subject: file, details: { bytes } });
    return reply.code(201).send({ file: path, bytes });
  });
}
