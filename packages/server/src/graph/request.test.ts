import { describe, expect, it } from 'vitest';
import { isGraphPath, readPath } from './request.ts';

describe('paths', () => {
  const node = (id: string, edge: string | null) => ({ kind: 'node', id, edge });
  const named = (name: string) => ({ kind: 'named', name });
  it.each<[string, string, object | null]>([
    ['/v25.0/123/subscriptions', 'v25.0', node('123', 'subscriptions')],
    ['/123/subscriptions/', 'v26.0', node('123', 'subscriptions')],
    ['//v1.0//123', 'v1.0', node('123', null)],
    ['/me', 'v26.0', named('me')],
    ['/v25.0/oauth/access_token', 'v25.0', named('oauth/access_token')],
    ['/v25.0', 'v25.0', { kind: 'root' }],
    ['/v25/123', 'v26.0', null],
    ['/v25.0/v25.0/123', 'v25.0', null],
    ['/123/subscriptions/4', 'v26.0', null],
    ['/%31/subscriptions', 'v26.0', null],
    ['/', 'v26.0', { kind: 'root' }],
  ])('%s', (path, version, target) => {
    expect(readPath(path)).toEqual({ version, target });
  });

  it.each([
    '/v25.0',
    '/v25.0/anything',
    '/123',
    '/123/anything',
    '/me',
    '/oauth/access_token',
    '/debug_token',
  ])('%s is the Graph API’s', (path) => expect(isGraphPath(path, 'GET')).toBe(true));

  it.each(['/', '/api/v1/events', '/webhooks/1', '/metrics', '/v25', '/1a', '/constructor'])(
    '%s is not the Graph API’s',
    (path) => expect(isGraphPath(path, 'GET')).toBe(false),
  );

  it('a POST to the root is the Graph API’s, because batches go there', () => {
    expect(isGraphPath('/', 'POST')).toBe(true);
  });
});
