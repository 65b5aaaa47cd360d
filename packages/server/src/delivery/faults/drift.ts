// An altered copy of a change, as a later version of the contract might write it. Each copy has one alteration, so
// that what an app stumbles over can be told. Messages get ids of their own, or the app's dedupe would hide them.
import { createHash } from 'node:crypto';
import { toWireForm } from '@wahook/receiver/protocol/wire-form';

type Members = Record<string, unknown>;

interface Alteration {
  name: string;
  /** Changes the value in place; answers whether there was something to change. */
  apply(value: Members): boolean;
}

const alterations: readonly Alteration[] = [
  { name: 'members', apply: addMembers },
  { name: 'values', apply: changeWords },
  { name: 'type', apply: changeTypes },
  { name: 'identity', apply: hideNumbers },
];

/** `pick`: 0 ≤ value < 1, chooses among the alterations that mean something for this change. */
export function drifted(change: Uint8Array, pick: number): Uint8Array {
  const possible = alterations.filter(({ apply }) => {
    const { value } = parsed(change);
    return apply(value);
  });
  const { whole, value } = parsed(change);
  possible[Math.floor(pick * possible.length)]?.apply(value);
  renewIds(value);
  const json = new TextEncoder().encode(JSON.stringify(whole));
  return toWireForm(json, { start: 0, end: json.length }, { escapes: 'meta' });
}

function parsed(change: Uint8Array): { whole: Members; value: Members } {
  const whole: unknown = JSON.parse(new TextDecoder().decode(change));
  const value = isMembers(whole) ? whole.value : null;
  return { whole: isMembers(whole) ? whole : {}, value: isMembers(value) ? value : {} };
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemsOf(value: Members, name: string): Members[] {
  const list = value[name];
  return Array.isArray(list) ? list.filter(isMembers) : [];
}

const people = ['messages', 'message_echoes', 'statuses', 'contacts', 'calls'];

function addMembers(value: Members): boolean {
  value.schema_hint = { revision: 'v99.0', flags: ['preview'] };
  for (const list of people) for (const item of itemsOf(value, list)) item.insight = { score: 0.5, tags: [] };
  return true;
}

/** Words of closed lists, as far as they are known to be that. */
const words = ['event', 'decision', 'status', 'current_limit', 'new_quality_score', 'review_status'];

function changeWords(value: Members): boolean {
  let isChanged = false;
  for (const item of [value, ...itemsOf(value, 'statuses')]) {
    for (const word of words) {
      if (typeof item[word] !== 'string') continue;
      item[word] = item[word] === String(item[word]).toUpperCase() ? 'PENDING_RENEWAL' : 'acknowledged';
      isChanged = true;
    }
  }
  return isChanged;
}

function changeTypes(value: Members): boolean {
  const messages = [...itemsOf(value, 'messages'), ...itemsOf(value, 'message_echoes')];
  for (const message of messages) {
    if (typeof message.type === 'string') delete message[message.type];
    message.type = 'hologram';
    message.hologram = { id: '1', frames: 24 };
  }
  return messages.length > 0;
}

/** Where a phone number stands, and the business-scoped id that comes in its place. */
const numbers: readonly { list: string; number: string; scoped: string }[] = [
  { list: 'messages', number: 'from', scoped: 'from_user_id' },
  { list: 'contacts', number: 'wa_id', scoped: 'user_id' },
  { list: 'statuses', number: 'recipient_id', scoped: 'recipient_user_id' },
  { list: 'message_echoes', number: 'to', scoped: 'to_user_id' },
  { list: 'calls', number: 'from', scoped: 'from_user_id' },
];

function hideNumbers(value: Members): boolean {
  let isChanged = false;
  for (const { list, number, scoped } of numbers) {
    for (const item of itemsOf(value, list)) {
      if (typeof item[number] !== 'string') continue;
      item[scoped] ??= `US.${digest(item[number]).slice(0, 20).toUpperCase()}`;
      delete item[number];
      isChanged = true;
    }
  }
  return isChanged;
}

/** Of messages; a status is about a message that is there. */
function renewIds(value: Members): void {
  for (const list of ['messages', 'message_echoes', 'calls']) {
    for (const item of itemsOf(value, list)) {
      if (typeof item.id === 'string') item.id = `wamid.${digest(item.id).slice(0, 40)}`;
    }
  }
}

function digest(text: string): string {
  return createHash('sha256').update(`drift ${text}`).digest('hex');
}
