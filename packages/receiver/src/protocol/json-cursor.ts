// A strict JSON reader that walks bytes and builds nothing: it stops at the members it is asked about and skips
// the rest. Guarantees that whatever it moved over is valid JSON (RFC 8259), valid UTF-8 and at most `depthMax`
// levels deep, in one pass without recursion. What a value means is its user's business.
import { JsonError } from './json-error.ts';
import { type ByteRange, decodeString, findStringEnd, stringMeans } from './json-string.ts';
import { depthMax } from './limits.ts';
import { formedInString } from './wire-form.ts';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

const ascii = {
  quote: 0x22,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  colon: 0x3a,
  openArray: 0x5b,
  closeArray: 0x5d,
  letterE: 0x65,
  letterT: 0x74,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

/** First byte of a value → its kind. Everything else can't start a value. */
const kinds: readonly (JsonKind | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const first = String.fromCharCode(byte);
  if (first === '{') return 'object';
  if (first === '[') return 'array';
  if (first === '"') return 'string';
  if (/[-0-9]/.test(first)) return 'number';
  if (/[tf]/.test(first)) return 'boolean';
  return first === 'n' ? 'null' : undefined;
});

/**
 * Walk with `peek`, then either `skip` the value or `enter` it and call `next` until it says false; that leaves
 * it again. `finish` checks that nothing follows. Every method throws JsonError where the bytes are at fault.
 */
export class JsonCursor {
  readonly bytes: Uint8Array;
  /** Offset of the next byte to read. After `peek` or a true `next`: the first byte of a value. */
  at: number;
  private depth = 0;
  // By level, 1 where it is an object. Not a byte more than 64, or it would need memory outside of the heap.
  private readonly isObject = new Uint8Array(depthMax);
  // No comma may stand before the first member.
  private beforeFirst = false;
  private keyStart = 0;
  private keyEnd = 0;
  // Of what the wire form might write otherwise, the last that was met.
  private unformedAt = -1;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** Moves to the next value and tells what it is, by its first byte. */
  peek(): JsonKind {
    const kind = kinds[this.skipBlanks()];
    return kind ?? this.fail('a value is expected here');
  }

  /** Steps into the object or array that `peek` announced. */
  enter(): void {
    if (this.depth === depthMax) {
      throw new JsonError('too_deep', `values may be nested ${depthMax} levels deep at most`, this.at);
    }
    this.isObject[this.depth] = this.bytes[this.at] === ascii.openObject ? 1 : 0;
    this.depth++;
    this.beforeFirst = true;
    this.at++;
  }

  /** Moves to the next member or element of the value entered last. False: there was none, it has been left. */
  next(): boolean {
    const inObject = this.isObject[this.depth - 1] === 1;
    const first = this.beforeFirst;
    this.beforeFirst = false;
    const byte = this.skipBlanks();
    if (byte === (inObject ? ascii.closeObject : ascii.closeArray)) {
      this.depth--;
      this.at++;
      return false;
    }
    if (!first) {
      if (byte !== ascii.comma) this.fail(`"," or "${inObject ? '}' : ']'}" is expected here`);
      this.at++;
    }
    if (inObject) this.readKey();
    this.skipBlanks();
    return true;
  }

  private readKey(): void {
    if (this.skipBlanks() !== ascii.quote) this.fail('a member name in double quotes is expected here');
    this.keyStart = this.at + 1;
    this.keyEnd = this.stringEnd(this.keyStart);
    this.at = this.keyEnd + 1;
    if (this.skipBlanks() !== ascii.colon) this.fail('":" is expected here');
    this.at++;
  }

  /** Moves over the next value, whatever it is. */
  skip(): void {
    const outside = this.depth;
    this.skipScalarOrEnter();
    while (this.depth > outside) {
      if (this.next()) this.skipScalarOrEnter();
    }
  }

  private skipScalarOrEnter(): void {
    switch (this.peek()) {
      case 'object':
      case 'array':
        this.enter();
        break;
      case 'string':
        this.at = this.stringEnd(this.at + 1) + 1;
        break;
      case 'number':
        this.skipNumber();
        break;
      case 'boolean':
        this.skipWord(this.bytes[this.at] === ascii.letterT ? 'true' : 'false');
        break;
      case 'null':
        this.skipWord('null');
        break;
    }
  }

