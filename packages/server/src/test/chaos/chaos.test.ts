// The short run of the crash suite: kills at chosen moments under mixed load. `npm run chaos` is the long one.
import { describe, expect, it } from 'vitest';
import { focuses } from './focus.ts';
import { interruptStart } from './interrupted-start.ts';
import { createRandom } from './random.ts';
import { runLap } from './run.ts';
import { hasTracer } from './tracer.ts';

const inShort = ['accept', 'deliver', 'settle', 'retry', 'stop', 'sync'];

describe('kill -9', () => {
  it('loses nothing that was acknowledged, and sends nothing twice without need', {
    timeout: 180_000,
  }, async () => {
    const lines: string[] = [];
    const result = await runLap({
      random: createRandom(1),
      isOver: () => false,
      focuses: focuses.filter(({ name }) => inShort.includes(name)),
      note: (line) => lines.push(line),
    }).catch((cause) => {
      throw new Error(`${lines.join('\n')}\n${cause}`, { cause });
    });
    expect(result.verdict.findings).toEqual([]);
    expect(result.verdict.acknowledged).toBeGreaterThan(200);
    expect(result.verdict.delivered).toBeGreaterThan(result.verdict.acknowledged * 3);
    expect(result.kills).toBeGreaterThanOrEqual(inShort.length - 1);
  });
});

describe('a start that is killed half way', () => {
  it('is followed by one that comes up by itself, with new keys or none, and a schema that is whole', {
    timeout: 60_000,
  }, async () => {
    const random = createRandom(1);
    const [first, upgrade] = await Promise.all([
      // Between making the key's file and writing to it: once that left a file that no start would accept.
      interruptStart(random, { kind: 'first', point: { call: 'fchmod', no: 1 } }),
      interruptStart(random, { kind: 'upgrade', point: { call: 'pwrite64', no: random.between(30, 90) } }),
    ]);
    if (!hasTracer()) return;
    expect(first.killedAt).toBe('fchmod 1');
    expect(upgrade.killedAt).not.toBeNull();
  });
});
