// The operator's setting on an app's subscription: "attach a client certificate to webhook requests". It lives on
// the subscription of the object, not on accounts or numbers, and covers the app's overrides too.
import type { FastifyInstance } from 'fastify';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { findApp } from '../lookup.ts';
import { flag, readBody } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { noteFirstCertificate } from './client-certificates.ts';

export function mountAppSubscription(api: FastifyInstance, deps: AdminDeps): void {
  const { store } = deps;

  api.post<{ Params: { id: string } }>('/apps/:id/subscription', needs('admin'), async (request) => {
    const app = await findApp(store, request.params.id);
    const { client_certificate } = readBody(bodyOf(request), { client_certificate: flag });
    // A subscription is stored only after its callback has answered the handshake.
    const subscription = await store.subscriptions.app(app.id);
    if (!subscription) {
      throw problem(
        'callback_not_verified',
        `App ${app.graphId} has no verified callback to show a certificate to. Set one first with ` +
          `POST /${app.graphId}/subscriptions.`,
      );
    }
    if (subscription.clientCertificate !== client_certificate) {
      // Made here at the latest, so that its root can be handed out before the next notification needs it.
      if (client_certificate) await noteFirstCertificate(deps, request);
      await store.subscriptions.setClientCertificate(app.id, client_certificate);
      await noteChange(deps, request, {
        action: 'app.client_certificate',
        subject: app.graphId,
        details: { client_certificate, client_certificate_before: subscription.clientCertificate },
      });
    }
    return { callback_url: subscription.callbackUrl, client_certificate };
  });
}
