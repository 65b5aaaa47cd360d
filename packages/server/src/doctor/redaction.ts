// Error pages of apps in development print their settings, and redirects repeat what they were asked. What an answer
// says is quoted in terminals, CI logs and over the API, so the secret and the token are taken out of it first.
import { hideToken } from '../delivery/verify-callback.ts';
import type { Answer } from './answer.ts';

/** Shorter ones stand in any text by chance. */
const lengthMin = 3;

/** From what stands in the place of each to what is hidden. */
export function createRedaction(hidden: Readonly<Record<string, string>>): (answer: Answer) => Answer {
  const places = Object.entries(hidden).filter(([, text]) => text.length >= lengthMin);
  const pairs = places.flatMap(([place, text]) => spellings(text).map((each) => ({ place, each })));
  const clean = (text: string) => pairs.reduce((left, { place, each }) => hideToken(left, each, place), text);
  return (answer) => ({
    ...answer,
    text: clean(answer.text),
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, clean(value)])),
  });
}

/** As it is, in JSON, and as error pages write it. */
function spellings(text: string): string[] {
  const page = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = page.replaceAll('"', '&quot;');
  return [
    ...new Set([text, JSON.stringify(text).slice(1, -1), page, quoted, quoted.replaceAll("'", '&#39;')]),
  ];
}
