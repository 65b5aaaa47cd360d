// Endpoints with one fault each, as they are met in the field.
import { createHmac } from 'node:crypto';
import type { Behaviour, Change, Item } from './endpoint.ts';
import { sameText, secret, signed, verifyToken } from './endpoint.ts';

/** Hashes what JSON.stringify makes of the parsed body. */
export const reserialises: Partial<Behaviour> = {
  admits: (raw, header) =>
    sameText(header('x-hub-signature-256'), signed(Buffer.from(JSON.stringify(JSON.parse(raw.toString()))))),
};

export const looksAtSha1: Partial<Behaviour> = {
  admits: (raw, header) =>
    sameText(header('x-hub-signature'), `sha1=${createHmac('sha1', secret).update(raw).digest('hex')}`),
};

export const checksNothing: Partial<Behaviour> = { admits: () => true };

/** Written from the one example of the documentation. */
export const readsTheFirst: Partial<Behaviour> = {
  handle({ entry }, note) {
    const value = entry[0]?.changes[0]?.value;
    const [message] = value?.messages ?? [];
    const [status] = value?.statuses ?? [];
    if (message) note(answered(message));
    if (status) note(status.id ?? '');
  },
};

/** Fails on a text message without text, as handlers do that trust the type. */
function answered(message: Item): string {
  if (message.type === 'text' && message.text === undefined) throw new TypeError('no text');
  return message.id ?? '';
}

/** Knows one field, and takes any other for an error. */
export const knowsMessagesOnly: Partial<Behaviour> = {
  handle({ entry }, note) {
    for (const change of entry.flatMap(({ changes }) => changes)) {
      if (change.field !== 'messages') throw new Error(`unexpected field ${change.field}`);
      for (const { id } of itemsOf(change)) note(id ?? '');
    }
  },
};

function itemsOf({ value }: Change): Item[] {
  return [...(value.messages ?? []), ...(value.statuses ?? [])];
}

export const takesHundredKilobytes: Partial<Behaviour> = { bytesMax: 100 * 1024 };

/** Answers the challenge as JSON. */
export const greetsInJson: Partial<Behaviour> = {
  greet(query, response) {
    if (query.get('hub.mode') !== 'subscribe' || query.get('hub.verify_token') !== verifyToken)
      response.writeHead(403).end();
    else
      response.setHeader('content-type', 'application/json').end(JSON.stringify(query.get('hub.challenge')));
  },
};

/** Echoes whatever it is asked. */
export const greetsAnybody: Partial<Behaviour> = {
  greet: (query, response) => void response.end(query.get('hub.challenge')),
};

export const handlesTwice: Partial<Behaviour> = { idempotent: false };
