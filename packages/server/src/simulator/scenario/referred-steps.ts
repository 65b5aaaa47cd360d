// Which steps of a scenario others refer to: what those have sent is kept for the length of a run, the rest is not.
import { parseText } from './references.ts';
import type { Json, Scenario } from './scenario.ts';

export function referredSteps({ steps }: Scenario): ReadonlySet<string> {
  const texts = steps.flatMap(({ set }) => set.flatMap(([, value]) => textsOf(value)));
  return new Set(texts.flatMap(stepsIn));
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  // The check has refused deep nesting.
  return Object.values(value).flatMap(textsOf);
}

function stepsIn(text: string): string[] {
  const parsed = parseText(text);
  return parsed.ok ? parsed.parts.flatMap((part) => (part.kind === 'step' ? [part.name] : [])) : [];
}
