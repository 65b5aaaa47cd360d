// What comes in by any way, taken apart and not yet addressed.
import type { Origin } from '../store/life-of-event.ts';

/** One change, ready to be sent, not yet addressed. */
export interface IncomingChange {
  entryId: string;
  entryTime: number | null;
  entryNo: number;
  field: string;
  phoneNumber: string | null;
  /** `value.waba_info.waba_id` of partner events, whose entry carries a business portfolio. */
  wabaInfoId: string | null;
  change: Uint8Array;
}

export interface Incoming {
  origin: Origin;
  changes: readonly IncomingChange[];
  /** Graph id of the WABA that entries of unknown id are meant for. */
  addressedTo: string | null;
  idempotency?: { keyHash: Uint8Array; bodyHash: Uint8Array };
}
