// Plays a scenario: one happening after the other, each when the scenario's time has come for it, the next only
// when the one before was accepted. Also rehearses it, which is the same without sending.
import type { Publish, PublishCheck } from '../../accept/publish.ts';
import { type Warned, warnedOf } from '../../accept/warnings.ts';
import type { Clock } from '../../base/clock.ts';
import { createDraw } from '../draw.ts';
import { customerNumber } from '../fresh-ids.ts';
import { type Made, makeBody } from '../make-body.ts';
import type { Reins, Run } from '../runs.ts';
import type { Samples } from '../samples.ts';
import { send } from '../send.ts';
import type { Target } from '../target.ts';
import type { Happening } from './plan.ts';
import { referredSteps } from './referred-steps.ts';
import { keptBytesMax, type Scenario } from './scenario.ts';
import type { Timeline } from './timeline.ts';
import { editsOf, type Values, variablesOf } from './values.ts';

export interface ScenarioRun extends Run {
  scenario: Scenario;
  wabaId: string;
  seed: string;
  variables: ReadonlyMap<string, string>;
  plan: readonly Happening[];
  timeline: Timeline;
}

export interface Staging {
  scenario: Scenario;
  target: Target;
  seed: string;
  /** Given for this run. */
  given: ReadonlyMap<string, string>;
}

/** Few enough for their numbers to be told apart by people, too. */
const customersMax = 9_999;

export interface Stage {
  variables: Map<string, string>;
  /** Makes the notification of a happening and remembers it for the steps that refer to it. */
  make(happening: Happening, nowMs: number): Promise<Made>;
}

export function setStage({ scenario, target, seed, given }: Staging, samples: Samples): Stage {
  const customer = 1 + createDraw(seed, 'customer').integer(customersMax);
  const variables = variablesOf(scenario, seed, given);
  const ownNumber = variables.get('customer') ?? null;
  if (ownNumber === null) variables.set('customer', customerNumber(customer));
  const surroundings: [string, string | undefined][] = [
    ['waba_id', target.wabaId],
    ['business_id', target.businessId ?? undefined],
    ['phone_number_id', target.number?.graphId],
    ['display_phone_number', target.number?.displayPhoneNumber],
  ];
  for (const [name, value] of surroundings) if (value !== undefined) variables.set(name, value);
  const sent = new Map<string, Uint8Array>();
  const referred = referredSteps(scenario);

  /** What later steps refer to. False: there is no room for it. */
  function keep(name: string, body: Uint8Array): boolean {
    if (!referred.has(name)) return true;
    sent.set(name, body);
    return [...sent.values()].reduce((sum, { length }) => sum + length, 0) <= keptBytesMax;
  }

  return {
    variables,
    async make({ step, index, n }, nowMs) {
      const sample = await samples.read(step.sample);
      if (!sample) return fail(`The sample ${step.sample.field}.${step.sample.variant} is gone.`);
      const values: Values = { variables: new Map([...variables, ['n', String(n)]]), sent, nowMs };
      const edits = editsOf(step, values);
      if (!edits.ok) return fail(edits.message);
      const draw = createDraw(seed, `${scenario.name} step ${index} ${n}`);
      const fresh = { draw, nowMs, customer, secondsBack: 0 };
      const renamed = ownNumber === null ? [] : ([[customerNumber(customer), ownNumber]] as const);
      const made = makeBody(sample, { target, fresh, edits: edits.edits, renamed });
      return !made.ok || step.name === null || keep(step.name, made.body) ? made : fail(tooMuchToKeep);
    },
  };
}

const tooMuchToKeep =
  `The steps that others refer to come to more than ${keptBytesMax / 1024 / 1024} MiB here. ` +
  'Set less in them, or refer to fewer.';

function fail(message: string): Made {
  return { ok: false, path: '', refusal: { code: 'bad_set', message } };
}

/** What would go wrong, a line each: found before anything was sent. */
export async function rehearse(
  plan: readonly Happening[],
  {
    stage,
    check,
    strict,
    nowMs,
  }: { stage: Stage; check: PublishCheck; strict: boolean | null; nowMs: number },
): Promise<string[]> {
  const problems: string[] = [];
  let isStrict = false;
  for (const happening of plan) {
    if (happening.n > 1) continue;
    const made = await stage.make(happening, nowMs);
    const checked = made.ok ? check({ body: made.body, strict }) : made;
    if (checked.ok) continue;
    // What is refused with warnings is refused for them.
    const isWarned = 'warnings' in checked;
    isStrict ||= isWarned;
    const found = isWarned ? warningTexts(checked) : [checked.refusal.message];
    problems.push(...found.map((each) => `steps[${happening.index}]: ${each}`));
  }
  // Once, not for each step.
  if (isStrict) problems.push('Refused, as this is strict. Mend it, or have it accepted with strict=false.');
  return problems;
}

/** Kept of a whole run; beyond it they are counted. */
const warningsMax = 200;

function firstOf({ warnings = [], moreWarnings = 0 }: Warned, count: number): Warned {
  const more = moreWarnings + Math.max(0, warnings.length - count);
  return {
    ...(warnings.length > 0 && count > 0 && { warnings: warnings.slice(0, count) }),
    ...(more > 0 && { moreWarnings: more }),
  };
}

function warningTexts({ warnings = [], moreWarnings = 0 }: Warned): string[] {
  const texts = warnings.map((each) => `${each.message}${'path' in each ? ` (${each.path})` : ''}`);
  return moreWarnings > 0 ? [...texts, `and ${moreWarnings} more`] : texts;
}

export async function play(
  { plan, timeline }: ScenarioRun,
  { stage, target, strict }: { stage: Stage; target: Target; strict: boolean | null },
  { publish, clock, reins }: { publish: Publish; clock: Clock; reins: Reins },
): Promise<string | null> {
  let warningsLeft = warningsMax;
  for (const happening of plan) {
    for (let wait = timeline.waitMs(happening.atMs); wait > 0; wait = timeline.waitMs(happening.atMs)) {
      await reins.pause(wait);
      if (reins.isStopped()) return null;
    }
    if (reins.isStopped()) return null;
    if (happening.state === 'skipped') continue;
    const at = clock.now();
    const made = await stage.make(happening, at);
    if (!made.ok) return `steps[${happening.index}]: ${made.refusal.message}`;
    const published = await send(publish, { body: made.body, wabaId: target.wabaId, strict }, reins);
    if (!published.ok) return `steps[${happening.index}]: ${published.refusal.message}`;
    const { firstSeq, lastSeq } = published;
    const warned = firstOf(warnedOf(published), warningsLeft);
    warningsLeft -= warned.warnings?.length ?? 0;
    Object.assign(happening, { state: 'sent', sentAt: at, firstSeq, lastSeq, warned });
  }
  return null;
}
