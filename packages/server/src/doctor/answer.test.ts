import { describe, expect, it } from 'vitest';
import { type Answer, wordsOf } from './answer.ts';

const answer = (more: Partial<Answer>): Answer => ({
  status: 500,
  reason: null,
  detail: '',
  text: '',
  headers: {},
  durationMs: 1,
  ...more,
});

describe('an answer in words', () => {
  it.each([
    [answer({ status: 204 }), '204'],
    [answer({ text: ' {"error":1}\n' }), '500 "{\\u0022error\\u0022:1}"'],
    [answer({ text: '<html>\n<pre>Error: it&#39;s&nbsp;off<br>at x</pre>' }), '500 "Error: it\'s off at x"'],
    [answer({ text: 'x'.repeat(500) }), `500 "${'x'.repeat(80)}"`],
    [answer({ status: null, reason: 'timeout', detail: 'Too late.' }), 'nothing (timeout: Too late)'],
  ])('is short and harmless: %j', (given, words) => expect(wordsOf(given)).toBe(words));
});
