// A short run of `npm run fuzz`, and proof that its judges are awake.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spansOf } from './json-spans.ts';
import { curiousReceiver, judgeAdapters, judgeReceiver, judgeSignature } from './judge.ts';
import { mutate } from './mutations.ts';
import { createRandom } from './random.ts';
import { openRunner, type Runner } from './run.ts';
import { signedOddly } from './signatures.ts';

let runner: Runner;
beforeAll(async () => {
  runner = await openRunner();
});
afterAll(() => runner.close());

const seeds = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

async function findings(from: readonly number[], adapters: boolean): Promise<unknown[]> {
  const found = [];
  for (const seed of from) found.push(await runner.run(seed, { adapters }));
  return found.filter((finding) => finding !== null);
}

describe('mutated samples', () => {
  it('find parsers, verifiers and receiver of one mind', async () => {
    expect(await findings(seeds(1, 150), false)).toEqual([]);
  });

  it('get one answer from the receiver and every adapter', async () => {
    expect(await findings(seeds(10_000, 50), true)).toEqual([]);
  });
});

describe('the judges', () => {
  const body = new TextEncoder().encode('{}');
  const good = { lines: [], step: 'none', isGood: true };

  it('notice a signature that is taken, or refused, against the rules', async () => {
    await expect(judgeSignature(body, good)).rejects.toThrow('node:crypto');
    await expect(judgeReceiver(curiousReceiver(), body, good)).rejects.toThrow('401');
  });

  it('notice an adapter that answers otherwise', async () => {
    const outcome = { kind: 'accepted', status: 200, headers: {}, body: '', changeCount: 0 } as const;
    const endpoint = { name: 'a deaf adapter', post: async () => ({ status: 500, body: '' }) };
    await expect(judgeAdapters([endpoint], body, good, outcome)).rejects.toThrow('a deaf adapter');
  });
});

describe('mutations', () => {
  const text = '{"a":[1,"x\\"]",{"b":null}],"c":{}}';

  it('see every value and its name', () => {
    const seen = spansOf(text).map(({ start, end, name }) => [
      name === null ? '' : text.slice(name.start, name.end),
      text.slice(start, end),
    ]);
    expect(seen).toEqual([
      ['', '1'],
      ['', '"x\\"]"'],
      ['"b"', 'null'],
      ['', '{"b":null}'],
      ['"a"', '[1,"x\\"]",{"b":null}]'],
      ['"c"', '{}'],
      ['', text],
    ]);
  });

  it('follow from the seed', () => {
    const [once, again] = [mutate(text, createRandom(7)), mutate(text, createRandom(7))];
    expect(again.steps).toEqual(once.steps);
    expect(Buffer.from(again.body).equals(once.body)).toBe(true);
  });

  it('change the body, and are all drawn', () => {
    const drawn = new Set<string>();
    let changed = 0;
    for (const seed of seeds(0, 400)) {
      const { body, steps } = mutate(text, createRandom(seed));
      if (body.length !== text.length || Buffer.from(body).toString() !== text) changed++;
      for (const step of [...steps, signedOddly(body, 'a-secret', createRandom(seed)).step]) drawn.add(step);
    }
    expect(changed).toBeGreaterThan(350);
    expect(drawn.size).toBe(53);
  });
});
