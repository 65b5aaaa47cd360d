// What was published in a run, and what became of each request. The order of everything that the harness sees is
// counted here, so that publishers, endpoints and the killer place what they saw in one line.
import type { Published } from './evidence.ts';
import type { Acknowledgement } from './syncs.ts';

export interface Ledger {
  /** The next place in the order of what was seen. */
  tick(): number;
  /** Before it is sent: from here on it may arrive. */
  add(events: readonly Pick<Published, 'key' | 'change'>[]): void;
  /** For events in the order they had in the body; seqs of one body follow each other. */
  settle(keys: readonly string[], answer: { fate: Published['fate']; firstSeq: number | null }): void;
  /** The change that was published under a key. */
  changeOf(key: string): string | undefined;
  acknowledgedSeqs(): number[];
  /** A 202 that stands for a commit of the process that gave it. */
  noteAcknowledgement(acknowledgement: Acknowledgement): void;
  /** Those since the last call. */
  takeAcknowledgements(): Acknowledgement[];
  readonly published: readonly Published[];
}

export function createLedger(): Ledger {
  const events = new Map<string, Published>();
  let acknowledgements: Acknowledgement[] = [];
  let ticks = 0;
  return {
    tick: () => ++ticks,
    add(added) {
      // Until somebody reads an answer nothing is known.
      for (const { key, change } of added) events.set(key, { key, change, fate: 'unknown', seq: null });
    },
    settle(keys, { fate, firstSeq }) {
      for (const [index, key] of keys.entries()) {
        const event = events.get(key);
        if (!event) throw new Error(`${key} was never published`);
        event.fate = fate;
        event.seq = firstSeq === null ? null : firstSeq + index;
      }
    },
    changeOf: (key) => events.get(key)?.change,
    noteAcknowledgement: (acknowledgement) => acknowledgements.push(acknowledgement),
    takeAcknowledgements() {
      const taken = acknowledgements;
      acknowledgements = [];
      return taken;
    },
    acknowledgedSeqs: () => [...events.values()].flatMap(({ seq }) => (seq === null ? [] : [seq])),
    get published() {
      return [...events.values()];
    },
  };
}
