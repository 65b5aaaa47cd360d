// What a body is warned of: by the cut that found its changes, and by the schemas of its fields. Bounded in number.
import { warningsMax } from '@wahook/receiver/protocol/limits';
import type { CutWarning } from '@wahook/receiver/protocol/slices';
import type { CheckValues, SchemaWarning } from './schema/schema-check.ts';
import { type CutBody, placesOfValues } from './schema/value-places.ts';

export type PublishWarning = CutWarning | SchemaWarning;

export interface Warned {
  warnings?: PublishWarning[];
  /** How many warnings there are beside those. */
  moreWarnings?: number;
}

export function warnedOf({ warnings, moreWarnings }: Warned): Warned {
  return { ...(warnings && { warnings }), ...(moreWarnings !== undefined && { moreWarnings }) };
}

/** `refuses`: a strict request is refused for it. */
export function warningsOf(
  body: Uint8Array,
  cut: CutBody,
  checkValues: CheckValues | null,
): { warned: Warned; refuses: boolean } {
  const ofCut = cut.kind === 'envelope' ? cut.envelope.warnings : cut.warnings;
  const checked = checkValues?.(body, placesOfValues(body, cut));
  const found = [...ofCut, ...(checked?.warnings ?? [])];
  if (found.length === 0) return { warned: {}, refuses: false };
  const warnings = found.slice(0, warningsMax);
  const more = found.length - warnings.length + (checked?.more ?? 0);
  return {
    warned: { warnings, ...(more > 0 && { moreWarnings: more }) },
    refuses: ofCut.length > 0 || checked?.hasProblems === true,
  };
}
