import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageReader } from './http-messages.ts';

const post = (body: string, name = 'content-length') =>
  `POST /x HTTP/1.1\r\nhost: sink\r\n${name}: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

function readAll(pieces: readonly Buffer[]): string[] {
  const bodies: string[] = [];
  const read = messageReader(({ bodyAt, end }, bytes) => bodies.push(bytes.toString('utf8', bodyAt, end)));
  for (const piece of pieces) read(piece);
  return bodies;
}

describe('the reader of messages', () => {
  it('finds the same messages however the bytes are cut into pieces', () => {
    const cuts = fc.array(fc.nat({ max: 2_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 5 }),
        cuts,
        (bodies, at) => {
          const bytes = Buffer.from(bodies.map((body) => post(body)).join(''));
          const ends = [...new Set(at.filter((cut) => cut < bytes.length)), bytes.length].sort(
            (a, b) => a - b,
          );
          const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
          expect(readAll(pieces)).toEqual(bodies);
        },
      ),
    );
  });

  it('reads the length in both ways it is written, and a GET without one', () => {
    const get = 'GET /?hub.challenge=1 HTTP/1.1\r\nhost: sink\r\n\r\n';
    const bytes = Buffer.from(post('a', 'Content-Length') + get + post('b'));
    expect(readAll([bytes])).toEqual(['a', '', 'b']);
  });

  it('refuses what it cannot measure, rather than count wrongly', () => {
    const chunked = 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n';
    expect(() => readAll([Buffer.from(chunked)])).toThrow('without content-length');
  });
});
