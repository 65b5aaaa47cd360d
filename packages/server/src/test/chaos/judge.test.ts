// The judge of the chaos run can fail a run: each thing that must not happen is found when it does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account, Evidence, Post, Published } from './evidence.ts';
import { type FindingKind, judge } from './judge.ts';

const change = '{"value":{"n":"a"},"field":"account_update"}';

function event(more: Partial<Published> = {}): Published {
  return { key: 'a', change, fate: 'acknowledged', seq: 1, ...more };
}

/** On one clock: a place in the order is also a time. */
function post(more: Partial<Post> = {}): Post {
  return {
    answeredMs: more.at ?? 10,
    app: 'A',
    at: 10,
    keys: ['a'],
    bodyHash: 'h',
    isSigned: true,
    changed: [],
    outcome: 'answered',
    ...more,
  };
}

const killed = (at: number) => ({ at, atMs: at });

const empty: Account = { events: [], deliveries: [], pending: new Map() };

function account(...states: Account['deliveries'][number]['state'][]): Account {
  return {
    events: [{ seq: 1, key: 'a' }],
    deliveries: states.map((state) => ({ app: 'A', seqs: [1], state })),
    pending: new Map(),
  };
}

function kindsOf(evidence: Partial<Evidence>): FindingKind[] {
  const whole = {
    apps: ['A'],
    published: [event()],
    posts: [],
    kills: [],
    settledWithinMs: 2_000,
    account: empty,
    ...evidence,
  };
  return judge(whole).findings.map(({ kind }) => kind);
}

describe('an acknowledged event', () => {
  const cases: [string, Partial<Evidence>, FindingKind[]][] = [
    ['delivered', { posts: [post()], account: account('delivered') }, []],
    ['delivered, and removed for its age since', { posts: [post()] }, []],
    ['retrying', { posts: [post({ outcome: 'failed' })], account: account('retrying') }, []],
    ['dead', { account: account('dead') }, []],
    ['pending, as the API counts', { account: { ...account(), pending: new Map([['A', 1]]) } }, []],
    [
      'answered late and stored as retrying',
      { posts: [post({ outcome: 'late' })], account: account('retrying') },
      [],
    ],
    ['nowhere', {}, ['lost']],
    ['stored and owed to nobody', { account: account() }, ['lost']],
    [
      'sent and failed, and then forgotten',
      { posts: [post({ outcome: 'failed' })], account: account() },
      ['lost'],
    ],
    [
      'delivered to another app alone',
      { apps: ['A', 'B'], posts: [post()], account: account('delivered') },
      ['lost'],
    ],
    ['dead, and replayed', { posts: [post()], account: account('dead', 'delivered') }, []],
    [
      'dead, and replayed, says the API alone',
      { account: account('dead', 'delivered') },
      ['falsely_delivered'],
    ],
    ['delivered, says the API alone', { account: account('delivered') }, ['falsely_delivered']],
    ['cancelled', { account: account('cancelled') }, ['cancelled']],
  ];
  it.each(cases)('%s', (_name, evidence, expected) => {
    expect(kindsOf(evidence)).toEqual(expected);
  });

  it('does not hide behind a pending count that is too small', () => {
    const published = [event(), event({ key: 'b', seq: 2 })];
    const pending = { ...empty, pending: new Map([['A', 1]]) };
    expect(kindsOf({ published, account: pending })).toEqual(['lost']);
  });
});

describe('an event that was not acknowledged', () => {
  it('may be missing when its acknowledgement was cut off', () => {
    expect(kindsOf({ published: [event({ fate: 'unknown', seq: null })] })).toEqual([]);
  });

  it('may be delivered when its acknowledgement was cut off', () => {
    const evidence = { published: [event({ fate: 'unknown', seq: null })], posts: [post()] };
    expect(kindsOf(evidence)).toEqual([]);
    const whole = {
      apps: ['A'],
      kills: [],
      settledWithinMs: 2_000,
      account: account('delivered'),
      ...evidence,
    };
    expect(judge(whole)).toMatchObject({ acknowledged: 0, storedUnacknowledged: 1, delivered: 1 });
  });

  it('must be delivered once it is stored', () => {
    const published = [event({ fate: 'unknown', seq: null })];
    expect(kindsOf({ published, account: account() })).toEqual(['lost']);
  });

  it('must not be stored when it was refused', () => {
    const published = [event({ fate: 'refused', seq: null })];
    expect(kindsOf({ published, posts: [post()] })).toEqual(['refused_but_stored']);
    expect(kindsOf({ published, account: account('dead') })).toEqual(['refused_but_stored']);
  });
});

