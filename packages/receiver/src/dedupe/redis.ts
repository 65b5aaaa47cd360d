// Remembers in Redis (2.6.12 and later, or Valkey), which expires keys by itself: `SET key value NX PX` claims, and
// there is nothing to clear away. Takes a client of node-redis or ioredis as it is.
import {
  assertDuration,
  type DedupeStore,
  type DedupeVerdict,
  defaultLeaseMs,
  defaultRememberMs,
} from './store.ts';

/**
 * As much of a client as is needed: `call` as ioredis has it, or `sendCommand` as node-redis has it. For any other
 * client, and for clusters of node-redis, write the second: `{ sendCommand: (words) => client.send(words) }`.
 */
export type RedisClient =
  | { call: (command: string, ...words: string[]) => Promise<unknown> }
  | { sendCommand: (words: string[]) => Promise<unknown> };

/** What `redisDedupe` takes; only the client is needed. */
export type RedisDedupeOptions = {
  client: RedisClient;
  /** Put before every key. Default `wahook:`. */
  prefix?: string;
  /** Default 2 minutes. */
  leaseMs?: number;
  /** Default 8 days, since the platform repeats for seven. */
  rememberMs?: number;
};

const handled = 'handled';

/** Takes a key back only from the claim that is named: it may be somebody else's by now, or handled. */
const takeBackScript = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`;

/**
 * Redis has to keep what it is told: with an eviction policy, or without persistence, forgotten keys are handled again.
 *
 * @throws TypeError when a duration is not positive
 * @example
 * const client = await createClient().connect(); // node-redis; or: new Redis() of ioredis
 * createReceiver({ appSecret, verifyToken, dedupe: redisDedupe({ client }) });
 */
export function redisDedupe(options: RedisDedupeOptions): DedupeStore {
  const send = senderOf(options.client);
  const prefix = options.prefix ?? 'wahook:';
  const leaseMs = assertDuration('leaseMs', options.leaseMs ?? defaultLeaseMs);
  const rememberMs = assertDuration('rememberMs', options.rememberMs ?? defaultRememberMs);
  const milliseconds = (ms: number) => String(Math.ceil(ms));

  const claimOne = async (key: string, claim: string): Promise<DedupeVerdict> => {
    const set = await send(['SET', prefix + key, claim, 'NX', 'PX', milliseconds(leaseMs)]);
    if (set !== null) return 'new';
    // Nothing there: it ran out in between. As busy it is asked for again, which is always right.
    return String(await send(['GET', prefix + key])) === handled ? 'done' : 'busy';
  };

  const takeBack = async (key: string, claim: string) =>
    send(['EVAL', takeBackScript, '1', prefix + key, claim]);

  return {
    leaseMs,
    async claim(keys) {
      const claim = `busy ${Math.random()}`;
      // Sent together: clients put them into one write.
      const answers = await Promise.allSettled(keys.map((key) => claimOne(key, claim)));
      const verdicts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      if (verdicts.length === keys.length) return verdicts;
      // Those that were set would answer `busy` to the repeat, and of those that failed nobody knows whether they were
      // set. Not waited for: a client without a connection keeps commands until it has one.
      for (const key of keys) takeBack(key, claim).catch(() => {});
      throw answers.find((answer) => answer.status === 'rejected')?.reason;
    },
    async done(key) {
      await send(['SET', prefix + key, handled, 'PX', milliseconds(rememberMs)]);
    },
    async release(key) {
      await send(['DEL', prefix + key]);
    },
  };
}

// ioredis has a `sendCommand` too, with other arguments, so `call` is looked for first.
function senderOf(client: RedisClient): (words: [string, ...string[]]) => Promise<unknown> {
  return 'call' in client
    ? ([command, ...words]) => client.call(command, ...words)
    : (words) => client.sendCommand(words);
}
