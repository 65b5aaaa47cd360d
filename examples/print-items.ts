// What all examples but the first do with what they receive: print text messages, and sends that failed.
import type { ReceivedChange } from '@wahook/receiver';

type MessagesValue = {
  messages?: { type: string; from?: string; text?: { body: string } }[];
  statuses?: { id: string; status: string; errors?: { code: number; title: string }[] }[];
};

export function printItems({ field, value }: ReceivedChange): void {
  if (field !== 'messages') return;
  // The signature fits, so these are the platform's own shapes.
  const { messages = [], statuses = [] } = value as MessagesValue;
  for (const { type, from, text } of messages) {
    if (type === 'text') console.log(`${from} writes: ${text?.body}`);
  }
  for (const { id, status, errors = [] } of statuses) {
    if (status === 'failed') console.log(`${id} failed:`, errors.map(({ title }) => title).join(', '));
  }
}
