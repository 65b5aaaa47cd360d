// Finds or makes the master key of a data directory. A new key is made only where there is no data yet: beside
// data that another key sealed it could open nothing and would hide that the right file is missing.
import { existsSync, realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../../config.ts';
import { createMasterKey, loadMasterKey, type MasterKey } from '../../store/master-key.ts';
import { CliError } from '../cli-error.ts';

/** Where `dev` keeps its key: inside the data directory, which is fine because its secrets are public. */
export function devKeyFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'master.key');
}

/** What `start` asks of the key's place: a copy of the data directory must not be able to open its own secrets. */
export function keyPlaceProblems({ masterKeyFile, data }: Pick<Config, 'masterKeyFile' | 'data'>): string[] {
  if (masterKeyFile === null) {
    return [
      'The key that seals secrets needs a place outside the data directory. Name a file with --master-key-file or WAHOOK_MASTER_KEY_FILE; it is made when missing.',
    ];
  }
  if (!isInside(masterKeyFile, data)) return [];
  return [
    `The master key ${masterKeyFile} lies inside the data directory ${data}, so a copy of one would be a copy of both. Name a file elsewhere with --master-key-file.`,
  ];
}

export async function loadOrCreateKey(
  file: string,
  dataDirectory: string,
): Promise<{ key: MasterKey; created: boolean }> {
  if (existsSync(file)) return { key: await loadMasterKey(file), created: false };
  if (existsSync(path.join(dataDirectory, 'wahook.db'))) {
    throw new CliError(
      `The key file ${file} is missing, and ${dataDirectory} holds data sealed with it. ` +
        'Put the file back, or name another data directory with --data.',
    );
  }
  await makeDirectory(path.dirname(file));
  return { key: await createMasterKey(file), created: true };
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    throw new CliError(
      `The directory ${directory} cannot be made${code}. Name one that this user may write to.`,
      {
        cause,
      },
    );
  }
}

/** Follows links, and works for files and directories that do not exist yet. */
function isInside(file: string, directory: string): boolean {
  const relative = path.relative(realPath(directory), realPath(file));
  const [first] = relative.split(path.sep);
  // Another drive on Windows leaves an absolute path.
  return first !== '..' && !path.isAbsolute(relative);
}

function realPath(target: string): string {
  if (existsSync(target)) return realpathSync(target);
  const parent = path.dirname(target);
  return parent === target ? target : path.join(realPath(parent), path.basename(target));
}
