// The bodies that a run publishes, in the three forms that the publish API takes. Each event has a key of its own in
// its value, and text in which the wire form escapes something; the change it must become is written down beside
// it by hand, not by the code that is under test.
import type { Random } from './random.ts';

export interface Body {
  text: string;
  events: readonly { key: string; change: string }[];
}

const fields = ['account_update', 'account_alerts', 'template_category_update'] as const;
/** As sent, and as it has to arrive. */
const ornaments = [
  { sent: 'plain', wire: 'plain' },
  { sent: 'a/b', wire: 'a\\/b' },
  { sent: 'été', wire: '\\u00e9t\\u00e9' },
  { sent: '1 < 2 @ 3 %', wire: '1 \\u003C 2 \\u0040 3 \\u0025' },
  { sent: '🙂', wire: '\\ud83d\\ude42' },
] as const;
const paddingMax = 3_000;
const eventsMax = 5;

export function formBody(random: Random, { wabaId, prefix }: { wabaId: string; prefix: string }): Body {
  const form = random.oneOf(['event', 'events', 'envelope'] as const);
  const count = form === 'event' ? 1 : random.between(1, eventsMax);
  const parts = Array.from({ length: count }, (_, index) => formPart(random, `${prefix}.${index}`));
  const events = parts.map(({ key, change }) => ({ key, change }));
  switch (form) {
    case 'event':
    case 'events': {
      const items = parts.map(
        ({ field, value }) => `{"waba_id":"${wabaId}","field":"${field}","value":${value}}`,
      );
      return { text: form === 'event' ? items.join() : `[${items.join(',\n')}]`, events };
    }
    case 'envelope': {
      const changes = parts.map(({ field, value }) => `{"value": ${value}, "field": "${field}"}`);
      const entry = `{"id":"${wabaId}","time":1767225600,"changes":[${changes.join()}]}`;
      return { text: `{"object":"whatsapp_business_account","entry":[${entry}]}`, events };
    }
  }
}

function formPart(random: Random, key: string) {
  const field = random.oneOf(fields);
  const { sent, wire } = random.oneOf(ornaments);
  const padding = 'x'.repeat(random.between(0, paddingMax));
  const value = `{"n": "${key}", "text": "${sent}", "padding": "${padding}"}`;
  const change = `{"value":{"n":"${key}","text":"${wire}","padding":"${padding}"},"field":"${field}"}`;
  return { key, field, value, change };
}
