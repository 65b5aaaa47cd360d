// What a secret or token picks up on its way through files and environments, and nobody sees: the newline at the end
// of a file, the quotes that `docker --env-file` keeps. With it every signature would be answered 401, for a week.

/** @throws TypeError that names the way it came about, never the text */
export function assertUndamaged(what: 'app secret' | 'verify token', text: string): void {
  if (text !== text.trim()) {
    throw new TypeError(
      `the ${what} begins or ends with white space, as text from a file does; give it with .trim()`,
    );
  }
  if (/^(["']).*\1$/s.test(text)) {
    throw new TypeError(`the ${what} stands in quotes, as docker --env-file leaves them; write it without`);
  }
  if (text === 'undefined' || text === 'null') {
    throw new TypeError(`the ${what} is the word "${text}"; the variable it is read from is not set`);
  }
}
