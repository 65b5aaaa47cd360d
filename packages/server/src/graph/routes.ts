// All routes of the Graph API, put together from what they need. An edge belongs to one kind of node, so its name
// alone says who handles a call, and no look-up of the node can show in the answer.
import type { Clock } from '../base/clock.ts';
import type { Store } from '../store/store.ts';
import { createAccountAccess } from './account-access.ts';
import { createAudit } from './audit.ts';
import type { Edge, OpenEdge } from './call.ts';
import type { VerifyCallback } from './callback-verdict.ts';
import { createAccessTokenEdge } from './routes/access-token.ts';
import { createAssignedUsersEdge } from './routes/assigned-users.ts';
import { createDebugTokenEdge } from './routes/debug-token.ts';
import { createMeEdge } from './routes/me.ts';
import { createNodeEdge } from './routes/node.ts';
import { createSubscribedAppsEdge } from './routes/subscribed-apps.ts';
import { createSubscriptionsEdge } from './routes/subscriptions.ts';
import { createPhoneNumbersEdge } from './routes/waba.ts';

export interface RoutesDeps {
  store: Store;
  clock: Clock;
  verifyCallback: VerifyCallback;
  extraFields: readonly string[];
  publicUrl: () => string;
}

export interface Routes {
  /** `/{id}` without an edge. */
  node: Edge;
  /** `/{id}/<edge>` */
  edges: ReadonlyMap<string, Edge>;
  named: ReadonlyMap<string, Edge>;
  /** Those that need no access token. */
  open: ReadonlyMap<string, OpenEdge>;
}

export function createRoutes(deps: RoutesDeps): Routes {
  const parts = { ...deps, enter: createAccountAccess(deps), recordChange: createAudit(deps) };
  return {
    node: createNodeEdge(parts),
    edges: new Map([
      ['subscriptions', createSubscriptionsEdge(parts)],
      ['subscribed_apps', createSubscribedAppsEdge(parts)],
      ['phone_numbers', createPhoneNumbersEdge(parts)],
      ['assigned_users', createAssignedUsersEdge(parts)],
    ]),
    named: new Map([
      ['me', createMeEdge(deps)],
      ['debug_token', createDebugTokenEdge(deps)],
    ]),
    open: new Map([['oauth/access_token', createAccessTokenEdge(deps)]]),
  };
}
