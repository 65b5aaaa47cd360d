// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of scenarios look like that.
// Scenarios on a whole platform under a clock that the test moves: days pass at once, in the right order.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demo } from '../../demo.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';
import { until } from '../support/until.ts';

const token = demo.adminKey;
const waba = { waba_id: demo.waba.graphId };

let directory: string;
let clock: TestClock;
let platform: TestPlatform;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'wahook-scenarios-'));
  clock = createTestClock();
  platform = await startPlatform({ clock, config: { scenarioDirectory: directory } });
});
afterAll(async () => {
  await platform.stop();
  await rm(directory, { recursive: true, force: true });
});

const get = async (target: string) =>
  (await platform.call('GET', `/api/v1/scenarios${target}`, { token })).json;
const post = (target: string, body: object) =>
  platform.call('POST', `/api/v1/scenarios${target}`, { token, body: JSON.stringify(body) });
const start = async (body: object) => {
  const { status, json } = await post('/runs', { ...waba, ...body });
  if (status !== 201) throw new Error(JSON.stringify(json));
  return json;
};

interface ShownStep {
  sample: string;
  at_ms: number;
  state: string;
  sent_at: string | null;
  first_seq: number;
}

/** Lets the scenario's time pass, no faster than its steps are made. */
async function play(id: string) {
  return until(async () => {
    const run = await get(`/runs/${id}`);
    if (run.state !== 'running') return run;
    const next: ShownStep | undefined = run.steps.find((step: ShownStep) => step.state === 'waiting');
    if (next && next.at_ms > run.position_ms)
      clock.advance((next.at_ms - run.position_ms) / (run.speed || 1));
    return null;
  });
}

async function valuesOf(run: { steps: ShownStep[] }) {
  const sent = run.steps.filter(({ state }) => state === 'sent');
  return Promise.all(
    sent.map(async ({ first_seq }) => {
      const { json } = await platform.call('GET', `/api/v1/events/${first_seq}`, { token });
      return JSON.parse(json.change).value;
    }),
  );
}

