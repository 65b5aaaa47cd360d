// Where a command speaks: results to stdout, everything else to stderr. Handed in, so that tests can listen and
// so that nothing else in the house writes to the terminal.
import type { Writable } from 'node:stream';
import { printableJson } from './printable.ts';

export interface Output {
  /** One line for a person, on stdout. Text from outside must have gone through printable(). */
  line(text?: string): void;
  /** One line on stderr: problems, warnings, progress. */
  error(text: string): void;
  /** One line of JSON on stdout, for scripts. */
  json(value: unknown): void;
  /** Width to wrap help at. */
  readonly columns: number;
  readonly paint: Paint;
}

/** What a piece of text is; how it looks is decided here, and without colours it looks like nothing. */
export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

/** The part of a TTY stream that matters here. */
export type TerminalStream = Writable & { isTTY?: boolean; columns?: number };

const columnsWithoutTerminal = 100;

export function createOutput(
  streams: { stdout: TerminalStream; stderr: TerminalStream },
  environment: Readonly<Record<string, string | undefined>>,
): Output {
  const { stdout, stderr } = streams;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `wahook events | head` closes the pipe early; that is the reader's right and no error.
    if (error.code !== 'EPIPE') stderr.write(`The output cannot be written (${error.code}).\n`);
  });
  // Nobody is left to tell.
  stderr.on('error', () => {});
  // https://no-color.org: set and not empty, whatever the value.
  const colours = stdout.isTTY === true && (environment.NO_COLOR ?? '') === '';
  return {
    line: (text = '') => void stdout.write(`${text}\n`),
    error: (text) => void stderr.write(`${text}\n`),
    json: (value) => void stdout.write(`${printableJson(JSON.stringify(value))}\n`),
    columns: stdout.columns ?? columnsWithoutTerminal,
    paint: colours ? colourful : plain,
  };
}

const same = (text: string) => text;
export const plain: Paint = { strong: same, faint: same, good: same, bad: same };

const sgr = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
const colourful: Paint = { strong: sgr(1, 22), faint: sgr(2, 22), good: sgr(32, 39), bad: sgr(31, 39) };
