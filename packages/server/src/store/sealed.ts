// Secrets at rest: AES-256-GCM with a fresh random nonce. The table, row and column are authenticated along
// with the text, so a sealed value copied to another row or column does not open there.
// Layout: 1 (format), length of the key id, key id, nonce (12), ciphertext, tag (16).
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.ts';
import { StoreError } from './store.ts';

export interface Place {
  table: string;
  row: number | string;
  column: string;
}

export interface Sealer {
  seal(text: string, place: Place): Uint8Array;
  /** Throws StoreError `wrong_key` or `corrupt`. */
  open(sealed: Uint8Array, place: Place): string;
}

const algorithm = 'aes-256-gcm';
const format = 1;
const nonceBytes = 12;
const tagBytes = 16;

export function createSealer(masterKey: MasterKey): Sealer {
  const keyId = Buffer.from(masterKey.id, 'ascii');

  return {
    seal(text, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, masterKey.key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(additionalData(place));
      const ciphertext = [cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([
        Uint8Array.of(format, keyId.length),
        keyId,
        nonce,
        ...ciphertext,
        cipher.getAuthTag(),
      ]);
    },

    open(sealed, place) {
      const parts = takeApart(sealed, place);
      if (parts.keyId !== masterKey.id) throw wrongKey(parts.keyId, masterKey.id);
      const decipher = createDecipheriv(algorithm, masterKey.key, parts.nonce, { authTagLength: tagBytes });
      decipher.setAAD(additionalData(place));
      decipher.setAuthTag(parts.tag);
      try {
        return decipher.update(parts.ciphertext, undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw damaged(place, { cause });
      }
    },
  };
}

function sealedBy(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(2, 2 + (sealed[1] ?? 0))).toString('ascii');
}

function takeApart(sealed: Uint8Array, place: Place) {
  const nonceAt = 2 + (sealed[1] ?? 0);
  const ciphertextAt = nonceAt + nonceBytes;
  const tagAt = sealed.byteLength - tagBytes;
  if (sealed[0] !== format || tagAt < ciphertextAt) throw damaged(place);
  return {
    keyId: sealedBy(sealed),
    nonce: sealed.subarray(nonceAt, ciphertextAt),
    ciphertext: sealed.subarray(ciphertextAt, tagAt),
    tag: sealed.subarray(tagAt),
  };
}

function additionalData(place: Place): Buffer {
  return Buffer.from(`${place.table}/${place.row}/${place.column}`, 'utf8');
}

function wrongKey(sealedWith: string, given: string): StoreError {
  return new StoreError(
    'wrong_key',
    `The secrets were sealed with master key ${sealedWith}, but key ${given} was given. Start with the key file that belongs to this data directory.`,
  );
}

function damaged(place: Place, options?: ErrorOptions): StoreError {
  return new StoreError(
    'corrupt',
    `The secret in ${place.table} ${place.row}, ${place.column}, does not open: it was changed or moved outside wahook. Restore a backup, or set the secret again.`,
    options,
  );
}
