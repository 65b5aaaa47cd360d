// Spans of time as people say them, and read back. Rounded to one unit: "in 10 s", "in 3 h".

const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
];

/** Below this a next try is as good as now. */
const atOnceMs = 500;

export function inWords(ms: number): string {
  const unit = units.find((each) => ms >= each.ms);
  return unit ? `${Math.round(ms / unit.ms)} ${unit.name}` : `${Math.max(0, Math.round(ms))} ms`;
}

/** When the next try comes, seen from now. */
export function nextTry(nextAt: number, now: number): string {
  return nextAt - now < atOnceMs ? 'next try at once' : `next try in ${inWords(nextAt - now)}`;
}

/** `2h` is two hours ago; anything else is the server's to read. */
export function timeGiven(text: string | undefined, now: number): string | undefined {
  const [, count, name] = /^(\d{1,6})\s?(d|h|min|s)$/.exec(text ?? '') ?? [];
  const unit = units.find((each) => each.name === name);
  return unit ? new Date(now - Number(count) * unit.ms).toISOString() : text;
}
