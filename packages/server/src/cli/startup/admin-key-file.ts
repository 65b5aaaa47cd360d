// The admin key of `wahook start`: given by setting, or made at the first start, written once to a file for the
// owner's eyes and kept as a hash.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hashAdminKey } from '../../admin/admin-key.ts';
import { writeNewFile } from '../../store/new-file.ts';
import type { Store } from '../../store/store.ts';
import { CliError } from '../cli-error.ts';

/** 192 bits. */
const keyBytes = 24;

export interface AdminKeyInput {
  store: Store;
  dataDirectory: string;
  /** From the setting admin_key. */
  given: string | null;
}

/** `createdFile` is named only at the start that made it. */
export async function adminKeyHash(
  input: AdminKeyInput,
): Promise<{ hash: Uint8Array; createdFile: string | null }> {
  const { store, dataDirectory, given } = input;
  if (given !== null) return { hash: hashAdminKey(given), createdFile: null };
  const known = await store.installation.adminKeyHash();
  if (known) return { hash: known, createdFile: null };

  const file = path.join(dataDirectory, 'admin.key');
  const key = (await keyOfInterruptedStart(file)) ?? (await makeKey(file));
  const hash = hashAdminKey(key);
  await store.installation.saveAdminKeyHash(hash);
  return { hash, createdFile: file };
}

/** The file comes first, so a start that ended before the hash was on record has left the key that counts. */
async function keyOfInterruptedStart(file: string): Promise<string | null> {
  const line = await readFile(file, 'utf8').catch(() => '');
  return /^(wahook-admin-[\w-]{32})\n$/.exec(line)?.[1] ?? null;
}

async function makeKey(file: string): Promise<string> {
  const key = `wahook-admin-${randomBytes(keyBytes).toString('base64url')}`;
  try {
    await writeNewFile(file, `${key}\n`);
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const problem = exists
      ? `${file} exists already, but no admin key is on record. Delete the file to get a new key, or give one with --admin-key.`
      : `The new admin key cannot be written to ${file}. Give one with --admin-key.`;
    throw new CliError(problem, { cause });
  }
  return key;
}
