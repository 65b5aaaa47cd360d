// The dice: the same for the same seed, fault, event and attempt; and as often as the probability says.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FaultName, faultNames, faultOf } from './catalogue.ts';
import { between, chance } from './chance.ts';
import { attemptFaults, drawn } from './fault-plan.ts';
import { faultyAttempt } from './faulty-attempt.ts';
import { faultSet } from './test-notification.ts';

const half = Object.fromEntries(faultNames.map((name) => [name, { probability: 0.5, attempts: 20 }]));

it('decides the same about the same, in whatever order it is asked', () => {
  const subjects = fc.array(fc.record({ seq: fc.nat(), attempt: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    maxLength: 10,
  });
  fc.assert(
    fc.property(fc.nat(), subjects, (seed, all) => {
      const decide = (set = faultSet(half, { seed })) =>
        all.map((subject) =>
          (['postponed', 'attempt', 'beside'] as const).map((kind) => drawn(set, kind, subject)),
        );
      const forth = decide();
      all.reverse();
      expect(decide().reverse()).toEqual(forth);
    }),
    { numRuns: 30 },
  );
});

it('decides about a fault by itself: others that are on change nothing', () => {
  for (let seq = 1; seq < 50; seq++) {
    const subject = { seq, attempt: 1 };
    const alone = drawn(faultSet({ drop: { probability: 0.5 } }), 'attempt', subject);
    const among = drawn(faultSet(half), 'attempt', subject).filter((name) => name === 'drop');
    expect(among).toEqual(alone);
  }
});

it('comes as often as the probability says, and differs by seed and attempt', () => {
  const throws = Array.from({ length: 2_000 }, (_, seq) =>
    chance({ seed: 1, fault: 'drop', seq, attempt: 1 }),
  );
  const share = throws.filter((value) => value < 0.2).length / throws.length;
  expect(share).toBeGreaterThan(0.17);
  expect(share).toBeLessThan(0.23);
  const of = { seed: 1, fault: 'drop', seq: 5, attempt: 1 };
  expect(new Set([chance(of), chance({ ...of, seed: 2 }), chance({ ...of, attempt: 2 })]).size).toBe(3);
  const drawnDelays = throws.map((_, seq) => between(3, 5, { ...of, seq }));
  expect(new Set(drawnDelays)).toEqual(new Set([3, 4, 5]));
});

it('never with probability 0, always with 1, and only as often as attempts may carry it', () => {
  const subject = { seq: 9, attempt: 1 };
  expect(drawn(faultSet({ drop: { probability: 0 } }), 'attempt', subject)).toEqual([]);
  const set = faultSet({ reset: { probability: 1, attempts: 2 } });
  const carried = [1, 2, 3].map((attempt) => attemptFaults(set, { seq: 9, attempt }));
  expect(carried).toEqual([['reset'], ['reset'], []]);
});

it('names only what an attempt really carries: where nothing is sent, nothing is sent badly', () => {
  const all = (...names: FaultName[]) =>
    attemptFaults(faultSet(Object.fromEntries(names.map((name) => [name, { probability: 1 }]))), {
      seq: 1,
      attempt: 1,
    });
  const ofAttempts = faultNames.filter((name) => faultOf(name).kind === 'attempt');
  expect(all(...ofAttempts)).toEqual(['drop']);
  expect(all('bad_signature', 'old_secret', 'reset', 'slow_body')).toEqual(['bad_signature', 'reset']);
});

it('tells the app nothing unless it asked for it', () => {
  const headers = (isMarked: boolean) =>
    faultyAttempt(faultSet({}, { isMarked }), ['drop'], { seq: 1 }).headers;
  expect(headers(false)).toEqual({});
  expect(headers(true)).toEqual({ 'x-wahook-fault': 'drop' });
});
