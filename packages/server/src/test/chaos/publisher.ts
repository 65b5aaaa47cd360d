// Publishes from several connections at once and notes what each request was told. A request whose answer was not
// read to its end is of unknown fate; those that carry an idempotency key are sent again to the next process, as a
// careful sender would, and must then be stored once.
import { Pool } from 'undici';
import { type Body, formBody } from './bodies.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';

export interface PublisherParts {
  ledger: Ledger;
  random: Random;
  wabaId: string;
  adminKey: string;
}

export interface PublishRun {
  url: string;
  /** Bodies to send at most. */
  bodies: number;
  connections: number;
  /** The longest pause of a connection between two bodies. */
  pauseMsMax: number;
  /** Ends the run early; asked before each body. */
  isOver: () => boolean;
  onAcknowledged?: (soFar: number) => void;
}

export interface Publisher {
  /** Resolves when all connections have ended; answers how many bodies were acknowledged. */
  run(run: PublishRun): Promise<number>;
  /** Requests of unknown fate are not sent again: the keys may be forgotten by now. */
  forget(): void;
}

interface Sendable extends Body {
  idempotencyKey: string | null;
}

export function createPublisher({ ledger, random, wabaId, adminKey }: PublisherParts): Publisher {
  let made = 0;
  let again: Sendable[] = [];

  function nextBody(): Sendable {
    const repeated = again.shift();
    if (repeated) return repeated;
    const prefix = `e${++made}`;
    const body = formBody(random, { wabaId, prefix });
    ledger.add(body.events);
    return { ...body, idempotencyKey: random.next() < 0.5 ? prefix : null };
  }

  /** null: whoever was asked is gone. */
  async function send(pool: Pool, body: Sendable): Promise<boolean | null> {
    const keys = body.events.map(({ key }) => key);
    const sentMs = Date.now();
    try {
      const answer = await pool.request({
        path: '/api/v1/events',
        method: 'POST',
        headers: {
          authorization: `Bearer ${adminKey}`,
          ...(body.idempotencyKey !== null && { 'idempotency-key': body.idempotencyKey }),
        },
        body: body.text,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 202) {
        if (answer.statusCode !== 503) throw new Error(`published, and got ${answer.statusCode}: ${text}`);
        ledger.settle(keys, { fate: 'refused', firstSeq: null });
        return false;
      }
      if (answer.headers['idempotent-replayed'] === undefined) {
        ledger.noteAcknowledgement({ sentMs, answeredMs: Date.now() });
      }
      ledger.settle(keys, { fate: 'acknowledged', firstSeq: JSON.parse(text).first_seq });
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      // Not acknowledged, and perhaps stored.
      if (body.idempotencyKey !== null) again.push(body);
      return null;
    }
  }

  return {
    async run({ url, bodies, connections, pauseMsMax, isOver, onAcknowledged }) {
      const pool = new Pool(url, { connections, pipelining: 1 });
      let left = bodies;
      let acknowledged = 0;
      async function sender(): Promise<void> {
        while (left > 0 && !isOver()) {
          left -= 1;
          const outcome = await send(pool, nextBody());
          if (outcome === null) return;
          if (outcome) onAcknowledged?.(++acknowledged);
          await new Promise((resolve) => setTimeout(resolve, random.between(0, pauseMsMax)));
        }
      }
      await Promise.all(Array.from({ length: connections }, sender));
      await pool.destroy();
      return acknowledged;
    },
    forget() {
      again = [];
    },
  };
}
