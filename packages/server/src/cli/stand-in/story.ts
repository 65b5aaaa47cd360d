// Tells on the terminal what the server sends and what comes back, while it happens. The first notifications are
// told in full, one at a time; everything later in a line each.
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { AttemptReport } from '../../delivery/attempt.ts';
import type { Output } from '../terminal/output.ts';
import { type Attempt, compactAttempt, extraText, fullAttempt, type Telling } from './attempt-text.ts';
import type { Received } from './example-receiver.ts';
import { looksLikeBadSignature } from './signature-advice.ts';

export interface Story {
  onAttempt(report: AttemptReport): void;
  /** What the example receiver made of a notification, by the signature it came with. */
  onReceived(received: Received): void;
  /** Sends something, and tells its first attempt in full. `send` answers the seq of the event it made. */
  tell(title: string, send: () => Promise<number>): Promise<void>;
}

/** Longer than any attempt takes by default. */
const toldWithinMs = 12_000;
/** Views whose attempt never reports (the server stopped) must not pile up. */
const viewsMax = 1000;

export function createStory({ output, clock }: { output: Output; clock: Clock }): Story {
  const { paint } = output;
  const views = new Map<string, string>();
  /** While something is told in full, everything else waits here. */
  let held: Attempt[] | null = null;
  let onHeld = () => {};
  let wasRefusalExplained = false;

  function telling(attempt: Attempt): Telling {
    const signature = attempt.headers['x-hub-signature-256'] ?? '';
    const receiverView = views.get(signature) ?? null;
    views.delete(signature);
    const { outcome, faults } = attempt;
    // With a fault the refusal is what was asked for.
    const isRefused = outcome.kind === 'response' && !faults && looksLikeBadSignature(outcome.status);
    const explainsRefusal = isRefused && !wasRefusalExplained;
    wasRefusalExplained ||= isRefused;
    return { paint, now: clock.now(), receiverView, explainsRefusal };
  }

  function tellCompact(attempt: Attempt): void {
    for (const line of compactAttempt(attempt, telling(attempt))) output.line(line);
  }

  async function firstAttemptOf(seq: number, waiting: Attempt[]): Promise<Attempt | null> {
    const giveUp = wait(toldWithinMs, 'late' as const, { ref: false });
    for (;;) {
      const found = waiting.find((attempt) => attempt.seqs.includes(seq));
      if (found) return found;
      const more = new Promise<'more'>((resolve) => {
        onHeld = () => resolve('more');
      });
      if ((await Promise.race([more, giveUp])) === 'late') return null;
    }
  }

  return {
    onAttempt(report) {
      if (report.kind === 'extra') output.line(extraText(report));
      if (report.kind !== 'attempt' && !('seqs' in report)) return; // The log has it.
      if (report.kind !== 'attempt') {
        const end = report.kind === 'cancelled' ? 'cancelled' : 'dead';
        output.line(`event ${report.seqs[0]}  ${end}: ${report.reason}`);
        return;
      }
      if (!held) {
        tellCompact(report);
        return;
      }
      held.push(report);
      onHeld();
    },
    onReceived({ signature, view }) {
      if (views.size >= viewsMax) views.clear();
      views.set(signature, view);
    },
    async tell(title, send) {
      const waiting: Attempt[] = [];
      held = waiting;
      try {
        const seq = await send();
        output.line();
        output.line(paint.strong(`${title}: event ${seq}`));
        const attempt = await firstAttemptOf(seq, waiting);
        const lines = attempt
          ? fullAttempt(attempt, telling(attempt))
          : ['   No attempt ended yet; it will show below.'];
        for (const line of lines) output.line(line);
        for (const other of waiting) if (other !== attempt) tellCompact(other);
      } finally {
        held = null;
      }
    },
  };
}
