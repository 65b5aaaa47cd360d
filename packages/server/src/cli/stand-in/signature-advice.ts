// What is said of a refused delivery, when its status is all that is known of it. `wahook doctor` finds out more.
import { refusedSignatureAdvice } from '../../doctor/cures.ts';

export const signatureAdvice = `${refusedSignatureAdvice} \`wahook doctor\` tells which mistake it is.`;

/** Status codes by which receivers refuse a signature. */
export function looksLikeBadSignature(status: number | null): boolean {
  return status === 401 || status === 403;
}