describe('every scenario that comes along', () => {
  it('plays to its end, in order, each step when its time has come', async () => {
    const { data }: { data: { name: string; source: string; duration_ms: number }[] } = await get('');
    const names = data.filter(({ source }) => source === 'shipped').map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['conversation', 'coexistence', 'onboarding', 'pin-change']),
    );
    for (const name of names) {
      const startedAt = clock.now();
      const run = await play((await start({ name })).id);
      expect([name, run.state, run.problem]).toEqual([name, 'done', null]);
      const steps: ShownStep[] = run.steps;
      expect(steps.map(({ sent_at }) => Date.parse(sent_at ?? '') - startedAt)).toEqual(
        steps.map(({ at_ms }) => at_ms),
      );
      const seqs = steps.map(({ first_seq }) => first_seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      expect(run.position_ms).toBe(run.duration_ms);
    }
  });

  it('keeps one message and one customer along a conversation', async () => {
    const run = await play((await start({ name: 'conversation' })).id);
    const [question, sent, delivered, read, thanks, reaction] = await valuesOf(run);
    const answer = sent.statuses[0].id;
    expect([delivered.statuses[0].id, read.statuses[0].id, thanks.messages[0].context.id]).toEqual([
      answer,
      answer,
      answer,
    ]);
    expect(reaction.messages[0].reaction.message_id).toBe(answer);
    const { customer } = run.variables;
    expect(question.messages[0].from).toBe(customer);
    expect([sent, delivered, read].map(({ statuses }) => statuses[0].recipient_id)).toEqual([
      customer,
      customer,
      customer,
    ]);
    expect([thanks, reaction].map(({ contacts }) => contacts[0].wa_id)).toEqual([customer, customer]);
    expect(question.messages[0].id).not.toBe(thanks.messages[0].id);
    // 4.8 s, in the whole seconds of the wire.
    const later = Number(read.statuses[0].timestamp) - Number(sent.statuses[0].timestamp);
    expect([4, 5]).toContain(later);
    // Pricing comes with sent, and with the first of delivered and read.
    expect(delivered.statuses[0].pricing).toEqual(sent.statuses[0].pricing);
    expect(read.statuses[0]).not.toHaveProperty('pricing');
  });

  it('is the same again from the same seed, and takes variables of its own', async () => {
    const options = { name: 'conversation', seed: 'friday', speed: 0 };
    const variables = { customer: '4915550001111', question_text: 'Hallo ${now}' };
    const values = async (more: object = {}) =>
      valuesOf(await play((await start({ ...options, ...more })).id));
    const first = await values();
    expect(await values()).toEqual(first);
    const [question, sent] = await values({ variables });
    expect(question.messages[0]).toMatchObject({ from: '4915550001111', text: { body: 'Hallo ${now}' } });
    expect(sent.statuses[0].recipient_id).toBe('4915550001111');
  });

  it('shares no id with another scenario of the same seed', async () => {
    const idsOf = async (name: string) => {
      const values = await valuesOf(await play((await start({ name, seed: 'friday', speed: 0 })).id));
      return new Set(JSON.stringify(values).match(/wamid\.[^"]+/g));
    };
    const [one, other] = [await idsOf('conversation'), await idsOf('late-statuses')];
    expect([...one].filter((id) => other.has(id))).toEqual([]);
    expect([one.size, other.size]).toEqual([4, 1]);
  });

  it('has a first limit that agrees with itself', async () => {
    const values = await valuesOf(await play((await start({ name: 'onboarding', speed: 0 })).id));
    // A limit of 250 comes with the numbers of the business, any other with those of the account.
    expect(values.find((value) => 'max_daily_conversations_per_business' in value && !value.event)).toEqual({
      max_daily_conversations_per_business: 250,
      max_phone_numbers_per_business: 2,
    });
  });

  it('sends history in its phases, with the times of long ago', async () => {
    const run = await play((await start({ name: 'coexistence', speed: 0 })).id);
    const values = await valuesOf(run);
    const chunks = values.flatMap(
      ({ history }) => history?.map(({ metadata }: { metadata: object }) => metadata) ?? [],
    );
    expect(chunks).toEqual([
      { phase: 0, chunk_order: 1, progress: 5 },
      { phase: 1, chunk_order: 1, progress: 31 },
      { phase: 1, chunk_order: 2, progress: 32 },
      { phase: 1, chunk_order: 3, progress: 33 },
      { phase: 2, chunk_order: 1, progress: 100 },
    ]);
    const old = values.find(({ history }) => history?.[0].metadata.phase === 2);
    expect(Math.floor(clock.now() / 1000) - Number(old.history[0].threads[0].messages[0].timestamp)).toBe(
      150 * 86_400,
    );
  });
});

describe('a run', () => {
  const steps = [
    { trigger: 'flows' },
    { after: '10s', trigger: 'flows', repeat: 2 },
    { after: '1h', trigger: 'flows' },
    { trigger: 'security', chance: 0 },
  ];
  const sentOf = async (id: string) => (await get(`/runs/${id}`)).sent;

  it('goes faster, is moved ahead but not back, and is stopped', async () => {
    const { id } = await start({ scenario: { name: 'inline', steps }, speed: 10 });
    await until(async () => (await sentOf(id)) === 1);
    clock.advance(1_000);
    await until(async () => (await sentOf(id)) === 2);
    expect((await post(`/runs/${id}`, { speed: 0.1, position_ms: 19_000 })).json.position_ms).toBe(19_000);
    clock.advance(9_000);
    expect(await sentOf(id)).toBe(2);
    clock.advance(1_000);
    await until(async () => (await sentOf(id)) === 3);
    expect((await post(`/runs/${id}`, { position_ms: 1 })).json.code).toBe('not_applicable');
    await post(`/runs/${id}`, { position_ms: 4_000_000 });
    const run = await play(id);
    expect(run.steps.map(({ state }: ShownStep) => state)).toEqual([
      'sent',
      'sent',
      'sent',
      'sent',
      'skipped',
    ]);
    expect((await post(`/runs/${id}`, { speed: 1 })).json.detail).toContain('is done already');

    const other = await start({ scenario: { name: 'inline', steps } });
    await until(async () => (await sentOf(other.id)) === 1);
    expect((await post(`/runs/${other.id}/stop`, {})).json).toMatchObject({ state: 'stopped', sent: 1 });
    expect((await get('/runs')).data[0]).toMatchObject({ id: other.id, happenings: 5 });
  });

  it('is previewed without sending anything', async () => {
    const before = await platform.store.events.list({ limit: 1 });
    const { json } = await post('/preview', { ...waba, name: 'pin-change', seed: 'a' });
    expect(json).toMatchObject({ name: 'pin-change', duration_ms: 7 * 86_400_000 + 300_000 });
    expect(json.steps.map((step: ShownStep) => step.sample)).toEqual([
      'security.pin_reset_request',
      'security.pin_request_success',
      'security.pin_changed',
    ]);
    expect(await platform.store.events.list({ limit: 1 })).toEqual(before);
  });

  it.each([
    [{ name: 'nothing' }, 404, 'unknown_scenario', 'nothing'],
    [{}, 400, 'bad_request', 'either the "name"'],
    [{ name: 'call', speed: 101 }, 400, 'bad_request', 'from 0.1 to 100'],
    [{ name: 'call', variables: { cal: 'x' } }, 400, 'bad_set', 'it has customer, call'],
    [{ name: 'call', variables: { n: '1' } }, 400, 'bad_set', 'cannot be set'],
    [{ name: 'call', waba_id: '1' }, 404, 'unknown_waba', 'No WhatsApp Business Account 1'],
    [{ scenario: { name: 'x', steps: [{}] } }, 400, 'bad_scenario', 'steps[0].trigger: must be'],
    [
      {
        scenario: {
          name: 'x',
          steps: [
            { trigger: 'flows', name: 'a', set: { 'b.c': 1 } },
            { trigger: 'flows', set: { x: '${a.no}' } },
          ],
        },
      },
      400,
      'bad_scenario',
      'the step a has no no',
    ],
    [
      { scenario: { name: 'x', steps: [{ trigger: 'flows' }, { trigger: 'flows', set: { entry: [] } }] } },
      400,
      'bad_scenario',
      'steps[1]: The envelope holds no change',
    ],
  ])('that cannot be is refused before anything is sent: %j', async (body, status, code, detail) => {
    const answer = await post('/runs', { ...waba, ...body });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.json.detail).toContain(detail);
    if (code === 'bad_scenario') expect(answer.json.problems.length).toBeGreaterThan(0);
  });

  it('that would hold too much is refused with the bound', async () => {
    const steps = [
      ...numbered((n) => ({ trigger: 'flows', name: `s${n}`, set: { message: '${long}' } })),
      ...numbered((n) => ({ trigger: 'flows', set: { message: `\${s${n}.flow_id}` } })),
    ];
    const message = 'a'.repeat(262_144);
    for (const [body, detail] of [
      [{ scenario: { name: 'x', steps: [{ trigger: 'flows', set: { message } }] } }, 'at most 262144 may be'],
      [{ name: 'call', variables: { call: `${message}a` } }, 'of 262144 characters together at most'],
      [
        { variables: { long: 'a'.repeat(200_000) }, scenario: { name: 'x', variables: { long: '' }, steps } },
        'steps[20]: The steps that others refer to come to more than 4 MiB here.',
      ],
    ] as const) {
      const answer = await post('/runs', { ...waba, ...body });
      expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining(detail)]);
    }
  });

  it('keeps the first of many warnings, and how many there were', async () => {
    const steps = [{ trigger: 'messages', repeat: 11, set: { messages: numbered(() => ({})) } }];
    const run = await play((await start({ scenario: { name: 'x', steps }, speed: 0 })).id);
    const counts = run.steps.map((step: ShownWarned) => [
      step.warnings?.length ?? 0,
      step.more_warnings ?? 0,
    ]);
    const [[shown, more]] = counts;
    expect(shown).toBe(20);
    expect(counts[9]).toEqual([20, more]);
    expect(counts[10]).toEqual([0, more + 20]);
  });
});

interface ShownWarned {
  warnings?: object[];
  more_warnings?: number;
}

function numbered<T>(make: (n: number) => T): T[] {
  return Array.from({ length: 25 }, (_, n) => make(n));
}

describe('scenarios of one’s own', () => {
  it('are listed beside the others, take their place, and say what is wrong with them', async () => {
    const own = { name: 'pin-change', description: 'ours', steps: [{ trigger: 'security' }] };
    await writeFile(path.join(directory, 'pin-change.json'), JSON.stringify(own));
    await writeFile(
      path.join(directory, 'broken.json'),
      '{ "name": "brokn", "steps": [{ "trigger": "flows" }] }',
    );
    const { data } = await get('');
    const found = (name: string) => data.find((each: { name: string }) => each.name === name);
    expect(found('pin-change')).toMatchObject({ source: 'own', description: 'ours', steps: 1 });
    expect(found('broken')).toMatchObject({ problems: ['name: must be broken, as the file is called'] });
    expect((await get('/pin-change')).text).toBe(JSON.stringify(own));
    expect((await post('/runs', { ...waba, name: 'broken' })).json.code).toBe('bad_scenario');
    expect((await post('/runs', { ...waba, name: '../broken' })).json.code).toBe('unknown_scenario');
  });
});
