// /{waba-id}/assigned_users: the people who have tasks on a WABA, by the business they belong to. Only admins of
// the business that owns the account may change them.
import type { User, WabaUser } from '../../store/nouns.ts';
import type { Store } from '../../store/store.ts';
import { type Task, tasks } from '../../store/vocabulary.ts';
import type { EnterAccount, Visit } from '../account-access.ts';
import type { RecordChange } from '../audit.ts';
import { type Edge, type GraphCall, success } from '../call.ts';
import { type NodeType, readFields, show } from '../fields.ts';
import { graphError } from '../graph-error.ts';
import { pageOf } from '../paging.ts';
import type { CallParameters } from '../parameters.ts';

export interface AssignedUsersDeps {
  store: Store;
  enter: EnterAccount;
  recordChange: RecordChange;
  publicUrl: () => string;
}

type AssignedUser = WabaUser & { user: User };

const assignedUserType: NodeType<AssignedUser> = {
  name: 'AssignedUser',
  fields: new Map<string, (source: AssignedUser) => unknown>([
    ['id', ({ user }) => user.graphId],
    ['name', ({ user }) => user.name],
    ['tasks', (source) => source.tasks],
    ['user_type', ({ user }) => (user.kind === 'system_user' ? 'system_user' : 'business_user')],
  ]),
  defaults: ['id', 'name', 'tasks'],
};

export function createAssignedUsersEdge({ store, enter, recordChange, publicUrl }: AssignedUsersDeps): Edge {
  async function list(call: GraphCall): Promise<object> {
    const { waba } = await enter(call, await store.wabas.find(call.id), 'read');
    const names = readFields(call.parameters, assignedUserType);
    const businessId = await readBusiness(waba, requireText(call.parameters, 'business'));
    const users = await store.wabas.users(waba.id);
    return pageOf(
      users.filter(({ user }) => user.businessId === businessId),
      {
        call,
        idOf: ({ user }) => user.graphId,
        show: (each) => show(assignedUserType, each, names),
        publicUrl: publicUrl(),
      },
    );
  }

  async function assign(call: GraphCall): Promise<object> {
    const visit = await enterAsAdmin(call);
    const user = await readUser(visit, requireText(call.parameters, 'user'));
    const assigned = readTasks(call.parameters);
    await store.wabas.saveUser({ wabaId: visit.waba.id, userId: user.id, tasks: assigned });
    await record(visit, 'assigned_user.set', user);
    return success;
  }

  async function unassign(call: GraphCall): Promise<object> {
    const visit = await enterAsAdmin(call);
    const user = await readUser(visit, requireText(call.parameters, 'user'));
    await store.wabas.saveUser({ wabaId: visit.waba.id, userId: user.id, tasks: [] });
    await record(visit, 'assigned_user.removed', user);
    return success;
  }

  function record({ actor, waba }: Visit, action: string, user: User): Promise<void> {
    return recordChange({ actor, action, subject: waba.graphId, details: { user: user.graphId } });
  }

  async function enterAsAdmin(call: GraphCall): Promise<Visit> {
    const visit = await enter(call, await store.wabas.find(call.id), 'write');
    const isAdmin = visit.user?.role === 'admin' && visit.user.businessId === visit.waba.businessId;
    if (!isAdmin) throw graphError('permissionMissing', {});
    return visit;
  }

  /** The owner of the account and its partners; of other businesses nothing is told, not even that they exist. */
  async function relatedBusinesses(waba: Visit['waba']): Promise<ReadonlySet<number>> {
    const partners = await store.wabas.partners(waba.id);
    return new Set([waba.businessId, ...partners.map(({ businessId }) => businessId)]);
  }

  async function readBusiness(waba: Visit['waba'], graphId: string): Promise<number> {
    const [business, related] = await Promise.all([store.businesses.find(graphId), relatedBusinesses(waba)]);
    if (business && related.has(business.id)) return business.id;
    const detail = 'Param business must be the id of the business that owns the account, or of a partner';
    throw graphError('parameterInvalid', { detail });
  }

  async function readUser({ waba }: Visit, graphId: string): Promise<User> {
    const [user, related] = await Promise.all([store.users.find(graphId), relatedBusinesses(waba)]);
    if (user && related.has(user.businessId)) return user;
    const detail =
      'Param user must be the id of a user of the business that owns the account, or of a partner';
    throw graphError('parameterInvalid', { detail });
  }

  return new Map([
    ['GET', list],
    ['POST', assign],
    ['DELETE', unassign],
  ]);
}

function requireText(parameters: CallParameters, name: string): string {
  const text = parameters.text(name);
  if (!text) throw graphError('parameterMissing', { name });
  return text;
}

function readTasks(parameters: CallParameters): readonly Task[] {
  const names = parameters.list('tasks') ?? [];
  if (names.length === 0) throw graphError('parameterMissing', { name: 'tasks' });
  return names.map((name, at) => {
    const task = tasks.find((each) => each === name);
    if (task) return task;
    const detail = `Param tasks[${at}] must be one of {${tasks.join(', ')}}`;
    throw graphError('parameterInvalid', { detail });
  });
}
