// How businesses and persons stand to an account, as tables.
import { describe, expect, it } from 'vitest';
import { type Task, tasks } from '../store/vocabulary.ts';
import { relationOf, tasksOf } from './relation.ts';

const owner = 1;
const other = 2;
const waba = { businessId: owner };

describe('the relation of an app to an account', () => {
  it.each<[string, number, readonly Task[], boolean, ReturnType<typeof relationOf>]>([
    ['owned by the same business', owner, [], false, { kind: 'owner' }],
    ['owned, whatever else is there', owner, ['MESSAGING'], true, { kind: 'owner' }],
    ['of a partner', other, ['MESSAGING'], false, { kind: 'partner', tasks: ['MESSAGING'] }],
    ['of a partner that is also lent', other, ['MANAGE'], true, { kind: 'partner', tasks: ['MANAGE'] }],
    ['lent to the owner', other, [], true, { kind: 'shared' }],
    ['of a stranger', other, [], false, { kind: 'stranger' }],
  ])('%s', (_name, businessId, partnerTasks, isShared, expected) => {
    expect(relationOf({ app: { businessId }, waba, partnerTasks, isShared })).toEqual(expected);
  });
});

describe('the tasks of a person on an account', () => {
  it.each<[string, { businessId: number; role: 'admin' | 'employee' }, Task[], Task[], readonly Task[]]>([
    ['an admin of the owner has all', { businessId: owner, role: 'admin' }, [], [], tasks],
    ['an employee has what was given', { businessId: owner, role: 'employee' }, ['DEVELOP'], [], ['DEVELOP']],
    ['an employee without tasks has none', { businessId: owner, role: 'employee' }, [], [], []],
    [
      'an admin of a partner has what the partner has',
      { businessId: other, role: 'admin' },
      [],
      ['MANAGE'],
      ['MANAGE'],
    ],
    [
      'nobody has more than their business',
      { businessId: other, role: 'employee' },
      ['MANAGE', 'DEVELOP'],
      ['DEVELOP'],
      ['DEVELOP'],
    ],
    [
      'who was assigned by a business without part in it has none',
      { businessId: other, role: 'employee' },
      ['MANAGE'],
      [],
      [],
    ],
    ['an admin of a stranger has none', { businessId: other, role: 'admin' }, [], [], []],
  ])('%s', (_name, user, assigned, partnerTasks, expected) => {
    expect(tasksOf({ user, waba, assigned, partnerTasks })).toEqual(expected);
  });
});
