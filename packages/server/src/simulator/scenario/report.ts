// How the check of a scenario tells what is wrong: a place and a sentence, as many as there are.

export type Report = (at: string, message: string) => void;

/** null, and a report, when it is none. With `names`, every other member is reported. */
export function readObject(
  input: unknown,
  names: readonly string[] | null,
  at: string,
  report: Report,
): Map<string, unknown> | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    report(at || 'the scenario', 'must be an object');
    return null;
  }
  const members = new Map<string, unknown>(Object.entries(input));
  for (const name of members.keys()) {
    if (names && !names.includes(name))
      report(`${at}${at && '.'}${name.slice(0, 60)}`, `means nothing here; known are ${names.join(', ')}`);
  }
  return members;
}
