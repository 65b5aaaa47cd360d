// Faults as words, and back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFaultWords, spanMs } from './fault-words.ts';

describe('faults on a command line', () => {
  it('are names, probabilities, ranges, parameters and a seed', () => {
    const words = ['duplicate=0.2', 'delay=1s..5s', 'drop', 'burst.quiet_ms=2m', 'burst=0.5', 'seed=7'];
    expect(readFaultWords(words)).toEqual({
      ok: true,
      value: {
        seed: 7,
        faults: {
          duplicate: { probability: 0.2 },
          delay: { from_ms: 1_000, to_ms: 5_000 },
          drop: {},
          burst: { quiet_ms: 120_000, probability: 0.5 },
        },
      },
    });
  });

  it.each([
    'Drop',
    'drop=',
    'drop=often',
    'delay=1s..',
    'delay=5s',
    'delay=1..2..3',
    'burst.factor',
    'seed=x',
    '=',
  ])('refuses %j with a word about it', (word) => {
    const read = readFaultWords(['drop', word]);
    expect(read.ok ? [] : read.problems).toHaveLength(1);
  });

  it.each([
    [['drop', 'drop=0.5'], 'drop is named twice, in "drop" and "drop=0.5". Name it once. '],
    [['delay=1s..5s', 'delay=0.5'], 'What else it takes is written delay.probability=0.2, for one.'],
    [['burst.factor=3', 'burst.factor=4'], 'burst.factor is named twice'],
    [['delay=1s..5s', 'delay.to_ms=3'], 'delay.to_ms is named twice, in "delay=1s..5s" and "delay.to_ms=3"'],
    [['drop', 'seed=1', 'seed=1'], 'seed is named twice'],
  ])('refuses %j, which says something twice', (words, why) => {
    const read = readFaultWords(words);
    expect(read.ok ? [] : read.problems).toEqual([expect.stringContaining(why)]);
  });

  it('asks for a fault when there is none', () => {
    expect(readFaultWords(['seed=7'])).toMatchObject({ ok: false });
  });

  it('reads whatever it is given, or says what is wrong', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), (words) => {
        const read = readFaultWords(words);
        if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
        else
          for (const of of Object.values(read.value.faults))
            expect(Object.values(of).every(Number.isFinite)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.nat({ max: 999_999 }), fc.constantFrom('ms', 's', 'm', 'h'), (count, unit) => {
        expect(spanMs(`${count}${unit}`)).toBe(count * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit]);
      }),
    );
  });
});
