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

describe('an open gate', () => {
  it('waits for its next probe, but not for the time of a clock that ran ahead', () => {
    const gate = openGate();
    expect(gate.admitsAt(now + 1)).toBe(now + 100);
    expect(gate.admitsAt(now - 500)).toBe(now - 500);
    expect(gate.admits(now - 500, usual)).toBe(true);
  });
});

describe('a paused gate', () => {
  const limits = { window: 4, ratePerSecond: 0, isPaused: true };

  it('lets nothing through, not even a probe or a last try, and waits for no time', () => {
    const gate = openGate();
    expect(gate.limit(limits, now)).toBe('paused');
    expect(gate.limit(limits, now)).toBeNull();
    expect(gate.admits(now + 1_000_000, { isLastTry: true })).toBe(false);
    expect(gate.admitsAt(now)).toBeNull();
    expect(gate.isOpen).toBe(true);
  });

  it('starts with one request when it is resumed, its breaker closed', () => {
    const gate = openGate();
    gate.limit(limits, now);
    expect(gate.limit({ ...limits, isPaused: false }, now)).toBe('resumed');
    expect(gate.health()).toMatchObject({ breaker: 'closed', failures: 0, window: 1 });
    gate.started();
    expect(gate.admits(now, usual)).toBe(false);
  });

  it('still notes how requests end that were in flight', () => {
    const gate = openGate();
    const probe = gate.started();
    gate.limit(limits, now);
    expect(gate.ended(probe, ok, now)).toBe('closed');
    expect(gate.admits(now, usual)).toBe(false);
  });
});

describe('a gate under new limits', () => {
  it('obeys a smaller window at once and grows into a larger one', () => {
    const gate = gateOf();
    expect(gate.limit({ window: 2, ratePerSecond: 0, isPaused: false }, now)).toBeNull();
    expect(gate.health().window).toBe(2);
    gate.limit({ window: 8, ratePerSecond: 0, isPaused: false }, now);
    expect(gate.health().window).toBe(2);
    for (const ticket of [gate.started(), gate.started()]) gate.ended(ticket, ok, now);
    expect(gate.health().window).toBeGreaterThan(2);
  });

  it('takes on a rate, another one, and none, without a burst in between', () => {
    const gate = gateOf();
    const limits = { window: 4, isPaused: false };
    gate.limit({ ...limits, ratePerSecond: 1 }, now);
    gate.ended(gate.started(), ok, now);
    gate.limit({ ...limits, ratePerSecond: 2 }, now);
    expect(gate.admitsAt(now)).toBe(now + 500);
    gate.limit({ ...limits, ratePerSecond: 0 }, now);
    expect(gate.admits(now, usual)).toBe(true);
  });
});

describe('a gate after a restart', () => {
  const settings: GateSettings = { window: 8, ratePerSecond: 0, breaker };

  it('is as open as it was, and probes at the same time', () => {
    const before = openGate();
    const gate = new Gate(settings, now, { queueId: 1, ...before.kept() });
    expect(gate.health()).toMatchObject({ ...before.health(), window: 1 });
    expect(gate.admits(now + 99, usual)).toBe(false);
    expect(gate.admits(now + 100, usual)).toBe(true);
    expect(gate.started().isProbe).toBe(true);
    expect(gate.admits(now + 100, usual)).toBe(false);
  });

  it('sends a probe again when it was probing', () => {
    const before = openGate();
    before.started();
    const gate = new Gate(settings, now, { queueId: 1, ...before.kept() });
    expect(gate.health().breaker).toBe('open');
    expect(gate.admits(now + 100, usual)).toBe(true);
  });

  it('starts fully at an endpoint that was well', () => {
    const before = gateOf();
    before.ended(before.started(), ok, now);
    const gate = new Gate(settings, now, { queueId: 1, ...before.kept() });
    expect(gate.health()).toMatchObject({ breaker: 'closed', window: 8, lastSuccessAt: now });
  });
});

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