  /** Most strings are plain from end to end; what is left of another one is for the thorough reader. */
  private stringEnd(start: number): number {
    const { bytes } = this;
    let at = start;
    let byte = bytes[at] ?? 0;
    while (formedInString[byte] === 1) byte = bytes[++at] ?? 0;
    if (byte === ascii.quote) return at;
    this.unformedAt = at;
    return findStringEnd(bytes, at);
  }

  private skipWord(word: string): void {
    for (let place = 0; place < word.length; place++, this.at++) {
      if (this.bytes[this.at] !== word.charCodeAt(place)) this.fail(`"${word}" is expected here`);
    }
  }

  private skipNumber(): void {
    if (this.bytes[this.at] === ascii.minus) this.at++;
    // A zero stands alone; the digit of "01" is then found where a comma should be.
    if (this.bytes[this.at] === ascii.zero) this.at++;
    else this.skipDigits();
    if (this.bytes[this.at] === ascii.dot) {
      this.at++;
      this.skipDigits();
    }
    if (((this.bytes[this.at] ?? 0) | 0x20) === ascii.letterE) {
      this.at++;
      const sign = this.bytes[this.at];
      if (sign === ascii.plus || sign === ascii.minus) this.at++;
      this.skipDigits();
    }
  }

  private skipDigits(): void {
    const { bytes } = this;
    let at = this.at;
    while (isDigit(bytes[at] ?? 0)) at++;
    if (at === this.at) this.fail('a digit is expected here');
    this.at = at;
  }

  /** Which of these ASCII names the current member has, by index; -1: none. Escaped spellings count as well. */
  keyIndex(names: readonly string[]): number {
    const key = { start: this.keyStart, end: this.keyEnd };
    return names.findIndex((name) => stringMeans(this.bytes, key, name));
  }

  /** The current member's name. */
  key(): string {
    return decodeString(this.bytes, { start: this.keyStart, end: this.keyEnd });
  }

  /** Reads a string of at most so many UTF-16 units; null when the next value is longer or no string at all. */
  shortText(lengthMax: number): string | null {
    const isString = this.peek() === 'string';
    const start = this.at + 1;
    this.skip();
    // Six bytes are the longest spelling of one unit, so a long string is never decoded to learn its length.
    if (!isString || this.at - 1 - start > lengthMax * 6) return null;
    const text = decodeString(this.bytes, { start, end: this.at - 1 });
    return text.length <= lengthMax ? text : null;
  }

  /** Moves over the next value and tells where it lies. */
  range(): ByteRange {
    this.peek();
    const start = this.at;
    this.skip();
    return { start, end: this.at };
  }

  /** Whether all that was moved over from there on is in wire form already: no blanks, and nothing to escape. */
  isFormedSince(start: number): boolean {
    return this.unformedAt < start;
  }

  /** To be called after the outermost value: only white space may follow. */
  finish(): void {
    if (!this.isBlankToEnd()) this.fail('nothing may follow the value');
  }

  /** Moves over white space; true when nothing else is left. */
  isBlankToEnd(): boolean {
    while (this.at < this.bytes.length && isBlank(this.bytes[this.at] ?? 0)) this.at++;
    return this.at === this.bytes.length;
  }

  // Beyond the end reads as NUL, which may stand nowhere in JSON and so is refused by whoever asked.
  private skipBlanks(): number {
    const { bytes } = this;
    let at = this.at;
    let byte = bytes[at] ?? 0;
    if (isBlank(byte)) {
      while (isBlank(byte)) byte = bytes[++at] ?? 0;
      this.unformedAt = at - 1;
    }
    this.at = at;
    return byte;
  }

  private fail(expectation: string): never {
    if (this.at >= this.bytes.length) throw new JsonError('not_json', 'the body ends too early', this.at);
    if (this.at === 0 && this.bytes[0] === 0xef && this.bytes[1] === 0xbb) {
      throw new JsonError('not_json', 'the body starts with a byte order mark; send it without one', 0);
    }
    throw new JsonError('not_json', expectation, this.at);
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
