// What a handler sees: `if` and `switch` narrow although unions have room for kinds to come, and each name of a
// handler has its type. Most of this is proved by the compiler; `npx tsc -p .` is what fails.
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as P from '../src/payload/index.ts';

const text: P.InboundMessage = { id: 'wamid.1', timestamp: '1', type: 'text', text: { body: 'hello' } };

/** What arrives of a kind that no type names. */
const sparkle: P.InboundMessage = JSON.parse('{"id":"wamid.2","timestamp":"1","type":"sparkle_v9"}');

function summary(message: P.InboundMessage): string {
  if (message.type === 'text') return message.text.body;
  switch (message.type) {
    case 'image':
      return message.image.mime_type;
    case 'interactive':
      return message.interactive?.type === 'button_reply' ? message.interactive.button_reply.id : 'answer';
    case 'edit':
      return message.edit.message.type === 'text' ? message.edit.message.text.body : 'edited';
    case 'system':
      return message.system.body;
    case 'unsupported':
    case 'unknown':
      return String(message.errors?.[0]?.code);
    default:
      return `other: ${message.type}`;
  }
}

describe('a union with room for kinds to come', () => {
  it('is narrowed by its tag, and falls through to the default', () => {
    expect([summary(text), summary(sparkle)]).toEqual(['hello', 'other: sparkle_v9']);
  });

  it('keeps the fallback where all listed kinds are excluded', () => {
    const rest = (action: P.UserAction): P.OtherUserAction | undefined =>
      action.action_type === 'marketing_messages_link_click' ? undefined : action;
    expectTypeOf(rest).returns.toEqualTypeOf<P.OtherUserAction | undefined>();
    const other = (message: P.InboundMessage) => (message.type === 'text' ? undefined : message);
    expectTypeOf<P.OtherMessage>().toExtend<ReturnType<typeof other>>();
    expectTypeOf<P.TextMessage>().not.toExtend<ReturnType<typeof other>>();
  });

  it('narrows each change by its field', () => {
    const first = (change: P.Change) => {
      if (change.field === 'messages') return change.value.messages;
      if (change.field === 'calls') return change.value.calls;
      if (change.field === 'account_update')
        return change.value.event === 'DISABLED_UPDATE' ? change.value.ban_info : undefined;
      return undefined;
    };
    expectTypeOf(first).returns.toEqualTypeOf<
      readonly P.InboundMessage[] | readonly P.Call[] | P.BanInfo | undefined
    >();
    expectTypeOf<P.OtherChange['value']>().toBeUnknown();
  });

  it('narrows statuses, pricing models, handovers without a type, and history by what is there', () => {
    const seen = (status: P.Status) => {
      if (status.status === 'failed') return status.errors;
      if (status.status === 'pending' || status.status === 'captured')
        return status.payment.transaction.status;
      if (status.status === 'sent' && status.pricing?.pricing_model === 'PMP') return status.pricing.type;
      return undefined;
    };
    expectTypeOf<readonly P.ReportedError[]>().toExtend<ReturnType<typeof seen>>();
    const role = (handover: P.Handover) =>
      handover.type === 'control_taken' ? handover.control_taken.new_owner_role : handover.recipient;
    expectTypeOf(role).parameter(0).toEqualTypeOf<P.Handover>();
    const size = (item: P.HistoryItem) => ('errors' in item ? item.errors.length : item.threads.length);
    expectTypeOf(size).returns.toBeNumber();
  });

  it('has category and billable under whatever pricing model', () => {
    const cost = (status: P.SentStatus) => [status.pricing?.category, status.pricing?.billable];
    expectTypeOf<'marketing'>().toExtend<ReturnType<typeof cost>[number]>();
    expectTypeOf<P.OtherPricing['billable']>().toBeBoolean();
  });

  it('takes listed values and any other string where only a value is open', () => {
    const event: P.SecurityEvent = { display_phone_number: '1', event: 'PIN_EATEN' };
    expectTypeOf(event.event).toBeString();
    // @ts-expect-error a tag that is not listed needs the platform to send it, or a cast
    const made: P.InboundMessage = { id: 'wamid.1', timestamp: '1', type: 'sparkle_v9' };
    expect(made.type).toBe('sparkle_v9');
  });
});

describe('the content of a handler', () => {
  it('is that of its list, or of its kind', () => {
    expectTypeOf<P.ListMap['messages']>().toEqualTypeOf<P.InboundMessage>();
    expectTypeOf<P.ListMap['standby_messages']>().toEqualTypeOf<P.InboundMessage>();
    expectTypeOf<P.ListMap['account_update']>().toEqualTypeOf<P.AccountUpdate>();
    expectTypeOf<P.ItemMap['messages.text']>().toEqualTypeOf<P.TextMessage>();
    expectTypeOf<P.ItemMap['history_messages.image']['image']>().toEqualTypeOf<P.Image>();
    expectTypeOf<P.ItemMap['smb_message_echoes.text']>().toEqualTypeOf<P.TextEcho>();
    expectTypeOf<P.ItemMap['statuses.failed']>().toEqualTypeOf<P.FailedStatus>();
    expectTypeOf<P.ItemMap['statuses.pending']['status']>().toEqualTypeOf<'pending'>();
    expectTypeOf<P.ItemMap['account_update.DISABLED_UPDATE']['ban_info']>().toEqualTypeOf<P.BanInfo>();
    expectTypeOf<P.ItemMap['call_statuses.RINGING']['status']>().toEqualTypeOf<'RINGING'>();
    expectTypeOf<P.ItemMap['security.PIN_CHANGED']['event']>().toEqualTypeOf<'PIN_CHANGED'>();
  });

  it('of a kind belongs to the content of its list', () => {
    type Lists = keyof P.ListMap;
    type ListOf<Name> = Name extends `${infer List extends Lists}.${string}` ? List : never;
    type Strays = {
      [Name in keyof P.ItemMap]: P.ItemMap[Name] extends P.ListMap[ListOf<Name>] ? never : Name;
    };
    expectTypeOf<Strays[keyof P.ItemMap]>().toBeNever();
    expectTypeOf<ListOf<keyof P.ItemMap>>().not.toBeNever();
  });
});
