// Sharing: an app is lent to a business that does not own it. A shared app may be listed and subscribed there; it
// receives nothing, and `why` says so.
import type { FastifyInstance } from 'fastify';
import { noteChange } from '../changes.ts';
import type { AdminDeps } from '../deps.ts';
import { findApp, findBusiness } from '../lookup.ts';
import { graphId, readBody } from '../members.ts';
import { problem } from '../problem.ts';
import { bodyOf, needs } from '../request.ts';
import { showOwner } from '../show.ts';

export function mountAppShares(api: FastifyInstance, deps: AdminDeps): void {
  const { store, routing } = deps;

  async function list(appId: number): Promise<{ data: Record<string, unknown>[] }> {
    const shares = await store.apps.shares({ appId });
    return { data: shares.map((share) => showOwner(share, routing.table())) };
  }

  api.get<{ Params: { id: string } }>('/apps/:id/shares', needs('read'), async ({ params }) =>
    list((await findApp(store, params.id)).id),
  );

  api.post<{ Params: { id: string } }>('/apps/:id/shares', needs('admin'), async (request) => {
    const app = await findApp(store, request.params.id);
    const { business_id } = readBody(bodyOf(request), { business_id: graphId });
    const business = await findBusiness(store, business_id);
    if (business.id === app.businessId)
      throw problem(
        'not_applicable',
        `Business ${business.graphId} owns the app, so there is nothing to share.`,
      );
    await store.apps.share({ appId: app.id, businessId: business.id });
    await noteChange(deps, request, {
      action: 'app.shared',
      subject: app.graphId,
      details: { business_id: business.graphId },
    });
    return list(app.id);
  });

  api.delete<{ Params: { id: string; business: string } }>(
    '/apps/:id/shares/:business',
    needs('admin'),
    async (request) => {
      const app = await findApp(store, request.params.id);
      const business = await findBusiness(store, request.params.business);
      await store.apps.unshare({ appId: app.id, businessId: business.id });
      await noteChange(deps, request, {
        action: 'app.unshared',
        subject: app.graphId,
        details: { business_id: business.graphId },
      });
      return list(app.id);
    },
  );
}
