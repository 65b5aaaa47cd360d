// The endpoint that every runtime serves, with the package as it is installed. `/handled` tells what its handlers saw.
import { createReceiver } from '@wahook/receiver';
import { toFetchHandler } from '@wahook/receiver/fetch';

const settings = { appSecret: 'lantern-runtime-secret', verifyToken: 'lantern-runtime-token' };
const handled = [];
let failures = 0;

/** Made where the module is loaded, before any request: some runtimes forbid much at that moment. */
const receiver = createReceiver(settings)
  .on('messages.text', ({ text }) => {
    if (text.body === 'fail once' && failures++ === 0) throw new Error('as the test asked');
  })
  .onAny(({ name, content }) => handled.push(content.text ? `${name} ${content.text.body}` : name))
  .onError(() => {});

const later = createReceiver({ ...settings, acknowledge: 'first' }).onAny(async ({ name }) => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  handled.push(`later ${name}`);
});

/** `dedupe`: makes a store that several receivers share. `clientCertificate`, `peerAddress`, `waitUntil`: options. */
export function endpoint({ dedupe, clientCertificate, ...options } = {}) {
  const shared = () =>
    createReceiver({ ...settings, dedupe: dedupe() }).onAny(({ name }) => handled.push(`shared ${name}`));
  const routes = {
    '/webhook': toFetchHandler(receiver, options),
    '/later': toFetchHandler(later, options),
    ...(dedupe && {
      '/first': toFetchHandler(shared(), options),
      '/second': toFetchHandler(shared(), options),
    }),
    ...(clientCertificate && { '/certificate': toFetchHandler(receiver, { ...options, clientCertificate }) }),
    '/handled': async () => Response.json(handled),
  };
  return (request, ...rest) =>
    routes[new URL(request.url).pathname]?.(request, ...rest) ?? new Response('', { status: 404 });
}
