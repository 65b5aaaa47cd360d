// How an app's business and a person stand to a WABA: pure readings of what the store knows.
import type { User, Waba } from '../store/nouns.ts';
import { type Task, tasks } from '../store/vocabulary.ts';
import type { Relation } from './decide.ts';

export function relationOf(facts: {
  app: { businessId: number };
  waba: Pick<Waba, 'businessId'>;
  /** Tasks of the app's business on the account; empty when it is no partner. */
  partnerTasks: readonly Task[];
  isShared: boolean;
}): Relation {
  const { app, waba, partnerTasks, isShared } = facts;
  if (app.businessId === waba.businessId) return { kind: 'owner' };
  if (partnerTasks.length > 0) return { kind: 'partner', tasks: partnerTasks };
  return { kind: isShared ? 'shared' : 'stranger' };
}

/**
 * What a person may do on an account. Admins of a business have all that the business has; everybody else what
 * they were given, and nobody more than their business.
 */
export function tasksOf(facts: {
  user: Pick<User, 'businessId' | 'role'>;
  waba: Pick<Waba, 'businessId'>;
  assigned: readonly Task[];
  /** Tasks of the person's business on the account; empty when it is no partner. */
  partnerTasks: readonly Task[];
}): readonly Task[] {
  const { user, waba, assigned, partnerTasks } = facts;
  const ofBusiness: readonly Task[] = user.businessId === waba.businessId ? tasks : partnerTasks;
  return user.role === 'admin' ? ofBusiness : assigned.filter((task) => ofBusiness.includes(task));
}
