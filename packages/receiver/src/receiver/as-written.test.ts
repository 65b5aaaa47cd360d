// Handlers as applications write them: the compiler is their first test, with every strictness the project has, since
// a member that is always sent must need no check and one that may be missing must ask for it. Then all samples go
// through them, and none may throw.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { appSecret, postSigned, verifyToken } from '../test/signed-post.ts';
import { conversationKeys } from './conversation-key.ts';
import { exactInteger } from './exact-integer.ts';
import { createReceiver } from './receiver.ts';
import { advancesStatus } from './status-order.ts';

const texts = new Set<string>();
/** What applications do with a text, and with a number: only that they are ones is looked at. */
function keep(text: string): void {
  if (typeof text !== 'string') throw new TypeError(`${text} is no text`);
  texts.add(text);
}
function count(number: number): void {
  if (typeof number !== 'number' || Number.isNaN(number)) throw new TypeError(`${number} is no number`);
}

const receiver = createReceiver({ appSecret, verifyToken });

receiver
  .on('messages.text', (message, item) => {
    keep(item.phoneNumberId ?? item.entryId);
    keep(message.from ?? message.from_user_id ?? '');
    keep(item.contact?.profile?.name ?? item.contact?.profile?.username ?? '');
    keep(message.context?.referred_product?.product_retailer_id ?? message.context?.id ?? '');
    if (message.referral?.source_type === 'ad') keep(message.referral.ctwa_clid ?? '');
    for (const key of conversationKeys(item)) keep(key);
  })
  .on('messages.button', (message) => keep(message.button.payload))
  .on('messages.interactive', ({ interactive: answer }) => {
    switch (answer?.type) {
      case 'button_reply':
        return keep(answer.button_reply.id);
      case 'list_reply':
        return keep(answer.list_reply.description ?? answer.list_reply.title);
      case 'nfm_reply':
        return keep(Object.keys(JSON.parse(answer.nfm_reply.response_json)).join());
      case 'call_permission_reply':
        return count(Number(answer.call_permission_reply.expiration_timestamp ?? 0));
      case 'payment_method':
        return count(answer.payment_method.payment_timestamp);
      default:
        return undefined;
    }
  })
  .on('messages', (message) => {
    keep(message.id);
    count(Number(message.timestamp));
    switch (message.type) {
      case 'image':
        return keep(message.image.caption ?? message.image.id);
      case 'document':
        return keep(message.document.filename ?? message.document.mime_type);
      case 'audio':
        return keep(message.audio.voice === true ? message.audio.sha256 : message.audio.id);
      case 'location':
        return count(message.location.latitude + message.location.longitude);
      case 'contacts':
        return keep(message.contacts.map((card) => card.phones?.[0]?.wa_id ?? card.vcard ?? '').join());
      case 'order':
        return count(
          message.order.product_items.reduce((sum, one) => sum + one.item_price * one.quantity, 0),
        );
      case 'reaction':
        return keep(message.reaction.emoji || message.reaction.message_id);
      case 'edit':
        return keep(message.edit.original_message_id);
      case 'system':
        if (message.system.type === 'user_changed_user_id') keep(message.system.user_id);
        return keep(message.system.body);
      case 'unsupported':
        return count(message.errors?.[0]?.code ?? 0);
      default:
        return keep(message.type);
    }
  })
  .on('statuses.failed', (status) => {
    for (const error of status.errors ?? []) {
      count(error.code);
      keep(error.error_data?.details ?? error.message ?? error.title ?? '');
    }
  })
  .on('statuses', (status) => {
    keep(status.recipient_id ?? status.recipient_user_id ?? '');
    if ('pricing' in status) keep(status.pricing?.category ?? '');
    if (status.status === 'pending' || status.status === 'captured') {
      count(status.payment.amount.value / status.payment.amount.offset);
      keep(status.payment.transaction.error?.reason ?? status.payment.transaction.status);
    }
    return advancesStatus({ from: 'sent', to: status.status });
  })
  .on('statuses.sent', ({ pricing, conversation }) => {
    if (pricing?.pricing_model === 'PMP') keep(pricing.type ?? '');
    if (pricing?.billable === true) keep(pricing.category);
    keep(conversation?.origin.type ?? '');
  });

