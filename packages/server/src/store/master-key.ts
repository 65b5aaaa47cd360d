// The key that seals secrets at rest, and the file it lives in: one line, `wahook-master-key-1:` and 32 bytes
// in base64. Whoever has this file and the database can read the secrets; whoever has one of them cannot.
import { createHmac, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { errorCode } from './error-code.ts';
import { removeDrafts, writeNewFile } from './new-file.ts';
import { StoreError } from './store.ts';

export interface MasterKey {
  /** Names the key without giving it away; written beside everything it sealed. */
  id: string;
  /** 32 bytes. */
  key: Uint8Array;
}

const prefix = 'wahook-master-key-1:';
const keyBytes = 32;
/** A key file is one short line; more is some other file. */
const fileBytesMax = 200;

export function masterKey(key: Uint8Array): MasterKey {
  if (key.byteLength !== keyBytes) throw new RangeError(`A master key has ${keyBytes} bytes.`);
  return { id: createHmac('sha256', key).update('wahook master key id').digest('hex').slice(0, 16), key };
}

/** Makes a key and its file, for the owner's eyes only. Never replaces a file. */
export async function createMasterKey(path: string): Promise<MasterKey> {
  const key = randomBytes(keyBytes);
  try {
    await writeNewFile(path, `${prefix}${key.toString('base64')}\n`);
  } catch (error) {
    if (errorCode(error) === 'EEXIST')
      throw new StoreError('conflict', `The key file ${path} exists already.`);
    throw new StoreError('not_writable', `The key file ${path} cannot be written.`, { cause: error });
  }
  return masterKey(key);
}

export async function loadMasterKey(path: string): Promise<MasterKey> {
  const line = await readKeyFile(path);
  const key = line.startsWith(prefix) ? Buffer.from(line.slice(prefix.length), 'base64') : Buffer.alloc(0);
  // Decoding base64 forgives stray characters; writing it again shows whether there were any.
  if (key.byteLength !== keyBytes || `${prefix}${key.toString('base64')}` !== line) {
    throw new StoreError(
      'wrong_key',
      `${path} is not a master key: it should hold one line, ${prefix} and ${keyBytes} bytes in base64.`,
    );
  }
  // A folder that may not be changed is no reason to refuse the key in it.
  await removeDrafts(path).catch(() => {});
  return masterKey(key);
}

/** The group may read (container platforms hand secrets out that way), nobody else. */
async function readKeyFile(path: string): Promise<string> {
  try {
    const { mode, size } = await stat(path);
    if ((mode & 0o027) !== 0 && process.platform !== 'win32') {
      throw new StoreError(
        'unsafe_permissions',
        `Others can use the key file ${path}. Run: chmod 600 ${path}`,
      );
    }
    if (size > fileBytesMax) throw new StoreError('wrong_key', `${path} is too long to be a master key.`);
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const code = errorCode(error) === 'ENOENT' ? 'missing' : 'not_writable';
    throw new StoreError(code, `The key file ${path} cannot be read.`, { cause: error });
  }
}
