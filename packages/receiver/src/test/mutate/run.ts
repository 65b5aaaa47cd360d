// Runs cases one after the other, each from a seed of its own: a sample, mutated and signed, in most cases well.
import { samples, sampleText } from '../../testing/samples.ts';
import { type Endpoints, openEndpoints } from './endpoints.ts';
import {
  appSecret,
  curiousReceiver,
  judgeAdapters,
  judgeParsers,
  judgeReceiver,
  judgeSignature,
} from './judge.ts';
import { mutate } from './mutations.ts';
import { createRandom } from './random.ts';
import { signedOddly, signedWell } from './signatures.ts';

export type Finding = { readonly seed: number; readonly about: string; readonly error: unknown };

export type Runner = {
  /** Runs the case of this seed; null when all was well. */
  run(seed: number, options: { adapters: boolean }): Promise<Finding | null>;
  close(): void;
};

/** A case takes a few milliseconds; this long it hangs, or somebody could make it. */
const caseMsMax = 10_000;

export async function openRunner(): Promise<Runner> {
  const texts = samples().map((name) => [name, JSON.stringify(JSON.parse(sampleText(name)))] as const);
  const curious = curiousReceiver();
  // One of its own, as the other's errors are counted case by case.
  const behindAdapters = curiousReceiver();
  const endpoints: Endpoints = await openEndpoints(behindAdapters.receiver);

  return {
    close: endpoints.close,
    async run(seed, { adapters }) {
      const random = createRandom(seed);
      const [name, text] = random.oneOf(texts);
      const { body, steps } = mutate(text, random);
      const signed =
        random.below(4) === 0 ? signedOddly(body, appSecret, random) : signedWell(body, appSecret);
      const about = `${name}: ${[...steps, signed.step].join(', ')}; ${body.byteLength} bytes`;
      try {
        await within(caseMsMax, async () => {
          judgeParsers(body);
          await judgeSignature(body, signed);
          const outcome = await judgeReceiver(curious, body, signed);
          if (adapters) await judgeAdapters(endpoints.all, body, signed, outcome);
          const [error] = behindAdapters.errors.splice(0);
          if (error !== undefined) throw error;
        });
        return null;
      } catch (error) {
        return { seed, about, error };
      }
    },
  };
}

async function within(ms: number, work: () => Promise<void>): Promise<void> {
  const begin = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
  // What does not let go of the thread holds the timer up as well.
  if (performance.now() - begin > ms) throw new Error(`took more than ${ms} ms`);
}
