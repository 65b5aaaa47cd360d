// Breaker, window and rate limit together, as a lane asks for them.
import { describe, expect, it } from 'vitest';
import { type Ending, Gate, type GateSettings } from './gate.ts';

const breaker = { failuresMin: 2, failingMs: 0, pauseMs: 100, pauseMaxMs: 1_000 };
const gateOf = (settings: Partial<GateSettings> = {}) =>
  new Gate({ window: 4, ratePerSecond: 0, breaker, ...settings }, 0);

const ok: Ending = { isSuccess: true, reason: 'ok', sign: 'ok', durationMs: 5 };
const failed: Ending = { isSuccess: false, reason: 'http_503', sign: 'overloaded', durationMs: 5 };
const now = 1_000;
const usual = { isLastTry: false };

function openGate(): Gate {
  const gate = gateOf();
  gate.ended(gate.started(), failed, now);
  expect(gate.ended(gate.started(), failed, now)).toBe('opened');
  return gate;
}

describe('a gate', () => {
  it('lets through as many as its window holds', () => {
    const gate = gateOf();
    const tickets = [1, 2, 3, 4].map(() => gate.started());
    expect(gate.admits(now, usual)).toBe(false);
    for (const ticket of tickets) gate.ended(ticket, ok, now);
    expect(gate.admits(now, usual)).toBe(true);
    expect(gate.health()).toMatchObject({ inFlight: 0, lastSuccessAt: now, lastFailureAt: null });
  });

  it('closes when the endpoint was heard of on another way, and begins with one at a time', () => {
    const gate = openGate();
    expect(gate.admits(now, usual)).toBe(false);
    gate.answered(now + 1);
    expect(gate.admits(now + 1, usual)).toBe(true);
    expect(gate.health()).toMatchObject({ breaker: 'closed', window: 1, lastSuccessAt: now + 1 });
  });

  it('says when a rate limit lets the next one through', () => {
    const gate = gateOf({ ratePerSecond: 2 });
    expect(gate.admits(0, usual)).toBe(true);
    gate.started();
    expect(gate.admits(0, usual)).toBe(false);
    expect(gate.admitsAt(0)).toBe(500);
    expect(gate.admits(499, usual)).toBe(false);
    expect(gate.admits(500, usual)).toBe(true);
  });

  it('lets one probe through at a time once its breaker is open', () => {
    const gate = openGate();
    expect(gate.admits(now, usual)).toBe(false);
    expect(gate.admitsAt(now)).toBe(now + 100);
    const probe = gate.started();
    expect(gate.admits(now + 500, { isLastTry: true })).toBe(false);
    expect(gate.admitsAt(now)).toBeNull();
    expect(gate.ended(probe, failed, now + 100)).toBeNull();
    expect(gate.admitsAt(now + 100)).toBe(now + 300);
  });

  it('takes a last try for a probe before the time of the next one', () => {
    expect(openGate().admits(now, { isLastTry: true })).toBe(true);
  });

  it('begins with one request at a time when the breaker has closed', () => {
    const gate = openGate();
    expect(gate.ended(gate.started(), ok, now + 100)).toBe('closed');
    expect(gate.health()).toMatchObject({ breaker: 'closed', window: 1, failingSince: null, failures: 0 });
    expect(gate.health()).toMatchObject({ lastFailureAt: now, lastFailure: 'http_503' });
  });

  it('learns nothing from a request that was not made', () => {
    const gate = openGate();
    const before = gate.health();
    gate.ended(gate.started(), null, now + 100);
    expect(gate.health()).toEqual(before);
    expect(gate.admits(now + 100, usual)).toBe(true);
  });
});
