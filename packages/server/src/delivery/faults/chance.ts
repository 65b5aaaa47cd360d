// The dice of the faults. Each throw follows from what it is about, not from the throws before: threads, restarts
// and the order of things change no decision, so that a run with the same seed repeats.
import { createHash } from 'node:crypto';

export interface Throw {
  seed: number;
  fault: string;
  /** First seq of the notification. */
  seq: number;
  /** Of its delivery: 1 for the first. */
  attempt: number;
  /** What is thrown for, where one fault throws several times. */
  about?: string;
}

/** 0 ≤ value < 1. */
export function chance({ seed, fault, seq, attempt, about = '' }: Throw): number {
  const digest = createHash('sha256').update(`${seed} ${fault} ${seq} ${attempt} ${about}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** A whole number from one to the other, both included. */
export function between(from: number, to: number, of: Throw): number {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return low + Math.floor(chance(of) * (high - low + 1));
}
