// Messages of several people, numbered, and what an endpoint saw of them.
import { demo } from '../../demo.ts';
import type { AppChange } from '../../store/nouns.ts';
import type { TestPlatform } from './platform.ts';
import type { ReceivedPost } from './receiver.ts';

/** One change: a message of this person. */
export function message(from: string, no: number, number: string = demo.phoneNumber.graphId) {
  return {
    waba_id: demo.waba.graphId,
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '12025550123', phone_number_id: number },
      messages: [
        { from, id: `wamid.${no}`, timestamp: '1767225600', type: 'text', text: { body: String(no) } },
      ],
    },
  };
}

export interface SeenMessage {
  from: string;
  no: number;
}

/** The messages in one notification, in order. */
export function messagesOf(post: Pick<ReceivedPost, 'body'>): SeenMessage[] {
  const { entry } = JSON.parse(post.body.toString());
  return entry.flatMap((each: { changes: { value: { messages: { from: string; id: string }[] } }[] }) =>
    each.changes.flatMap(({ value }) =>
      value.messages.map(({ from, id }) => ({ from, no: Number(id.slice('wamid.'.length)) })),
    ),
  );
}

export function numbersOf(posts: readonly ReceivedPost[], from?: string): number[] {
  return posts
    .flatMap(messagesOf)
    .filter((seen) => from === undefined || seen.from === from)
    .map(({ no }) => no);
}

export async function changeDemoApp({ store }: TestPlatform, change: AppChange): Promise<void> {
  const app = await store.apps.find(demo.app.graphId);
  if (!app) throw new Error('The demo app is seeded at the start.');
  await store.apps.update(app.id, change);
}

export function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
