import { describe, expect, it } from 'vitest';
import { createSocketBudget } from './socket-budget.ts';

const never = new AbortController().signal;

describe('createSocketBudget', () => {
  it('hands a returned socket to whoever waits longest', async () => {
    const budget = createSocketBudget({ socketsMax: 1, onShortage: () => {} });
    const giveBack = await budget.take(never);
    const order: string[] = [];
    const first = budget.take(never).then((back) => {
      order.push('first');
      back();
    });
    const second = budget.take(never).then(() => order.push('second'));
    expect(budget.tryTake()).toBeNull();
    giveBack();
    // Given back twice, it still counts once.
    giveBack();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(budget.tryTake()).toBeNull();
  });

  it('forgets who gave up', async () => {
    const budget = createSocketBudget({ socketsMax: 1, onShortage: () => {} });
    const giveBack = await budget.take(never);
    const abort = new AbortController();
    const gaveUp = budget.take(abort.signal);
    abort.abort();
    await expect(gaveUp).rejects.toMatchObject({ reason: 'sockets_exhausted' });
    giveBack();
    expect(budget.tryTake()).toBeTypeOf('function');
  });

  it('asks for idle connections to be closed when somebody has to wait', async () => {
    let giveBack = () => {};
    const budget = createSocketBudget({ socketsMax: 1, onShortage: () => giveBack() });
    giveBack = await budget.take(never);
    expect(await budget.take(never)).toBeTypeOf('function');
  });
});
