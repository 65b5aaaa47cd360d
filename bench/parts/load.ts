// The load: a fixed number of POSTs over a fixed number of connections, each sent when the one before it on its
// connection was answered. Every body carries the time it was made.
import { Pool } from 'undici';

export interface Target {
  url: string;
  path: string;
  headers: Record<string, string>;
  bodyOf: (sentAt: string) => string;
}

/** Resolves when all were answered; throws when one was not accepted. */
export async function publishMany(
  target: Target,
  options: { events: number; connections: number },
): Promise<void> {
  const pool = new Pool(target.url, { connections: options.connections, pipelining: 1 });
  let left = options.events;
  async function sender(): Promise<void> {
    while (left > 0) {
      left -= 1;
      await publishOne(pool, target);
    }
  }
  await Promise.all(Array.from({ length: options.connections }, sender));
  await pool.close();
}

/** Sends at a fixed rate, whatever the answers take. Answers how many milliseconds each POST took. */
export async function publishAtRate(
  target: Target,
  options: { events: number; ratePerSecond: number },
): Promise<number[]> {
  const pool = new Pool(target.url, { connections: 128, pipelining: 1 });
  const startedAt = performance.now();
  const answers: Promise<number>[] = [];
  for (let sent = 0; sent < options.events; ) {
    const due = Math.min(options.events, ((performance.now() - startedAt) / 1000) * options.ratePerSecond);
    for (; sent < due; sent++) answers.push(timed(() => publishOne(pool, target)));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const tookMs = await Promise.all(answers);
  await pool.close();
  return tookMs;
}

async function timed(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

async function publishOne(pool: Pool, target: Target): Promise<void> {
  const answer = await pool.request({
    path: target.path,
    method: 'POST',
    headers: target.headers,
    body: target.bodyOf((performance.timeOrigin + performance.now()).toFixed(2)),
  });
  await answer.body.dump();
  if (answer.statusCode !== 202) throw new Error(`${target.url} answered ${answer.statusCode}`);
}

/** A text message of about 1.5 kB, the size measured in practice. */
export function messageValue(sentAt: string): string {
  const message = {
    from: '12025550147',
    id: 'wamid.YmVuY2gtbWVzc2FnZS1vZi1hYm91dC1vbmUtYW5kLWEtaGFsZi1raWxvYnl0ZQ==',
    timestamp: '1767225660',
    type: 'text',
    text: { body: 'Where is my order? '.repeat(50) },
  };
  const value = JSON.stringify({
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '12025550123', phone_number_id: '400000000000001' },
    contacts: [{ profile: { name: 'A customer with a name' }, wa_id: '12025550147' }],
    messages: [message],
  });
  return `${value.slice(0, -1)},"sent_at":${sentAt}}`;
}
