import { describe, expect, expectTypeOf, it } from 'vitest';
import type { FailedStatus, InboundMessage, TextMessage } from '../payload/index.ts';
import { appSecret, postSigned, texts, verifyToken } from '../test/signed-post.ts';
import type { AnyItem } from './item.ts';
import { createReceiver } from './receiver.ts';

const receiving = () => createReceiver({ appSecret, verifyToken });

describe('a handler', () => {
  it('is given the content of its name, typed', () => {
    receiving()
      .on('messages.text', (message, item) => {
        expectTypeOf(message).toEqualTypeOf<TextMessage>();
        expectTypeOf(item.name).toEqualTypeOf<'messages.text'>();
        expectTypeOf(item.list).toEqualTypeOf<'messages'>();
        expectTypeOf(item.content).toEqualTypeOf<TextMessage>();
      })
      .on('statuses.failed', (status) => expectTypeOf(status).toEqualTypeOf<FailedStatus>())
      .on('messages', (message, item) => {
        expectTypeOf(message).toEqualTypeOf<InboundMessage>();
        expectTypeOf(item.name).toEqualTypeOf<string>();
      })
      .on('account_alerts', (_alert, item) => expectTypeOf(item.name).toEqualTypeOf<'account_alerts'>())
      .on('unknown', (value) => expectTypeOf(value).toEqualTypeOf<Readonly<Record<string, unknown>>>())
      .onAny((item) => expectTypeOf(item).toEqualTypeOf<AnyItem>());
  });

  it('of an item runs after those of wider names were registered, list before kind before any', async () => {
    const log: string[] = [];
    const receiver = receiving()
      .onAny(({ name }) => void log.push(`any ${name}`))
      .on('messages.text', () => void log.push('kind'))
      .on('messages', () => void log.push('list'))
      .on('messages.text', () => void log.push('kind again'))
      .on('messages.image', () => void log.push('another kind'))
      .onChange(() => void log.push('change'));
    await postSigned(receiver, texts('w'));
    expect(log).toEqual(['change', 'list', 'kind', 'kind again', 'any messages.text']);
  });
});

describe('a name that cannot occur', () => {
  it('is a compile error', () => {
    // @ts-expect-error there is no list of this name
    expect(() => receiving().on('mesages', () => {})).toThrow(TypeError);
    // @ts-expect-error there is no kind of this name; at run time it could be one of the future
    expect(() => receiving().on('messages.txt', () => {})).not.toThrow();
  });

  it.each([
    ['mesages', /no items named "mesages"; did you mean "messages"/],
    ['message.text', /did you mean "messages"/],
    ['status', /did you mean "statuses"/],
    ['account_updates', /did you mean "account_update"/],
    ['constructor', /see docs\/fields/],
    ['x'.repeat(100_000), /see docs\/fields/],
    ['', /no items named ""/],
    ['errors.x', /have no kinds; register "errors"/],
    ['unknown.x', /have no kinds/],
    ['messages.', /names no kind; register "messages"/],
  ])('is refused when it is registered: %.20s', (name, message) => {
    // As a program without types would call it.
    const on: (name: string, handler: () => void) => unknown = receiving().on as never;
    expect(() => on(name, () => {})).toThrow(message);
  });

  it('is one thing, and a handler that is no function another', () => {
    const { on, onAny, onChange, onError } = receiving();
    const nothing = undefined as never;
    for (const register of [() => on('messages', nothing), onAny, onChange, onError]) {
      expect(() => register(nothing)).toThrow(/must be a function, not undefined/);
    }
  });
});
