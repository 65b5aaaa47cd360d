import { describe, expect, it } from 'vitest';
import { type ErrorKind, errorCatalogue, graphError, renderGraphError } from './graph-error.ts';

const kinds: [string, ErrorKind][] = Object.entries(errorCatalogue);

describe('the catalogue', () => {
  it.each(kinds)('%s names its own code, and is a refusal or a temporary fault', (_name, kind) => {
    const named = /^\(#(\d+)\) /.exec(kind.message);
    if (named) expect(Number(named[1])).toBe(kind.code);
    expect(kind.status === 503 || (kind.status >= 400 && kind.status < 500)).toBe(true);
    expect(kind.when).not.toBe('');
  });

  it.each(kinds)('%s fits into a header where it is to stand in one', (_name, kind) => {
    if (kind.challenge) expect(kind.message).toMatch(/^[\x20-\x7e]+$/);
    if (kind.challenge) expect(kind.message).not.toContain('"');
  });
});

describe('a rendered error', () => {
  it('has Meta’s members in Meta’s order', () => {
    const error = graphError('unknownObject', { verb: 'get', id: '1' });
    expect(JSON.stringify(renderGraphError(error, 'Atrace'))).toMatch(
      /^{"error":{"message":"Unsupported get request\. Object with ID '1' .*","type":"GraphMethodException","code":100,"error_subcode":33,"fbtrace_id":"Atrace"}}$/,
    );
  });

  it('leaves details as they are, even those that look like placeholders', () => {
    expect(graphError('parameterInvalid', { detail: '{detail} $& {toString}' }).message).toBe(
      '(#100) {detail} $& {toString}',
    );
  });
});
