// Error pages of apps in development print their settings, and redirects repeat what they were asked. What an answer
// says is quoted in terminals, CI logs and over the API, so the secret and the token are taken out of it first.
import { hideTexts, spellingsInUrl } from '../delivery/hide-texts.ts';
import type { Answer } from './answer.ts';

/** From what stands in the place of each to what is hidden. */
export function createRedaction(hidden: Readonly<Record<string, string>>): (answer: Answer) => Answer {
  const places = Object.entries(hidden).flatMap(([place, text]) =>
    spellings(text).map((spelling): [string, string] => [spelling, place]),
  );
  const clean = hideTexts(new Map(places));
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
  const onPages = [page, quoted, quoted.replaceAll("'", '&#39;')];
  return [text, JSON.stringify(text).slice(1, -1), ...onPages].flatMap(spellingsInUrl);
}
