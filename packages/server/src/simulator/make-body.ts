// From a sample to the notification of one event here: fresh, about the right account, with what people changed.
// In this order, so that what somebody sets is what is sent.
import type { Refusal } from '../accept/refusal.ts';
import { applyEdits, type Edit } from './edits.ts';
import { type Freshness, freshen } from './freshen.ts';
import { readdress, type Target } from './target.ts';

export interface Making {
  target: Target;
  /** null: with the sample's own ids and times. */
  fresh: Freshness | null;
  edits: readonly Edit[];
  /** Whole texts that stand for others, such as a customer's number. */
  renamed?: readonly (readonly [from: string, to: string])[];
}

export type Made = { ok: true; body: Uint8Array } | { ok: false; path: string; refusal: Refusal };

export function makeBody(sample: Uint8Array, { target, fresh, edits, renamed = [] }: Making): Made {
  const freshened = fresh ? freshen(sample, fresh) : sample;
  const edited = applyEdits(readdress(freshened, target, renamed), edits);
  if (edited.ok) return { ok: true, body: edited.json };
  return { ok: false, path: edited.path, refusal: { code: 'bad_set', message: edited.message } };
}
