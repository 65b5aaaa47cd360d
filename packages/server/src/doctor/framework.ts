// Guesses what an endpoint is built with, from the headers and error pages that frameworks send unless told not to.
// Only for the wording of cures: a wrong guess makes a cure less handy, and no verdict depends on it.
import type { Answer } from './answer.ts';

export type Framework =
  | 'express'
  | 'nest'
  | 'fastify'
  | 'hono'
  | 'next'
  | 'lambda'
  | 'flask'
  | 'fastapi'
  | 'django'
  | 'laravel'
  | 'php'
  | 'rails'
  | 'go'
  | 'spring'
  | 'aspnet'
  | 'nginx';

type Clue = Pick<Answer, 'status' | 'headers' | 'text'>;

const header = (name: string, pattern: RegExp) => (clue: Clue) => pattern.test(clue.headers[name] ?? '');
const text = (pattern: RegExp) => (clue: Clue) => pattern.test(clue.text);

/** The most particular first: Nest runs on Express, Next.js says so itself, nginx stands before anything. */
const traces: readonly (readonly [Framework, (clue: Clue) => boolean])[] = [
  ['next', header('x-powered-by', /next\.js/i)],
  ['nest', text(/^\{"message":"Cannot [A-Z]+ [^"]*","error":"Not Found","statusCode":404\}$/)],
  [
    'nest',
    text(/^\{"statusCode":\d{3},"message":"(Internal server error|Unauthorized|Forbidden resource)"\}$/),
  ],
  ['express', header('x-powered-by', /express/i)],
  ['express', text(/<pre>Cannot (GET|POST|PUT|DELETE) /)],
  [
    'express',
    text(/^<!DOCTYPE html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*<title>Error<\/title>/),
  ],
  ['fastify', text(/^\{"message":"Route [A-Z]+:[^"]* not found","error":"Not Found","statusCode":404\}$/)],
  ['fastify', text(/^\{"statusCode":\d{3},"(code":"FST_|error":"[^"]+","message":)/)],
  [
    'lambda',
    (clue) => clue.headers['x-amzn-requestid'] !== undefined || clue.headers['apigw-requestid'] !== undefined,
  ],
  ['lambda', text(/^\{"message":\s?"(Missing Authentication Token|Forbidden|Internal Server Error)"\}$/i)],
  ['fastapi', (clue) => header('server', /uvicorn|hypercorn/i)(clue) && text(/^\{"detail":/)(clue)],
  ['fastapi', text(/^\{"detail":"(Method Not Allowed|Not Found|Not authenticated)"\}$/)],
  ['flask', header('server', /werkzeug/i)],
  ['flask', text(/^<!doctype html>\s*<html lang=en>\s*<title>\d{3} /)],
  ['django', header('server', /wsgiserver/i)],
  ['django', text(/CSRF verification failed|DisallowedHost/)],
  ['laravel', header('set-cookie', /laravel_session|XSRF-TOKEN/)],
  ['php', header('x-powered-by', /^php/i)],
  ['rails', (clue) => clue.headers['x-runtime'] !== undefined && clue.headers['x-request-id'] !== undefined],
  ['spring', text(/^\{"timestamp":"?[^"]+"?,"status":\d{3},"error":"/)],
  ['aspnet', header('server', /kestrel|microsoft-iis/i)],
  ['go', (clue) => clue.text === '404 page not found\n' || clue.text === 'Method Not Allowed\n'],
  ['hono', (clue) => clue.text === '404 Not Found' && header('content-type', /^text\/plain/i)(clue)],
  ['nginx', header('server', /nginx/i)],
];

/** Headers to keep of answers for it. */
export const tellingHeaders: readonly string[] = [
  'server',
  'x-powered-by',
  'content-type',
  'content-encoding',
  'set-cookie',
  'x-amzn-requestid',
  'apigw-requestid',
  'x-runtime',
  'x-request-id',
  'location',
];

export function detectFramework(clues: readonly Clue[]): Framework | null {
  return traces.find(([, fits]) => clues.some(fits))?.[0] ?? null;
}

export const frameworkNames: Record<Framework, string> = {
  express: 'Express',
  nest: 'NestJS',
  fastify: 'Fastify',
  hono: 'Hono',
  next: 'Next.js',
  lambda: 'AWS Lambda or API Gateway',
  flask: 'Flask',
  fastapi: 'FastAPI',
  django: 'Django',
  laravel: 'Laravel',
  php: 'PHP',
  rails: 'Ruby on Rails',
  go: 'Go net/http',
  spring: 'Spring',
  aspnet: 'ASP.NET Core',
  nginx: 'nginx in front',
};
