// Contenders take turns within one run, so that what else the machine does hits all of them alike.

export type Runs<Name extends string, Round> = Record<Name, (size: number) => Promise<Round>>;

/** Each is called once with half of the size to warm up, then once a round. Answers the rounds of each. */
export async function inTurn<Name extends string, Round>(
  runs: Runs<Name, Round>,
  options: { size: number; rounds: number; onRound: (name: Name, no: number, round: Round) => void },
): Promise<Record<Name, Round[]>> {
  // Object.keys forgets that the keys are the names.
  const names = Object.keys(runs) as Name[];
  const rounds = Object.fromEntries(names.map((name) => [name, [] as Round[]])) as Record<Name, Round[]>;
  for (const name of names) await runs[name](Math.ceil(options.size / 2));
  for (let no = 1; no <= options.rounds; no++) {
    for (const name of names) {
      const round = await runs[name](options.size);
      rounds[name].push(round);
      options.onRound(name, no, round);
    }
  }
  return rounds;
}
