// /oauth/access_token: an app access token in exchange for the app's id and secret. The answer is the literal
// `APP_ID|APP_SECRET`, which the caller could have written down himself: nothing new is made that could leak.

import { quote } from '@wahook/receiver/protocol/quote';
import type { Store } from '../../store/store.ts';
import { proveSecret } from '../app-secret.ts';
import type { OpenCall, OpenEdge } from '../call.ts';
import { graphError } from '../graph-error.ts';
import { notImplemented } from '../implemented.ts';

export function createAccessTokenEdge({ store }: { store: Pick<Store, 'apps'> }): OpenEdge {
  async function exchange({ parameters, meter }: OpenCall): Promise<object> {
    const graphId = parameters.text('client_id');
    const secret = parameters.text('client_secret');
    const grantType = parameters.text('grant_type') ?? 'authorization_code';
    if (!graphId) throw graphError('clientIdMissing', {});
    if (!secret) throw graphError('clientSecretMissing', {});
    if (grantType !== 'client_credentials') throw notImplemented(`the grant type "${quote(grantType)}"`);
    const app = await proveSecret({ graphId, secret }, { store, meter });
    if (!app) throw graphError('clientSecretWrong', {});
    await meter.countAppCall(app);
    return { access_token: `${app.graphId}|${secret}`, token_type: 'bearer' };
  }

  return new Map([
    ['GET', exchange],
    ['POST', exchange],
  ]);
}
