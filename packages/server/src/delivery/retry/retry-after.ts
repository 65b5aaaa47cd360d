// Reads the Retry-After header of an answer: how long an endpoint wants to be left alone. Pure. What cannot be
// understood is ignored, and what asks for too long is cut, so that no endpoint can postpone for ever.

const imfFixdate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The pause in milliseconds, between 0 and `maxMs`; null when the text is neither seconds nor a date. */
export function parseRetryAfter(text: string, nowMs: number, maxMs: number): number | null {
  const trimmed = text.trim();
  const pauseMs = /^\d+$/.test(trimmed) ? Number(trimmed) * 1000 : untilDate(trimmed, nowMs);
  return pauseMs === null ? null : Math.max(0, Math.min(pauseMs, maxMs));
}

/** Only the form that RFC 9110 lets senders use: Date.parse alone would read a meaning into almost any text. */
function untilDate(text: string, nowMs: number): number | null {
  if (!imfFixdate.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at - nowMs;
}
