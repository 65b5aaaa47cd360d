// Ids that look like the platform's, drawn from a seed: the same seed gives the same ids in the same order, so a test
// that fails does so again.
import { createHash } from 'node:crypto';

export type Draw = {
  /** ID of a message. */
  wamid(): string;
  /** A whole number from 0 to `below` − 1; the same each time. */
  below(below: number): number;
  /** Business-scoped ID of a user; the same for the same number. */
  userId(waId: string): string;
};

export function createDraw(seed: string | number): Draw {
  let count = 0;
  // As JSON, so that no seed and label together read like another pair.
  const hash = (label: string) =>
    createHash('sha256')
      .update(JSON.stringify([seed, label]))
      .digest();
  return {
    // A wamid is base64 of about this length. Mostly drawn; the prefix is the protobuf head real ones begin with.
    wamid: () => `wamid.${Buffer.concat([Buffer.from('HBgL'), hash(`wamid ${count++}`)]).toString('base64')}`,
    below: (bound) => hash('number').readUInt32BE() % bound,
    userId: (waId) => `US.${Array.from(hash(`user ${waId}`).subarray(0, 20), (byte) => byte % 10).join('')}`,
  };
}