describe('an event that arrives twice', () => {
  const again = (...posts: Post[]) => ({ posts, account: account('delivered') });

  it('is accepted when its earlier POST began before a kill and its later one after it', () => {
    const evidence = { ...again(post({ at: 10 }), post({ at: 30 })), kills: [killed(20)] };
    expect(kindsOf(evidence)).toEqual([]);
    const whole = { apps: ['A'], published: [event()], settledWithinMs: 2_000, ...evidence };
    expect(judge(whole).explainedDuplicates).toBe(1);
  });

  it.each([
    ['nobody was killed', []],
    ['the kill came before both', [killed(5)]],
    ['the kill came after both', [killed(40)]],
  ])('is a finding when %s', (_name, kills) => {
    const evidence = { ...again(post({ at: 10 }), post({ at: 30 })), kills };
    expect(kindsOf(evidence)).toEqual(['unexplained_duplicate']);
  });

  it('is a finding when its first answer was on the disk long before the kill', () => {
    const posts = [post({ at: 10 }), post({ at: 9_030 })];
    expect(kindsOf({ ...again(...posts), kills: [killed(9_020)] })).toEqual(['unexplained_duplicate']);
    expect(kindsOf({ ...again(...posts), kills: [{ at: 9_020, atMs: 1_000 }] })).toEqual([]);
  });

  it('needs a kill for each time: one does not explain a third POST that follows the second', () => {
    const posts = [post({ at: 10 }), post({ at: 30 }), post({ at: 50 })];
    expect(kindsOf({ ...again(...posts), kills: [killed(20)] })).toEqual(['unexplained_duplicate']);
    expect(kindsOf({ ...again(...posts), kills: [killed(20), killed(40)] })).toEqual([]);
  });

  it('is a retry when the first POST failed, or was answered so late that it may have been given up', () => {
    expect(kindsOf(again(post({ outcome: 'failed' }), post({ at: 30 })))).toEqual([]);
    expect(kindsOf(again(post({ outcome: 'late' }), post({ at: 30 })))).toEqual([]);
  });

  it('is no duplicate when each goes to another app', () => {
    const posts = [post(), post({ app: 'B', at: 30 })];
    expect(kindsOf({ apps: ['A', 'B'], posts })).toEqual([]);
  });

  it('has the same bytes each time', () => {
    const posts = [post({ outcome: 'failed' }), post({ at: 30, bodyHash: 'other' })];
    expect(kindsOf(again(...posts))).toEqual(['changed_bytes']);
  });
});

describe('what arrives', () => {
  it('is signed', () => {
    expect(kindsOf({ posts: [post({ isSigned: false })] })).toEqual(['bad_signature']);
  });

  it('is what was published', () => {
    expect(kindsOf({ posts: [post({ changed: ['a'] })] })).toEqual(['changed_bytes']);
  });
});

describe('the store', () => {
  it('gives no seq twice', () => {
    const published = [event(), event({ key: 'b' })];
    const posts = [post(), post({ keys: ['b'] })];
    expect(kindsOf({ published, posts })).toEqual(['seq_given_twice']);
  });

  it('keeps no event twice', () => {
    const events = [1, 2].map((seq) => ({ seq, key: 'a' }));
    expect(kindsOf({ posts: [post()], account: { ...empty, events } })).toEqual(['stored_twice']);
  });
});

describe('any run without fault', () => {
  /** Of each event: how many lives it takes to deliver it, and in which of them an endpoint answered. */
  const history = fc.array(
    fc.record({ tries: fc.array(fc.constantFrom('answered', 'late', 'failed'), { maxLength: 6 }) }),
    { minLength: 1, maxLength: 30 },
  );

  /** One try per life, a kill after each: whatever happens again is explained. */
  function evidenceOf(events: { tries: Post['outcome'][] }[]): Evidence {
    const keys = events.map((_, index) => `k${index}`);
    return {
      apps: ['A'],
      published: keys.map((key, index) => event({ key, seq: index + 1 })),
      posts: events.flatMap(({ tries }, index) =>
        tries.map((outcome, life) =>
          post({ keys: [`k${index}`], at: life * 10 + 5, outcome, bodyHash: `h${index}` }),
        ),
      ),
      kills: Array.from({ length: 6 }, (_, life) => killed(life * 10 + 9)),
      settledWithinMs: 2_000,
      account: {
        events: keys.map((key, index) => ({ seq: index + 1, key })),
        deliveries: keys.map((_, index) => ({ app: 'A', seqs: [index + 1], state: 'retrying' as const })),
        pending: new Map(),
      },
    };
  }

  it('has no finding, and has one as soon as an event is taken away', () => {
    fc.assert(
      fc.property(history, fc.nat(), (events, choice) => {
        const evidence = evidenceOf(events);
        expect(judge(evidence).findings).toEqual([]);
        const gone = choice % events.length;
        const key = `k${gone}`;
        const without: Evidence = {
          ...evidence,
          posts: evidence.posts.filter(({ keys }) => !keys.includes(key)),
          account: {
            ...evidence.account,
            deliveries: evidence.account.deliveries.filter(({ seqs }) => !seqs.includes(gone + 1)),
          },
        };
        expect(judge(without).findings).toEqual([{ kind: 'lost', app: 'A', key }]);
      }),
    );
  });

  it('has a finding for every success that is repeated once the kills are taken away', () => {
    fc.assert(
      fc.property(history, (events) => {
        const evidence = evidenceOf(events);
        const { explainedDuplicates } = judge(evidence);
        const { findings } = judge({ ...evidence, kills: [] });
        expect(findings.map(({ kind }) => kind)).toEqual(
          Array.from({ length: explainedDuplicates }, () => 'unexplained_duplicate'),
        );
      }),
    );
  });
});
