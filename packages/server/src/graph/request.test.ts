import { describe, expect, it } from 'vitest';
import { isGraphPath, readPath } from './request.ts';

describe('paths', () => {
  it.each<[string, string, object | null]>([
    ['/v25.0/123/subscriptions', 'v25.0', { id: '123', edge: 'subscriptions' }],
    ['/123/subscriptions/', 'v26.0', { id: '123', edge: 'subscriptions' }],
    ['//v1.0//123', 'v1.0', { id: '123', edge: null }],
    ['/v25/123', 'v26.0', null],
    ['/v25.0/v25.0/123', 'v25.0', null],
    ['/123/subscriptions/4', 'v26.0', null],
    ['/%31/subscriptions', 'v26.0', null],
    ['/', 'v26.0', null],
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
  ])('%s is the Graph API’s', (path) => expect(isGraphPath(path)).toBe(true));

  it.each(['/', '/api/v1/events', '/webhooks/1', '/metrics', '/v25', '/1a', '/constructor'])(
    '%s is not the Graph API’s',
    (path) => expect(isGraphPath(path)).toBe(false),
  );
});
