// What goes wrong in a way we foresaw, in words for the person at the terminal: the cause and the cure, one line
// per problem, never a stack trace. Everything else that is thrown is a bug and treated as one by program.ts.

export const exitCodes = {
  done: 0,
  /** The command was understood and could not do what it was asked. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** Told to stop before it was done. */
  interrupted: 130,
} as const;

export class CliError extends Error {
  override readonly name = 'CliError';
  readonly problems: readonly string[];
  readonly exitCode: number;
  constructor(problems: string | readonly string[], options?: ErrorOptions & { exitCode?: number }) {
    const lines = typeof problems === 'string' ? [problems] : problems;
    super(lines.join('\n'), options);
    this.problems = lines;
    this.exitCode = options?.exitCode ?? exitCodes.failed;
  }
}

export function usageError(problem: string): CliError {
  return new CliError(problem, { exitCode: exitCodes.usage });
}
