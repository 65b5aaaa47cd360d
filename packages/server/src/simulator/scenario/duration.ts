// Spans of time as scenarios have them: `500ms`, `2s`, `1.5h`.

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const durationWants = 'a time such as 500ms, 2s, 3m, 1.5h or 2d';

/** In whole milliseconds; null when it is no such text. */
export function readDuration(text: string): number | null {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? [];
  // The pattern lets no other unit through.
  return number === undefined ? null : Math.round(Number(number) * unitMs[unit as keyof typeof unitMs]);
}
