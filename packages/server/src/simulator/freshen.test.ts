import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDraw } from './draw.ts';
import { customerNumber, customersMax, moveNumber } from './fresh-ids.ts';
import { type Freshness, freshen } from './freshen.ts';
import { openSamples, type Samples, sampleId } from './samples.ts';
import { type Scalar, scalarsOf } from './scalars.ts';

const now = Date.UTC(2027, 4, 3, 12);
const text = (json: Uint8Array) => new TextDecoder().decode(json);
const isId = ({ text: value }: Scalar) => /^(wamid|wacid)\./.test(value);

function fresh(seed: string, { customer = 0, secondsBack = 0, nowMs = now } = {}): Freshness {
  return { draw: createDraw(seed, 'copy 0'), nowMs, customer, secondsBack };
}

let samples: Samples;
const bodies = new Map<string, Uint8Array>();
beforeAll(async () => {
  samples = await openSamples();
  for (const name of samples.list()) {
    const body = await samples.read(name);
    if (body) bodies.set(sampleId(name), body);
  }
});
afterAll(() => bodies.clear());

function sample(id: string): Uint8Array {
  const body = bodies.get(id);
  if (!body) throw new Error(`no sample ${id}`);
  return body;
}

describe('every sample made fresh', () => {
  it('comes out the same from the same seed, and with other ids from another', () => {
    for (const [id, body] of bodies) {
      const one = freshen(body, fresh('friday'));
      expect([id, text(freshen(body, fresh('friday')))]).toEqual([id, text(one)]);
      const own = new Set(
        scalarsOf(body)
          .filter(isId)
          .map(({ text: value }) => value),
      );
      const drawn = new Set(
        scalarsOf(one)
          .filter(isId)
          .map(({ text: value }) => value),
      );
      const others = scalarsOf(freshen(body, fresh('monday'))).filter(isId);
      expect(drawn.size).toBe(own.size);
      for (const { text: value } of others) expect(own.has(value) || drawn.has(value)).toBe(false);
    }
  });

  it('keeps every member, type and text that is no id, time or customer', () => {
    for (const [id, body] of bodies) {
      const before = scalarsOf(body);
      const after = scalarsOf(freshen(body, fresh('friday', { customer: 7 })));
      expect([id, after.map(({ member, kind }) => `${member} ${kind}`)]).toEqual([
        id,
        before.map(({ member, kind }) => `${member} ${kind}`),
      ]);
    }
  });

  it('happens now: no time of it is left where the sample was, and none has passed its order', () => {
    for (const [id, body] of bodies) {
      const times = (json: Uint8Array) =>
        scalarsOf(json).filter(({ member }) => member === 'timestamp' || member === 'time');
      const before = times(body).map((each) => Number(each.text));
      const after = times(freshen(body, fresh('friday'))).map((each) => Number(each.text));
      const ends = scalarsOf(body).filter(({ member }) => member === 'end_time');
      const latest = Math.max(...before, ...ends.map((each) => Number(each.text)));
      expect([id, after]).toEqual([id, before.map((time) => now / 1000 - (latest - time))]);
    }
  });

  it('is another event in each copy of a burst, but where a sample has neither id nor time', () => {
    const same: string[] = [];
    for (const [id, body] of bodies) {
      const copy = (n: number) =>
        text(
          freshen(body, { draw: createDraw('s', `copy ${n}`), nowMs: now, customer: 0, secondsBack: 9 - n }),
        );
      if (copy(1) === copy(2)) same.push(id);
    }
    expect(same).toEqual([
      'history.sharing_declined',
      'messages.errors_value_level',
      'standby.dashboard_minimal',
    ]);
  });
});

describe('a sample made fresh', () => {
  it('keeps one id where one id was, and two where two were', () => {
    const reply: {
      entry: { changes: { value: { messages: { id: string; context: { id: string } }[] } }[] }[];
    } = JSON.parse(text(freshen(sample('messages.text_reply_context'), fresh('a'))));
    const message = reply.entry[0]?.changes[0]?.value.messages[0];
    expect(message?.id).toMatch(/^wamid\.[A-Za-z0-9+/]{44}$/);
    expect(message?.context.id).toMatch(/^wamid\./);
    expect(message?.context.id).not.toBe(message?.id);
  });

  it('moves what is yet to come with it, also where it is prose', () => {
    const restricted = text(freshen(sample('account_update.account_restriction'), fresh('a')));
    expect(restricted).toContain(`"expiration": ${now / 1000 + 7 * 86_400}`);
    const banned = text(freshen(sample('account_update.disabled_update_disable'), fresh('a')));
    expect(banned).toContain('"waba_ban_date": "May 4, 2027"');
  });

  it('happens to another customer in all its places', () => {
    const other = text(
      freshen(sample('messages.text_bsuid_username_with_phone'), fresh('a', { customer: 12 })),
    );
    expect(other).not.toContain('12025550147');
    expect(other.split(customerNumber(12))).toHaveLength(3);
    expect(other.split('"US.90000000000000001217"')).toHaveLength(3);
    expect(other).toContain('"Placeholder User 12"');
  });

  it('names the other customer within its texts too', () => {
    const changed = sample('messages.system_user_changed_number');
    expect(text(changed)).toContain('User Placeholder User changed from 12025550147 to 12025550179');
    const [before, after] = ['12025550147', '12025550179'].map((number) => moveNumber(number, 12));
    expect(text(freshen(changed, fresh('a', { customer: 12 })))).toContain(
      `User Placeholder User 12 changed from ${before} to ${after}`,
    );
  });

  it('ends no call ahead of now', () => {
    const ended = text(freshen(sample('calls.terminate_completed'), fresh('a')));
    expect(ended).toContain(`"end_time": "${now / 1000}"`);
    expect(ended).toContain(`"start_time": "${now / 1000 - 60}"`);
  });

  it('is dated back only where nothing else tells its copies apart', () => {
    const approved = sample('account_review_update.approved');
    expect(text(freshen(approved, fresh('a', { secondsBack: 5 })))).toContain(`"time": ${now / 1000 - 5}`);
    const message = sample('messages.text');
    expect(text(freshen(message, fresh('a', { secondsBack: 5 })))).toContain(`"${now / 1000}"`);
  });
});

describe('the customers', () => {
  it('each have a number of their own, set aside for fiction', () => {
    const numbers = new Set(Array.from({ length: customersMax }, (_, n) => customerNumber(n)));
    expect(numbers.size).toBe(customersMax);
    for (const number of numbers) if (!/^1[2-8]\d{2}55501\d{2}$/.test(number)) throw new Error(number);
  });

  it('differ where those of the sample differ', () => {
    const own = ['12025550147', '12025550158', '+1 202-555-0163', '12025550179'];
    expect(new Set(own.map((number) => moveNumber(number, 59_999))).size).toBe(own.length);
    expect(moveNumber('+1 202-555-0163', 601)).toBe('+1 301-555-0164');
  });
});
