import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** A task that ends when told to, and notes when it began. */
function heldTask(name: string, began: string[]) {
  let release: (value: string) => void = () => {};
  const held = new Promise<string>((resolve) => {
    release = resolve;
  });
  return {
    release: () => release(name),
    run: () => {
      began.push(name);
      return held;
    },
  };
}

/** Long enough for every promise that can settle without outside help. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('runs tasks of one key in the order they asked, others beside them', async () => {
    const turns = createTurns<string>();
    const began: string[] = [];
    const a1 = heldTask('a1', began);
    const a2 = heldTask('a2', began);
    const b1 = heldTask('b1', began);
    const results = [turns.take('a', a1.run), turns.take('a', a2.run), turns.take('b', b1.run)];
    await settled();
    expect(began).toEqual(['a1', 'b1']);
    expect(turns.count('a')).toBe(2);
    for (const task of [a1, a2, b1]) task.release();
    expect(await Promise.all(results)).toEqual(['a1', 'a2', 'b1']);
    expect(turns.count('a')).toBe(0);
  });

  it('gives the next its turn when a task fails, and hands the failure to its own caller only', async () => {
    const turns = createTurns<number>();
    const failing = turns.take(1, () => Promise.reject(new Error('no')));
    const next = turns.take(1, () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});
