// The first things that happen on a fresh `wahook dev`, done as an integrator would do them with Meta's server:
// subscribe through the Graph API, then make events happen through the admin API, all over HTTP.
import { demo } from '../../demo.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Accepted } from '../client/api-shapes.ts';
import type { List, ShownApp } from '../client/directory-shapes.ts';
import type { CliContext } from '../context.ts';
import { subscribeApp, subscribeWaba } from './demo-calls.ts';
import {
  bannerLines,
  faultLines,
  handshakeFailureLines,
  handshakeLines,
  type Place,
  readyValues,
  tryLines,
} from './dev-text.ts';
import { adviseOnHandshake } from './handshake-advice.ts';
import type { Story } from './story.ts';

/** Shows what JSON.stringify would have sent differently: accents, an emoji, and `/ @ % <`. */
const tellingText = '¡Olá! Ist 50% < 100% ok? 👋 me@example.com / café';

export interface Introduction {
  client: ApiClient;
  place: Place;
  /** null: subscribe nothing. */
  callbackUrl: string | null;
  /** null: speak JSON. */
  story: Story | null;
  extraFields: readonly string[];
  context: CliContext;
}

export async function introduce(introduction: Introduction): Promise<void> {
  const { place, story, callbackUrl, context } = introduction;
  const { output } = context;
  const write = story ? output.line : output.error;
  const say = (lines: readonly string[]) => {
    for (const line of lines) write(line);
  };
  if (story) {
    say(bannerLines(place, output.paint));
    const apps = await introduction.client.get<List<ShownApp>>('/api/v1/apps');
    say(faultLines(apps.data, output.paint));
  }
  const problem = callbackUrl === null ? null : await subscribe(introduction, callbackUrl);
  if (problem) say(problem);
  if (!story) {
    output.json(readyValues(place));
    return;
  }
  if (callbackUrl !== null && !problem) {
    say(handshakeLines(callbackUrl, output.paint));
    await tellTwo(story, introduction.client);
  }
  say(tryLines(place, { callbackUrl, paint: output.paint }));
}

/** Answers what went wrong with the handshake, or null. */
async function subscribe(
  { client, extraFields, place }: Introduction,
  callbackUrl: string,
): Promise<string[] | null> {
  const app = await subscribeApp(client, { callbackUrl, extraFields });
  // Even when the app's half failed: it can be repeated alone then.
  await subscribeWaba(client);
  if (app.ok) return null;
  const advice = adviseOnHandshake(app, { url: callbackUrl, verifyToken: demo.app.verifyToken });
  return handshakeFailureLines(advice, { url: place.url, callbackUrl, message: app.message });
}

async function tellTwo(story: Story, client: ApiClient): Promise<void> {
  const trigger = async (sample: string, set: Readonly<Record<string, string>>) => {
    const body = { sample, waba_id: demo.waba.graphId, set };
    return (await client.post<Accepted>('/api/v1/simulator', body)).first_seq;
  };
  await story.tell('A display name is approved (phone_number_name_update.approved)', () =>
    trigger('phone_number_name_update.approved', {}),
  );
  await story.tell('A customer writes (messages.text)', () =>
    trigger('messages.text', { 'text.body': tellingText }),
  );
}
