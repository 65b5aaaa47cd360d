// Faults as they are written on a command line: `drop`, `duplicate=0.2`, `delay=1s..5s`, `burst.factor=3`, `seed=7`.
// What the words mean is read here; whether such a fault exists and takes such a number is for the server to say.

export interface FaultWords {
  seed?: number;
  faults: Record<string, Record<string, number>>;
}

export type FaultWordsRead = { ok: true; value: FaultWords } | { ok: false; problems: string[] };

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `10m` → milliseconds; null: not a span of time. */
export function spanMs(text: string): number | null {
  const [, count, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s?(ms|s|m|min|h|d)$/.exec(text) ?? [];
  const ms = unitMs[unit];
  return count === undefined || ms === undefined ? null : Math.round(Number(count) * ms);
}

export function readFaultWords(words: readonly string[]): FaultWordsRead {
  const value: FaultWords = { faults: {} };
  const seen = new Map<string, string>();
  const problems = words.flatMap((word) => readWord(word, value) ?? saidTwice(word, seen) ?? []);
  if (problems.length === 0 && Object.keys(value.faults).length === 0)
    problems.push('Name a fault, such as drop or duplicate=0.2; `wahook faults` lists them.');
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

/** Of two words for the same, neither can be meant more than the other. */
function saidTwice(word: string, seen: Map<string, string>): string | null {
  const said = saidIn(word);
  const twice = said.find((each) => seen.has(each));
  const before = twice === undefined ? '' : seen.get(twice);
  for (const each of said) seen.set(each, word);
  if (twice === undefined) return null;
  const isFault = !twice.includes('.') && twice !== 'seed';
  const more = isFault ? ` What else it takes is written ${twice}.probability=0.2, for one.` : '';
  return `${twice} is named twice, in ${JSON.stringify(before)} and ${JSON.stringify(word)}. Name it once.${more}`;
}

/** The fault that a word names, and the parameters that it sets. */
function saidIn(word: string): string[] {
  const [name = '', text] = word.split('=', 2);
  if (name.includes('.') || name === 'seed' || text === undefined) return [name];
  const parameters = text.includes('..') ? ['from_ms', 'to_ms'] : ['probability'];
  return [name, ...parameters.map((parameter) => `${name}.${parameter}`)];
}

/** Answers what is wrong with it, or null. */
function readWord(word: string, into: FaultWords): string | null {
  const [, name = '', parameter, text] = /^([a-z_]{1,40})(?:\.([a-z_]{1,40}))?(?:=(.*))?$/.exec(word) ?? [];
  const said = JSON.stringify(word.slice(0, 80));
  if (name === '') return `${said} is no fault: write drop, duplicate=0.2, delay=1s..5s or burst.factor=3.`;
  if (name === 'seed' && parameter === undefined) {
    if (!/^\d{1,10}$/.test(text ?? '')) return 'seed must be a whole number, such as seed=7.';
    into.seed = Number(text);
    return null;
  }
  const parameters = { ...into.faults[name] };
  into.faults[name] = parameters;
  if (parameter !== undefined) {
    const number = numberOf(text);
    if (number === null) return `${said}: ${parameter} must be a number, or a time such as 500ms or 5s.`;
    parameters[parameter] = number;
    return null;
  }
  if (text === undefined) return null;
  const [from, to, ...more] = text.split('..').map(numberOf);
  if (typeof from === 'number' && typeof to === 'number' && more.length === 0) {
    parameters.from_ms = from;
    parameters.to_ms = to;
    return null;
  }
  if (typeof from !== 'number' || text.includes('..') || spanMs(text) !== null)
    return `${said}: after = comes a probability such as 0.2, or a range such as 1s..5s.`;
  parameters.probability = from;
  return null;
}

function numberOf(text: string | undefined): number | null {
  if (text !== undefined && /^\d{1,10}(\.\d{1,6})?$/.test(text)) return Number(text);
  return text === undefined ? null : spanMs(text);
}
