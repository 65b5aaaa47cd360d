import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseSignature } from './signature-diagnosis.ts';
import { mistakes } from './signature-mistakes.ts';

const secret = '0123456789abcdef0123456789abcdef';
const bytes = (text: string) => new TextEncoder().encode(text);
const hmac = (body: string | Uint8Array, key: string | Uint8Array = secret, algorithm = 'sha256') =>
  createHmac(algorithm, key).update(body).digest('hex');
const diagnose = (body: string, header: string, secrets = [secret]) =>
  diagnoseSignature({ body: bytes(body), header, secrets });

const wire = String.raw`{"text":"caf\u00e9 and\/or me\u0040example.com","b":1,"a":[1,2]}`;
const plain = '{"text":"café and/or me@example.com","b":1,"a":[1,2]}';

describe('a signature that fits', () => {
  it('is said to fit, and which secret it is', () => {
    expect(diagnose(wire, `sha256=${hmac(wire)}`)).toEqual({ fits: true, secret: 0 });
    expect(diagnose(wire, `  sha256=${hmac(wire)}\t`, ['other', secret])).toEqual({ fits: true, secret: 1 });
  });
});

describe('a body that is not the one that was hashed', () => {
  it.each([
    ['reserialised JSON.stringify(JSON.parse(body))', wire, plain],
    [
      'reserialised json.dumps(json.loads(body))',
      wire,
      String.raw`{"text": "caf\u00e9 and/or me@example.com", "b": 1, "a": [1, 2]}`,
    ],
    [
      'reserialised json_encode(json_decode($body))',
      wire,
      String.raw`{"text":"caf\u00e9 and\/or me@example.com","b":1,"a":[1,2]}`,
    ],
    ['reserialised json.Marshal of a map', wire, '{"a":[1,2],"b":1,"text":"café and/or me@example.com"}'],
    [
      'reserialised JSON.stringify(JSON.parse(body), null, 2)',
      wire,
      JSON.stringify(JSON.parse(plain), null, 2),
    ],
    ['wire_form', plain, wire],
    ['newline_added', wire, `${wire}\n`],
    ['trimmed', `${wire}\n`, wire],
    ['lf_for_crlf', '{\r\n"a":1}', '{\n"a":1}'],
    ['crlf_for_lf', '{\n"a":1}', '{\r\n"a":1}'],
    ['bom_removed', `\ufeff${wire}`, wire],
    ['bom_added', wire, `\ufeff${wire}`],
    ['slashes_unescaped', wire, wire.replace('\\/', '/')],
    ['escapes_decoded', String.raw`{ "t": "\u00e9\/" }`, String.raw`{ "t": "é\/" }`],
    ['non_ascii_escaped', '{ "t": "é" }', String.raw`{ "t": "\u00e9" }`],
    ['latin1', '{ "t": "é" }', Buffer.from('{ "t": "é" }', 'latin1')],
    ['encoded_twice', '{ "t": "é" }', Buffer.from('{ "t": "é" }').toString('latin1')],
    ['hex_of_body', Buffer.from(wire).toString('hex'), wire],
    ['base64_of_body', Buffer.from(wire).toString('base64'), wire],
    ['lost_body', wire, ''],
    ['lost_body [object Object]', wire, '[object Object]'],
  ])('is explained by %s', (id, body, hashed) => {
    const diagnosis = diagnose(body, `sha256=${hmac(hashed)}`);
    expect(diagnosis).toMatchObject({ fits: false, mistake: { id } });
  });

  it('is shown where the two part', () => {
    const diagnosis = diagnose(wire, `sha256=${hmac(plain)}`);
    expect(diagnosis).toMatchObject({
      difference: { body: expect.stringContaining('\\u00e9'), hashed: expect.stringContaining('café') },
    });
  });

  it('keeps numbers that JavaScript would round', () => {
    const big = '{"message_template_id":12345678901234567890}';
    const diagnosis = diagnose(big, `sha256=${hmac('{"message_template_id": 12345678901234567890}')}`);
    expect(diagnosis).toMatchObject({ mistake: { kind: 'reserialised' } });
  });
});

