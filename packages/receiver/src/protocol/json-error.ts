// What the JSON scanner throws when a body breaks JSON's rules or our bounds on them. Thrown because a scan may
// stop at any depth; the functions that take whole bodies catch it and return it as a value.

export type JsonFault = 'not_json' | 'bad_utf8' | 'too_deep';

export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly code: JsonFault;
  /** Offset of the offending byte. */
  readonly at: number;

  constructor(code: JsonFault, message: string, at: number) {
    super(message);
    this.code = code;
    this.at = at;
  }
}
