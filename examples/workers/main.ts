// A webhook endpoint on Cloudflare Workers, which hand the environment over with each request. No compatibility flag
// is needed. Once: `wrangler secret put APP_SECRET`, `wrangler secret put VERIFY_TOKEN`.
import { createReceiver } from '@wahook/receiver';
import { toFetchHandler } from '@wahook/receiver/fetch';

type Environment = { APP_SECRET: string; VERIFY_TOKEN: string };

let handle: ((request: Request) => Promise<Response>) | undefined;

export default {
  fetch(request: Request, environment: Environment): Promise<Response> {
    handle ??= toFetchHandler(receiverOf(environment));
    return handle(request);
  },
};

function receiverOf(environment: Environment) {
  // The last handler writes a line for every item, of any kind: what `wahook doctor --observe-log` reads.
  return createReceiver({
    appSecret: environment.APP_SECRET,
    verifyToken: environment.VERIFY_TOKEN,
  })
    .on('messages.text', ({ from, text }) => console.log(`${from} writes: ${text.body}`))
    .on('statuses.failed', ({ id, errors = [] }) =>
      console.log(`${id} failed:`, errors.map(({ title }) => title).join(', ')),
    )
    .onAny(({ key }) => console.log(`handled ${key}`));
}
