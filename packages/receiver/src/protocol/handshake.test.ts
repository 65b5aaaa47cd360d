import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerHandshake,
  assertVerifyToken,
  challengeUrl,
  connectionFailed,
  judgeChallenge,
  newChallenge,
} from './handshake.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const good = { mode: 'subscribe', challenge: '1158201444', verifyToken: 'lantern-verify' };

describe('the receiver', () => {
  it('answers with the challenge', () => {
    expect(answerHandshake(good, 'lantern-verify')).toEqual({ ok: true, challenge: '1158201444' });
  });

  it.each([
    ['mode', { ...good, mode: 'unsubscribe' }],
    ['mode', { ...good, mode: null }],
    ['verify_token', { ...good, verifyToken: 'lantern-verif' }],
    ['verify_token', { ...good, verifyToken: 'lantern-verify ' }],
    ['verify_token', { ...good, verifyToken: '' }],
    ['verify_token', { ...good, verifyToken: undefined }],
    ['challenge', { ...good, challenge: '' }],
    ['challenge', { ...good, challenge: null }],
    ['challenge', { ...good, challenge: '<script>alert(1)</script>' }],
    ['challenge', { ...good, challenge: '1\r\nx: y' }],
    ['challenge', { ...good, challenge: '1'.repeat(257) }],
  ])('refuses by %s: %j', (reason, query) => {
    expect(answerHandshake(query, 'lantern-verify')).toEqual({ ok: false, reason });
  });

  it('needs a verify token of its own', () => {
    for (const token of ['', ' ', undefined]) expect(() => assertVerifyToken(token)).toThrow(TypeError);
    expect(() => answerHandshake({ ...good, verifyToken: '' }, '')).toThrow(/verify token is empty/);
  });
});

describe('the sender’s address', () => {
  const urlFor = (callback: string, verifyToken = 't') =>
    challengeUrl(callback, { challenge: '1', verifyToken });

  it('has the three parameters', () => {
    expect(urlFor('https://a.example')).toBe(
      'https://a.example/?hub.mode=subscribe&hub.challenge=1&hub.verify_token=t',
    );
  });

  it('keeps the query of the callback as it is written', () => {
    expect(urlFor('https://a.example/w?a=b%20c+d&hub.mode=x#frag')).toBe(
      'https://a.example/w?a=b%20c+d&hub.mode=x&hub.mode=subscribe&hub.challenge=1&hub.verify_token=t',
    );
    expect(urlFor('https://a.example/w?')).toContain('/w?hub.mode=');
  });

  it('carries any token, for whoever decodes it', () => {
    expect(urlFor('https://a.example', 'a +&=#é')).toContain('hub.verify_token=a%20%2B%26%3D%23%C3%A9');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (token) => {
        const { search, searchParams } = new URL(urlFor('https://a.example/?x=y', token));
        expect(searchParams.get('hub.verify_token')).toBe(token);
        expect(decodeURIComponent(search.split('hub.verify_token=')[1] ?? '')).toBe(token);
      }),
    );
  });
});

describe('the challenge', () => {
  it('has ten digits, the first not zero', () => {
    expect(newChallenge(() => 0)).toBe('1000000000');
    expect(newChallenge(() => 1 - 2 ** -53)).toBe('9999999999');
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (fraction) => {
        expect(newChallenge(() => fraction)).toMatch(/^[1-9][0-9]{9}$/);
      }),
    );
  });
});

describe('the verdict on an answer', () => {
  const judge = (status: number, body: string, statusText = '') =>
    judgeChallenge({ status, statusText, body: bytesOf(body) }, '6736819');

  it('is good for 200 and the challenge, nothing more', () => {
    expect(judge(200, '6736819')).toEqual({ ok: true });
  });

  it('has Meta’s words for another status', () => {
    expect(judge(404, '6736819', 'Not Found')).toEqual({
      ok: false,
      code: 2200,
      message:
        '(#2200) Callback verification failed with the following errors: HTTP Status Code = 404; HTTP Message = Not Found',
    });
    expect(judge(201, '6736819', '\u001b[2J<x>')).toMatchObject({
      message: expect.stringMatching(/HTTP Status Code = 201; HTTP Message = \\u001b\[2J\\u003Cx\\u003e$/),
    });
  });

  it.each([
    ['6736819\n', '6736819\\u000a'],
    ['"6736819"', '\\u00226736819\\u0022'],
    ['\ufeff6736819', '\\ufeff6736819'],
    ['', ''],
    ['hub.mode=subscribe&hub.challenge=6736819', 'hub.mode=subscribe\\u0026hub.challenge=6736819'],
    ['<!DOCTYPE html><html>', '\\u003C!DOCTYPE html\\u003e\\u003Chtml\\u003e'],
  ])('quotes another body: %j', (body, quoted) => {
    expect(judge(200, body)).toEqual({
      ok: false,
      code: 2201,
      message: `(#2201) response does not match challenge, expected value="6736819", received="${quoted}"`,
    });
  });

  it('quotes no more than 100 characters, and bytes that are no text', () => {
    const long = judge(200, 'x'.repeat(100_000));
    expect(long).toMatchObject({ message: expect.stringMatching(/received="x{100}"$/) });
    const binary = judgeChallenge({ status: 200, statusText: '', body: Uint8Array.from([0xff]) }, '1');
    expect(binary).toMatchObject({ message: expect.stringMatching(/received="\\ufffd"$/) });
  });

  it('has curl’s words when there was no answer', () => {
    expect(connectionFailed('timeout')).toEqual({
      ok: false,
      code: 2200,
      message:
        '(#2200) Callback verification failed with the following errors: curl_errno = 28; curl_error = Operation timed out; HTTP Status Code = 0',
    });
  });
});