receiver
  .on('message_template_status_update', (update, item) => {
    keep(String(exactInteger(item, 'message_template_id')));
    keep(update.rejection_info?.recommendation ?? update.reason ?? '');
    keep(update.other_info?.title ?? String(update.disable_info?.disable_date));
  })
  .on('template_category_update', (update) => keep(update.correct_category ?? update.new_category))
  .on('account_update', (update, item) => {
    switch (update.event) {
      case 'DISABLED_UPDATE':
        return keep(update.ban_info.waba_ban_state);
      case 'ACCOUNT_RESTRICTION':
        return keep(
          update.restriction_info?.map((one) => one.remediation ?? one.restriction_type).join() ?? '',
        );
      case 'ACCOUNT_VIOLATION':
        return keep(update.violation_info.violation_type);
      case 'PARTNER_REMOVED':
        return keep(update.disconnection_info?.reason ?? item.wabaId ?? '');
      default:
        return keep(update.event);
    }
  })
  .on('phone_number_quality_update', (update) =>
    keep(update.max_daily_conversations_per_business ?? update.current_limit ?? update.event),
  )
  .on('phone_number_name_update.REJECTED', (update) => keep(update.rejection_reason ?? 'UNKNOWN'))
  .on('account_settings_update', ({ phone_number_settings: settings }) =>
    count(settings.calling?.sip?.servers?.[0]?.port ?? 0),
  )
  .on('flows', (flow) => {
    if (flow.event === 'ENDPOINT_ERROR_RATE') count(flow.error_rate - flow.threshold);
    else keep(flow.message ?? flow.flow_id);
  });

receiver
  .on('history', (part) => {
    if ('errors' in part) return count(part.errors[0]?.code ?? 0);
    count(part.metadata.progress);
    for (const thread of part.threads) {
      keep(thread.id ?? thread.context?.wa_id ?? thread.context?.user_id ?? '');
      for (const message of thread.messages) {
        keep(message.history_context.status);
        if (message.type === 'text') keep(message.text.body);
      }
    }
  })
  .on('history_messages.image', (message) => keep(message.image.id))
  .on('smb_message_echoes', (echo) => {
    keep(echo.to ?? echo.to_user_id ?? '');
    if (echo.type === 'revoke') keep(echo.revoke.original_message_id);
  })
  .on('calls', (call) => {
    if (call.event === 'connect') keep(call.session?.sdp ?? '');
    else if (call.event === 'terminate') count(call.duration ?? 0);
    else if (call.event === 'call_recording_available') keep(call.call_recording.audio.id);
  })
  .on('call_statuses', (status) => keep(status.status))
  .on('group_participants_update', (group) => {
    if (group.type === 'group_participants_add')
      for (const user of group.added_participants) keep(user.wa_id ?? user.user_id ?? '');
    else if (group.type === 'group_participants_remove')
      for (const user of group.failed_participants ?? []) count(user.errors?.[0]?.code ?? 0);
  })
  .on('messaging_handovers', (handover) => {
    keep(handover.recipient.phone_number_id);
    if (handover.type === 'control_passed')
      keep(handover.control_passed.conversation_context?.summary.text ?? '');
    else if (handover.type === 'control_taken') keep(handover.control_taken.new_owner_app_id ?? '');
  })
  .on('user_id_update', (update) => keep(update.user_id.previous + update.user_id.current))
  .on('user_preferences', (preference) => count(preference.timestamp))
  .on('user_actions', (action) => count(Number(action.timestamp)))
  .on('automatic_events.Purchase', (event) => count(Number(event.custom_data?.value ?? 0) / 1000));

it('handlers take every sample', async () => {
  const failures: unknown[] = [];
  receiver.onError((error) => failures.push(error));
  const folder = new URL('../../samples/', import.meta.url);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.json'),
  );
  for (const path of paths) {
    const { status } = await postSigned(receiver, readFileSync(new URL(path, folder)));
    if (status !== 200) failures.push(path);
  }
  expect(failures).toEqual([]);
  expect(texts.size).toBeGreaterThan(200);
});