describe('a header or key that is not right', () => {
  it.each([
    ['sha1', `sha1=${hmac(wire, secret, 'sha1')}`, 'another algorithm'],
    ['sha1', `sha256=${hmac(wire, secret, 'sha1')}`, 'SHA-1'],
    ['sha512', `sha512=${hmac(wire, secret, 'sha512')}`, 'SHA-512'],
    ['key_from_hex', `sha256=${hmac(wire, Buffer.from(secret, 'hex'))}`, 'in hex'],
    ['key_newline', `sha256=${hmac(wire, `${secret}\n`)}`, 'line break'],
    ['key_and_body_swapped', `sha256=${hmac(secret, wire)}`, 'swapped'],
  ])('is explained by %s', (id, header, words) => {
    const diagnosis = diagnose(wire, header);
    expect(diagnosis).toMatchObject({ fits: false, mistake: { id } });
    expect(diagnosis.fits ? '' : diagnosis.findings.join(' ')).toContain(words);
  });

  it.each([
    ['empty', ''],
    ['no_prefix', hmac(wire)],
    ['upper_case', `sha256=${hmac(wire).toUpperCase()}`],
    ['truncated', `sha256=${hmac(wire).slice(0, 40)}`],
    ['too_long', `sha256=${hmac(wire)}00`],
    ['blanks', `sha256=${hmac(wire).slice(0, 32)} ${hmac(wire).slice(32)}`],
    ['base64', `sha256=${Buffer.from(hmac(wire), 'hex').toString('base64')}`],
    ['not_hex', 'sha256=hello'],
  ])('is called %s', (fault, header) => {
    const diagnosis = diagnose(wire, header);
    expect(diagnosis.fits ? [] : diagnosis.headerFaults).toEqual([fault]);
  });

  it.each([
    'X-Hub-Signature-256: ?',
    '  x-hub-signature-256: ?',
    '< X-Hub-Signature-256: ?',
    '"x-hub-signature-256": "?",',
    "-H 'X-Hub-Signature-256: ?'",
    'HTTP_X_HUB_SIGNATURE_256=?',
    `X-Hub-Signature: sha1=${'0'.repeat(40)}\nX-Hub-Signature-256: ?`,
  ])('takes a whole line that was pasted: %j', (line) => {
    expect(diagnose(wire, line.replace('?', `sha256=${hmac(wire)}`))).toMatchObject({ fits: true });
    expect(diagnose(wire, line.replace('?', `sha256=${hmac(plain)}`))).toMatchObject({ fits: false });
  });

  it.each([
    ['bom_removed_trimmed', Buffer.from(`\ufeff${wire}\r\n`)],
    ['utf8_for_utf16', Buffer.from(`\ufeff${wire}\r\n`, 'utf16le')],
    ['wire_form', Buffer.from(`\ufeff${JSON.stringify(JSON.parse(wire), null, 2)}\r\n`)],
  ])('sees through what editors and shells do to a file: %s', (id, body) => {
    const diagnosis = diagnoseSignature({ body, header: `sha256=${hmac(wire)}`, secrets: [secret] });
    expect(diagnosis).toMatchObject({ mistake: { id } });
  });

  it('says that the body is empty', () => {
    expect(diagnose('', `sha256=${hmac(wire)}`)).toMatchObject({
      findings: [expect.stringContaining('body is empty'), expect.anything()],
    });
  });

  it('says plainly when nothing explains it', () => {
    const diagnosis = diagnose(wire, `sha256=${hmac(wire, 'another secret')}`);
    expect(diagnosis).toMatchObject({ fits: false, mistake: null });
    expect(diagnosis.fits ? '' : diagnosis.findings.join(' ')).toContain('not the secret');
  });
});

describe('whatever is given', () => {
  it('is answered, and fits only when it does', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(bytes)),
        fc.oneof(
          fc.string(),
          fc.stringMatching(/^[0-9a-f]{0,70}$/).map((hex) => `sha256=${hex}`),
        ),
        (body, header) => {
          const right = `sha256=${hmac(body)}`;
          expect(diagnoseSignature({ body, header, secrets: [secret] }).fits).toBe(header.trim() === right);
          expect(diagnoseSignature({ body, header: right, secrets: [secret] }).fits).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is not overflowed by nesting', () => {
    const deep = '['.repeat(8_000) + ']'.repeat(8_000);
    expect(diagnose(deep, `sha256=${hmac('x')}`)).toMatchObject({ fits: false, mistake: null });
  });

  it('has names that are told apart', () => {
    expect(new Set(mistakes.map(({ id }) => id)).size).toBe(mistakes.length);
  });
});
