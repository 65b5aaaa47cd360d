// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of scenarios look like that.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../test/support/source-files.ts';
import { openSamples, type Samples } from '../samples.ts';
import { checkScenario, checkScenarioText } from './check.ts';
import { openScenarios } from './library.ts';

let samples: Samples;
beforeAll(async () => {
  samples = await openSamples();
});

const good = { name: 'a', steps: [{ trigger: 'messages' }] };
const problemsOf = (input: unknown) => {
  const checked = checkScenario(input, samples);
  return checked.ok ? [] : checked.problems;
};

describe('the check of a scenario', () => {
  it('names all problems at once, each with its place', () => {
    const problems = problemsOf({
      name: 'Runs!',
      descripton: 'misspelt',
      variables: { waba_id: '1', x: {}, 'a-b': 1, id: { draw: 'uuid' } },
      steps: [
        { trigger: 'messages.nothing', after: '2 s', repeat: 0, chance: 2, name: 'A' },
        { trigger: 'flows', name: 'late', chance: 0.5 },
        { trigger: 'flows', set: { 'a[': 1, b: '${nobody}', c: '${late.id}', d: '${x', e: '${later.id}' } },
        { trigger: 'flows', name: 'later', set: { n: [1e300, { deep: 2 ** 53 }] }, unset: ['', 1] },
        { trigger: 'flows', name: 'later' },
        7,
      ],
    });
    for (const place of [
      'descripton: means nothing here',
      'name: must be small letters',
      'variables.waba_id: is the name of something that every run has',
      'variables.x: must be a text',
      'variables.a-b: must be named',
      'variables.id: must be a text, a number, true, false, or {"draw": "wamid"',
      'steps[0].after: must be a time such as',
      'steps[0].trigger: must be a sample such as messages.text, not "messages.nothing"',
      'steps[0].repeat: must be a whole number',
      'steps[0].chance: must be a number from 0 to 1',
      'steps[0].name: must be small letters',
      'steps[2].set["a["]: is no path',
      'steps[2].set["b"]: there is no variable nobody; known are waba_id',
      'steps[2].set["c"]: the step late has a chance',
      'steps[2].set["d"]: ${x is not closed',
      'steps[2].set["e"]: no step before this one is named later',
      'steps[3].set["n"]: 9007199254740992 would be rounded',
      'steps[3].unset[0]: is no path: the path is empty',
      'steps[3].unset[1]: must be a path',
      'steps[4].name: later is the name of another step',
      'steps[5]: must be an object',
    ])
      expect(problems).toContainEqual(expect.stringContaining(place));
  });

  it.each([
    [null, 'the scenario: must be an object'],
    [[], 'the scenario: must be an object'],
    [{ ...good, steps: [] }, 'steps: must be a list of 1 to 200'],
    [{ ...good, name: 'runs' }, 'name: must not be runs'],
    [
      {
        ...good,
        steps: [{ trigger: 'flows', repeat: 1000 }, { trigger: 'flows', repeat: 1000 }, good.steps[0]],
      },
      'at most 2000',
    ],
    [{ ...good, steps: [{ trigger: 'flows', after: '16d', repeat: 2 }] }, 'longer than 30 days'],
  ])('refuses %j', (input, problem) => {
    expect(problemsOf(input)).toEqual([expect.stringContaining(problem)]);
  });

  it('refuses what is no JSON, too long, or too deep', () => {
    expect(checkScenarioText('{"name"', samples)).toEqual({
      ok: false,
      problems: [expect.stringContaining('not JSON')],
    });
    expect(checkScenarioText(' '.repeat(300_000), samples)).toMatchObject({ ok: false });
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = JSON.stringify(good).replace('"messages"', `"messages","set":{"a":${deep}}`);
    expect(checkScenarioText(text, samples)).toEqual({
      ok: false,
      problems: ['steps[0].set["a"]: is nested more than 32 levels deep'],
    });
  });

  it('answers whatever it is given, and never throws', () => {
    const word = fc.constantFrom(
      'name',
      'steps',
      'trigger',
      'set',
      'messages',
      'after',
      '2s',
      '${a.b}',
      '__proto__',
      '${',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        word,
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(word, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    const step = fc.dictionary(word, tree, { maxKeys: 5 });
    fc.assert(
      fc.property(
        fc.oneof(tree, fc.record({ name: fc.constant('a'), steps: fc.array(step, { maxLength: 3 }) })),
        (input) => {
          const checked = checkScenario(input, samples);
          if (!checked.ok) expect(checked.problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('docs/simulator.md', () => {
  const page = readFileSync(`${repositoryRoot}/docs/simulator.md`, 'utf8');

  it('lists the scenarios that come along, and no other', async () => {
    const shelved = await openScenarios(samples, null).list();
    const rows = shelved.map(({ name, scenario }) => `| \`${name}\` | ${scenario?.description} |`);
    const table = page.split('| scenario | what happens |\n| --- | --- |\n')[1]?.split('\n\n', 1)[0];
    expect(table?.split('\n')).toEqual(rows);
  });

  it('begins with a scenario that is one', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(checkScenarioText(example, samples)).toMatchObject({ ok: true, scenario: { name: 'refund' } });
  });
});

describe('the scenarios that come along', () => {
  it('are good, named like their files, and described', async () => {
    const shelved = await openScenarios(samples, null).list();
    expect(shelved.length).toBeGreaterThanOrEqual(9);
    for (const { name, problems, scenario } of shelved) {
      expect([name, problems]).toEqual([name, []]);
      expect(scenario?.description.length).toBeGreaterThan(20);
    }
  });
});
