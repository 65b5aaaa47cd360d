import { describe, expect, it } from 'vitest';
import { cureText } from './cures.ts';
import { detectFramework } from './framework.ts';

const clue = (text: string, headers: Record<string, string> = {}, status = 404) => ({
  status,
  headers,
  text,
});

describe('the framework', () => {
  // As the frameworks answer by themselves.
  it.each([
    ['express', clue('', { 'x-powered-by': 'Express' })],
    [
      'express',
      clue(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Internal Server Error</pre>\n</body>\n</html>\n',
        { 'content-type': 'text/html; charset=utf-8' },
        500,
      ),
    ],
    ['fastify', clue('{"message":"Route PUT:/webhook not found","error":"Not Found","statusCode":404}')],
    ['fastify', clue('{"statusCode":500,"error":"Internal Server Error","message":"bad"}', {}, 500)],
    ['hono', clue('404 Not Found', { 'content-type': 'text/plain; charset=UTF-8' })],
    ['nest', clue('{"message":"Cannot PUT /webhook","error":"Not Found","statusCode":404}')],
    ['fastapi', clue('{"detail":"Method Not Allowed"}', { server: 'uvicorn' }, 405)],
    ['flask', clue('', { server: 'Werkzeug/3.1.3 Python/3.12.3' })],
    ['lambda', clue('{"message":"Missing Authentication Token"}', {}, 403)],
    ['php', clue('', { 'x-powered-by': 'PHP/8.3.6' })],
    ['go', clue('404 page not found\n')],
    ['next', clue('', { 'x-powered-by': 'Next.js' })],
    ['nginx', clue('<html>', { server: 'nginx/1.24.0' })],
  ])('is taken for %s', (framework, answer) => {
    expect(detectFramework([clue(''), answer])).toBe(framework);
  });

  it('is not guessed at from an answer without traces', () => {
    expect(detectFramework([clue('no'), clue('{}', { 'content-type': 'application/json' })])).toBeNull();
  });

  it('decides the wording of a cure, and only that', () => {
    expect(cureText('raw_body', 'express')).toContain('express.raw');
    expect(cureText('raw_body', null)).toContain('raw bytes of the request');
    expect(cureText('loop', 'express')).toBe(cureText('loop', null));
  });
});
