// What one POST says about itself, read without the code under test: is it signed as Meta signs, is every change in
// it byte for byte what was published, is there anything in it that nobody published? Pure.
import { createHash, createHmac } from 'node:crypto';
import type { Post } from './evidence.ts';

export interface RawPost {
  body: Buffer;
  signature256: string | undefined;
  signature1: string | undefined;
  secret: string;
}

export type Reading = Pick<Post, 'keys' | 'bodyHash' | 'isSigned' | 'changed'>;

export function readPost(post: RawPost, changeOf: (key: string) => string | undefined): Reading {
  const text = post.body.toString('utf8');
  const keys = keysOf(text);
  return {
    keys,
    bodyHash: createHash('sha256').update(post.body).digest('base64'),
    isSigned:
      post.signature256 === `sha256=${hmac('sha256', post)}` &&
      post.signature1 === `sha1=${hmac('sha1', post)}`,
    changed: keys.filter((key) => {
      const change = changeOf(key);
      return change === undefined || !text.includes(change);
    }),
  };
}

function hmac(algorithm: string, { secret, body }: RawPost): string {
  return createHmac(algorithm, secret).update(body).digest('hex');
}

function keysOf(text: string): string[] {
  const { entry }: { entry: { changes: { value: { n: string } }[] }[] } = JSON.parse(text);
  return entry.flatMap(({ changes }) => changes.map(({ value }) => value.n));
}
