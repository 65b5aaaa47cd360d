// /me: whom the access token stands for, a person or a system user, or the app itself.
import type { User } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import type { Edge, GraphCall } from '../call.ts';
import { type NodeType, readFields, show } from '../fields.ts';
import { graphError } from '../graph-error.ts';
import { showApp } from './app.ts';

const userType: NodeType<User> = {
  name: 'User',
  fields: new Map<string, (user: User) => unknown>([
    ['id', (user) => user.graphId],
    ['name', (user) => user.name],
  ]),
  defaults: ['name', 'id'],
};

export function createMeEdge({ store }: { store: Pick<Store, 'users'> }): Edge {
  async function read(call: GraphCall): Promise<object> {
    const { caller } = call;
    if (caller.kind === 'app') return showApp(caller.app, call);
    const user = await store.users.get(caller.token.userId);
    if (!user) throw graphError('unknownObject', { verb: call.verb, id: 'me' });
    return show(userType, user, readFields(call.parameters, userType));
  }

  return new Map([['GET', read]]);
}
